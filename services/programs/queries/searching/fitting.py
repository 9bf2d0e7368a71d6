"""Programs that suit, gathered from the rows of their groups."""

import re
from collections.abc import Callable, MutableMapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from sqlalchemy import Row

from services.programs.queries.searching.asking import Around, Ask
from services.programs.queries.searching.conditions import ALL_WEEK
from services.programs.queries.searching.shapes import Match, Near
from services.programs.rules.openness import months_on
from services.territories.rules import Place, distance_km


@dataclass(slots=True)
class Fit:
    """A program that suits, with the best of its groups that do: one that can be joined, then the earliest.

    ``best`` is that group's (cannot be joined, begins, id); a day that is past counts as today. ``groups``,
    ``weekdays`` and ``has_seats`` are of all groups that suit.
    """

    match: Match
    program_id: int
    focus: str
    level: str
    form: str
    is_payable: bool
    distance_km: float | None
    best: tuple[int, Any, int]
    offer_id: int
    price: int | None
    from_months: int
    below_months: int
    groups: int
    weekdays: int
    has_seats: bool


def gather(fits: MutableMapping[int, Fit], rows: Sequence[Any], match: Match, ask: Ask) -> None:
    """Note the groups of a piece. Thousands of rows come here: no object is made that is not kept."""
    where, is_of_age, only_open, today = _where(ask), _of_age(ask), ask.has_seats, _as_told(ask.today, rows)
    looked_at, is_here, km = 0, True, None
    for row in rows:
        edition_id, program_id, focus, level, form, is_payable = row[:6]
        offer_id, group_id, starts_on, price, weekdays, from_months, below_months, is_shut = row[-8:]
        if offer_id is None or (only_open and is_shut):
            continue
        if where is not None and edition_id != looked_at:
            looked_at, (is_here, km) = edition_id, where(row)
        if not is_here or (is_of_age is not None and not is_of_age(starts_on, weekdays, from_months, below_months)):
            continue
        best = (is_shut, max(today, starts_on), group_id)
        fit = fits.get(edition_id)
        if fit is None:
            known = (match, program_id, focus, level, form, bool(is_payable), km, best, offer_id, price)
            fits[edition_id] = Fit(*known, from_months, below_months, 1, weekdays, not is_shut)
            continue
        if best < fit.best:
            fit.best, fit.offer_id, fit.price = best, offer_id, price
            fit.from_months, fit.below_months = from_months, below_months
        fit.groups += 1
        fit.weekdays |= weekdays
        fit.has_seats = fit.has_seats or not is_shut


def _as_told(today: date, rows: Sequence[Row[Any]]) -> Any:
    """Today in the words of the engine: SQLite tells a date as text."""
    told = next((row.starts_on for row in rows if row.starts_on is not None), today)
    return today.isoformat() if isinstance(told, str) else today


def _where(ask: Ask) -> Callable[[Row[Any]], tuple[bool, float | None]] | None:
    """What SQL has not asked of a place: exact distances, names of settlements; None: nothing.

    Whether an edition is where it should be, and how far from the point that was given.
    """
    near, around = ask.near, ask.around
    if near is None and around is None:
        return None

    def where(row: Row[Any]) -> tuple[bool, float | None]:
        km = None if near is None else _distance(row, near)
        is_near = near is None or (km is not None and km <= near.radius_km)
        return is_near and (around is None or _is_around(row, around)), km

    return where


def _of_age(ask: Ask) -> Callable[[Any, int, int, int], bool] | None:
    """Whether the child is of a group's age on its first lesson from today on; None: no child was named."""
    child, today = ask.child, ask.today
    if child is None:
        return None
    then: dict[tuple[Any, int], int] = {}

    def is_of_age(starts_on: Any, weekdays: int, from_months: int, below_months: int) -> bool:
        begins = (starts_on, weekdays)
        if begins not in then:
            first = _first_lesson(max(date.fromisoformat(str(starts_on)), today), weekdays or ALL_WEEK)
            then[begins] = months_on(child.birth_date, first)
        return from_months <= then[begins] < below_months

    return is_of_age


def _first_lesson(day: date, week: int) -> date:
    while not week >> day.weekday() & 1:
        day += timedelta(days=1)
    return day


def _distance(row: Row[Any], near: Near) -> float | None:
    if row.latitude is None or row.longitude is None:
        return None
    return distance_km(Place("", near.latitude, near.longitude), row.latitude, row.longitude)


def _is_around(row: Row[Any], around: Around) -> bool:
    distance = _distance(row, around.near)
    if distance is not None and distance <= around.near.radius_km:
        return True
    return re.search(rf"(?<!\w){re.escape(around.name)}(?!\w)", row.address) is not None
