"""Pure rules of the turn of the year. A school year is called by the calendar year in which it starts."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum

from services.programs.queries import GroupView
from services.programs.rules.openness import MONTHS, months_on
from services.territories.rules import MonthDay
from services.turns.errors import ClockBack, NotTheNextYear, TooLateToTurn

_DAY = timedelta(days=1)


class Stage(StrEnum):
    """asked (where two persons are needed) → running → offered → opened; or undone, until it is opened."""

    ASKED = "asked"
    RUNNING = "running"
    OFFERED = "offered"
    OPENED = "opened"
    UNDONE = "undone"


class Outcome(StrEnum):
    """What the new year has for a child who went to a group of the old one."""

    OFFERED = "offered"
    OUTGROWN = "outgrown"
    UNSUITABLE = "unsuitable"
    """The category of the child is not that of the program's service any more."""
    NO_GROUP = "no_group"
    NO_SEAT = "no_seat"
    FILED = "filed"
    """The family has a live application to the program for the new year already."""


class Answer(StrEnum):
    """What became of an offer; None while it waits."""

    YES = "yes"
    NO = "no"
    SILENT = "silent"
    UNDONE = "undone"


def next_year(today: date, start: MonthDay) -> int:
    """The school year that begins next, seen from ``today``."""
    return today.year + (today >= start.on(today.year))


def check_year(year: int, today: date, start: MonthDay) -> None:
    """Raise NotTheNextYear unless ``year`` is the school year that begins next, seen from ``today``."""
    following = next_year(today, start)
    if year != following:
        raise NotTheNextYear(year, following)


def check_clock(now: datetime, *moments: datetime | None) -> None:
    """Raise ClockBack when something was done after ``now``: no term may be counted from such a clock."""
    latest = max((one for one in moments if one is not None), default=now)
    if now < latest:
        raise ClockBack(latest)


def reply_by(today: date, days: int, year: int, start: MonthDay) -> date:
    """The last day for an answer, that day included: before the school year begins. Raises TooLateToTurn."""
    last = start.on(year) - _DAY
    if today >= last:
        raise TooLateToTurn(last)
    return min(today + timedelta(days=days), last)


def heir(old: GroupView, groups: Sequence[GroupView]) -> GroupView | None:
    """The group in which the same lessons go on: the same one dated anew, else of its name, else of its days.

    ``groups`` are those of the same program in the new year.
    """
    days = {(lesson.weekday, lesson.starts_at) for lesson in old.lessons}

    def nearness(one: GroupView) -> tuple[bool, bool, int, int, int]:
        shared = len(days & {(lesson.weekday, lesson.starts_at) for lesson in one.lessons})
        return one.id == old.id, one.group_title == old.group_title, shared, one.free, -one.id

    return max(groups, key=nearness, default=None)


def suits_age(birth_date: date, day: date, group: GroupView, ages: tuple[int, int]) -> bool:
    """Whether the child's age on the new first day is the group's and the territory's (full years, the second not)."""
    months = months_on(birth_date, day)
    first, below = max(group.from_months, MONTHS * ages[0]), min(group.below_months, MONTHS * ages[1])
    return first <= months < below


def unused_step(today: date, first: int, last: int) -> int | None:
    """The reminder of unused money that is due: 1 from ``first`` days before the year ends, 2 from ``last``."""
    left = (date(today.year, 12, 31) - today).days
    if left <= last:
        return 2
    return 1 if left <= first else None


@dataclass(frozen=True, slots=True)
class Figures:
    """What a turn does or would do, by outcome and answer."""

    children: int = 0
    offered: int = 0
    outgrown: int = 0
    unsuitable: int = 0
    no_group: int = 0
    no_seat: int = 0
    filed: int = 0
    yes: int = 0
    no: int = 0
    silent: int = 0
    waiting: int = 0
