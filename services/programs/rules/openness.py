"""Whether a group takes children on a day, and why it does not: one rule for the button and for the deed."""

from dataclasses import dataclass
from datetime import date, tzinfo
from enum import StrEnum
from typing import Protocol

from services.programs.models.words import ProgramStatus, Unpaid
from services.programs.rules.lessons import LessonView, first_lesson

MONTHS = 12


class Bar(StrEnum):
    """What bars the way into a group, the first that holds (the Navigator's ``denyReason``, and what it leaves out)."""

    HIDDEN = "hidden"
    """The organiser has taken the program out of the catalogue."""
    OVER = "over"
    """No lesson is left; ``day`` is the last of the course."""
    CLOSED = "closed"
    """The organiser closed enrolment by hand on ``day``."""
    NO_TIMETABLE = "no_timetable"
    """The organiser has not named the days: the first lesson, and the child's age on it, are unknown."""
    NOT_YET = "not_yet"
    """Applications are taken from ``day`` on."""
    LATE = "late"
    """Applications were taken through ``day``."""
    UNPAID = "unpaid"
    """A certificate never pays for it: ``unpaid`` and the act's words in ``item`` say why."""
    FULL = "full"
    """Every seat is taken."""


PASSING = frozenset({Bar.FULL, Bar.CLOSED, Bar.NOT_YET, Bar.LATE})
"""What may change while the course goes on: one can ask to be told."""


class Enrolment(Protocol):
    """What the rule must know of a group: a ``GroupView`` has it all."""

    @property
    def status(self) -> ProgramStatus: ...
    @property
    def is_payable(self) -> bool: ...
    @property
    def unpaid_why(self) -> Unpaid | None: ...
    @property
    def unpaid_item(self) -> str: ...
    @property
    def is_dated(self) -> bool: ...
    @property
    def closed_on(self) -> date | None: ...
    @property
    def opens_on(self) -> date | None: ...
    @property
    def closes_on(self) -> date | None: ...
    @property
    def starts_on(self) -> date: ...
    @property
    def ends_on(self) -> date: ...
    @property
    def free(self) -> int: ...
    @property
    def lessons(self) -> tuple[LessonView, ...]: ...


@dataclass(frozen=True, slots=True)
class Closed:
    """Why nobody can apply today; ``day``, ``unpaid`` and ``item`` are told where the bar's own words say so."""

    why: Bar
    day: date | None = None
    unpaid: Unpaid | None = None
    item: str = ""


def why_closed(group: Enrolment, today: date, zone: tzinfo) -> Closed | None:
    """Why an application to the group cannot succeed today, whoever the child is; None if it can.

    ``today`` is the territory's day, ``zone`` its time. The child's age is not judged here.
    """
    return _gone(group, today, zone) or _shut(group, today) or _unaffordable(group)


def _gone(group: Enrolment, today: date, zone: tzinfo) -> Closed | None:
    """What no waiting helps against."""
    if group.status is not ProgramStatus.PUBLISHED:
        return Closed(Bar.HIDDEN)
    if group.ends_on < today:
        return Closed(Bar.OVER, group.ends_on)
    ahead = first_lesson(group.lessons, group.starts_on, group.ends_on, today, zone)
    return Closed(Bar.OVER, group.ends_on) if group.lessons and ahead is None else None


def _shut(group: Enrolment, today: date) -> Closed | None:
    """The organiser's own will."""
    if group.closed_on is not None:
        return Closed(Bar.CLOSED, group.closed_on)
    if not group.is_dated or not group.lessons:
        return Closed(Bar.NO_TIMETABLE)
    if group.opens_on is not None and today < group.opens_on:
        return Closed(Bar.NOT_YET, group.opens_on)
    if group.closes_on is not None and today > group.closes_on:
        return Closed(Bar.LATE, group.closes_on)
    return None


def _unaffordable(group: Enrolment) -> Closed | None:
    if not group.is_payable:
        return Closed(Bar.UNPAID, unpaid=group.unpaid_why, item=group.unpaid_item)
    return Closed(Bar.FULL) if group.free <= 0 else None


def can_wait(group: Enrolment, closed: Closed | None) -> bool:
    """Whether one can ask to be told when the group takes children: it may yet, and a certificate pays for it."""
    return closed is not None and closed.why in PASSING and group.is_payable


def months_on(birth_date: date, day: date) -> int:
    """Full months of age on a day: programs take children of six years and a half.

    A month is full on the day of birth; where a month lacks that day, on the first of the next.
    """
    return MONTHS * (day.year - birth_date.year) + day.month - birth_date.month - (day.day < birth_date.day)
