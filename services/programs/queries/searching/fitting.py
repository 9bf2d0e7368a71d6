"""Programs that suit, gathered from the rows of their groups."""

import re
from collections.abc import Callable, Iterable, MutableMapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from sqlalchemy import Row

from services.programs.queries.searching.asking import Around, Ask
from services.programs.queries.searching.conditions import ALL_WEEK
from services.programs.queries.searching.shapes import ChildFit, Match, Near
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


def gather(fits: MutableMapping[int, Fit], rows: Iterable[Any], matches: Sequence[Match], ask: Ask) -> None:
    """Note the groups of a piece. Thousands of rows come here: no object is made that is not kept."""
    suits = _exactly(ask)
    today: Any = ask.today
    for row in rows:
        tier, edition_id, program_id, focus, level, form, is_payable = row[:7]
        offer_id, group_id, starts_on, price, weekdays, from_months, below_months, is_shut = row[-8:]
        if offer_id is None or (suits is not None and not suits(row)):
            continue
        if isinstance(starts_on, str):
            today = ask.today.isoformat() if isinstance(today, date) else today
        best = (is_shut, max(today, starts_on), group_id)
        fit = fits.get(edition_id)
        if fit is None:
            distance = None if ask.near is None else _distance(row, ask.near)
            known = (matches[tier], program_id, focus, level, form, bool(is_payable), distance, best, offer_id, price)
            fits[edition_id] = Fit(*known, from_months, below_months, 1, weekdays, not is_shut)
            continue
        if best < fit.best:
            fit.best, fit.offer_id, fit.price = best, offer_id, price
            fit.from_months, fit.below_months = from_months, below_months
        fit.groups += 1
        fit.weekdays |= weekdays
        fit.has_seats = fit.has_seats or not is_shut


def _exactly(ask: Ask) -> Callable[[Row[Any]], bool] | None:
    """What SQL has not asked: open seats, distances, names of settlements, ages on the first lesson; None: nothing."""
    near, around, child, today = ask.near, ask.around, ask.child, ask.today
    tests: list[Callable[[Row[Any]], bool]] = []
    if ask.has_seats:
        tests.append(lambda row: not row.is_shut)
    if near is not None:
        tests.append(lambda row: (km := _distance(row, near)) is not None and km <= near.radius_km)
    if around is not None:
        tests.append(lambda row: _is_around(row, around))
    if child is not None:
        tests.append(lambda row: _is_of_age(row, child, today))
    return (lambda row: all(test(row) for test in tests)) if tests else None


def _distance(row: Row[Any], near: Near) -> float | None:
    if row.latitude is None or row.longitude is None:
        return None
    return distance_km(Place("", near.latitude, near.longitude), row.latitude, row.longitude)


def _is_around(row: Row[Any], around: Around) -> bool:
    distance = _distance(row, around.near)
    if distance is not None and distance <= around.near.radius_km:
        return True
    return re.search(rf"(?<!\w){re.escape(around.name)}(?!\w)", row.address) is not None


def _is_of_age(row: Row[Any], child: ChildFit, today: date) -> bool:
    """Whether the child is of the group's age on its first lesson from today on."""
    day = max(date.fromisoformat(str(row.starts_on)), today)
    week = row.weekdays or ALL_WEEK
    while not week >> day.weekday() & 1:
        day += timedelta(days=1)
    return bool(row.from_months <= months_on(child.birth_date, day) < row.below_months)
