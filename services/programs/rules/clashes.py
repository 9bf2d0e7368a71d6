"""Whether two courses of one child meet at the same hour."""

from collections.abc import Iterable
from datetime import date, time, timedelta
from typing import Protocol

from services.programs.rules.lessons import WEEK, LessonView

HOUR = 60


class Course(Protocol):
    """What the rule must know of a group: a ``GroupView`` has it all."""

    @property
    def lessons(self) -> tuple[LessonView, ...]: ...
    @property
    def starts_on(self) -> date: ...
    @property
    def ends_on(self) -> date: ...


def clash(wanted: Course, other: Course) -> tuple[LessonView, LessonView] | None:
    """The first lessons of two courses that overlap on a day on which both are held; None if none do.

    A lesson that begins when the other ends does not overlap it: how far the way is nobody knows.
    """
    first, last = max(wanted.starts_on, other.starts_on), min(wanted.ends_on, other.ends_on)
    for one in _held(wanted.lessons, first, last):
        for two in other.lessons:
            if one.weekday == two.weekday and _begin(one) < _end(two) and _begin(two) < _end(one):
                return one, two
    return None


def _held(lessons: Iterable[LessonView], first: date, last: date) -> Iterable[LessonView]:
    """Those whose weekday comes between two days, both included."""
    return (one for one in lessons if first + timedelta(days=(one.weekday - first.weekday()) % WEEK) <= last)


def _begin(lesson: LessonView) -> int:
    at = time.fromisoformat(lesson.starts_at)
    return at.hour * HOUR + at.minute


def _end(lesson: LessonView) -> int:
    return _begin(lesson) + lesson.minutes
