"""Programs that suit, gathered from the rows of their groups."""

import re
from collections.abc import MutableMapping
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
class Best:
    """The group that a program is shown with."""

    is_shut: bool
    """Nobody can join it today."""
    begins: str
    """ISO; not before today: whoever joins later begins then."""
    group_id: int
    offer_id: int
    price: int | None
    from_months: int
    below_months: int


@dataclass(slots=True)
class Fit:
    """A program that suits, with the best of its groups that do; ``weekdays`` and ``has_seats`` of all these groups."""

    match: Match
    program_id: int
    focus: str
    level: str
    form: str
    is_payable: bool
    distance_km: float | None
    best: Best
    groups: int
    weekdays: int
    has_seats: bool


def put(fits: MutableMapping[int, Fit], row: Row[Any], match: Match, ask: Ask) -> None:
    """Note a group, if it suits in what SQL has not asked: exact distances, ages on the first lesson, open seats."""
    if row.offer_id is None or (ask.has_seats and not row.is_open):
        return
    distance = None if ask.near is None else _distance(row, ask.near)
    if ask.near is not None and (distance is None or distance > ask.near.radius_km):
        return
    if ask.around is not None and not _is_around(row, ask.around):
        return
    if ask.child is not None and not _is_of_age(row, ask.child, ask.today):
        return
    begins = max(str(row.starts_on), ask.today.isoformat())
    group = Best(not row.is_open, begins, row.group_id, row.offer_id, row.price, row.from_months, row.below_months)
    fit = fits.get(row.id)
    if fit is None:
        known = (match, row.program_id, row.focus, row.level, row.form, bool(row.is_payable), distance)
        fits[row.id] = Fit(*known, group, 1, row.weekdays, not group.is_shut)
        return
    if (group.is_shut, begins, group.group_id) < (fit.best.is_shut, fit.best.begins, fit.best.group_id):
        fit.best = group
    fit.groups += 1
    fit.weekdays |= row.weekdays
    fit.has_seats = fit.has_seats or not group.is_shut


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
