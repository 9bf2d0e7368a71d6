"""Figures of a group: its price, its first lesson."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, tzinfo

WEEK = 7


@dataclass(frozen=True, slots=True)
class LessonView:
    """A weekly lesson: ``weekday`` counts from Monday as 0, ``starts_at`` is local ``HH:MM``."""

    weekday: int
    starts_at: str
    minutes: int

    @property
    def ends_at(self) -> str:
        """Local ``HH:MM`` of the end."""
        begin = datetime.combine(date.min, time.fromisoformat(self.starts_at))
        return (begin + timedelta(minutes=self.minutes)).strftime("%H:%M")


def nominal(hours: int, hour_price: int) -> int:
    """The cost of a whole course in kopecks: academic hours by the normative cost of a person-hour in kopecks."""
    return hours * hour_price


def first_lesson(
    lessons: Iterable[LessonView],
    starts_on: date,
    ends_on: date,
    not_before: date,
    zone: tzinfo,
) -> tuple[datetime, datetime] | None:
    """Start and end (aware, in ``zone``) of the first lesson on ``not_before`` or later.

    None if the group's course is over by then or has no lessons.
    """
    first = max(starts_on, not_before)
    starts = [
        (day, time.fromisoformat(lesson.starts_at), lesson.minutes)
        for lesson in lessons
        if (day := first + timedelta(days=(lesson.weekday - first.weekday()) % WEEK)) <= ends_on
    ]
    if not starts:
        return None
    day, hour, minutes = min(starts)
    begin = datetime.combine(day, hour, tzinfo=zone)
    end = (begin.astimezone(UTC) + timedelta(minutes=minutes)).astimezone(zone)
    return begin, end


def lesson_days(lessons: Iterable[LessonView], first: date, last: date, off: Collection[date]) -> list[date]:
    """The days of a course between two, both included, in order; a day of two lessons stands twice, none is ``off``."""
    days = [
        day
        for lesson in lessons
        for number in range((lesson.weekday - first.weekday()) % WEEK, (last - first).days + 1, WEEK)
        if (day := first + timedelta(days=number)) not in off
    ]
    return sorted(days)


@dataclass(frozen=True, slots=True)
class Week:
    """A group's week in three figures: mask of weekdays (Monday is 1), earliest begin and latest end in minutes."""

    weekdays: int
    begins: int
    ends: int


def week_of(lessons: Iterable[LessonView]) -> Week:
    """Sum up a week; a group without lessons has none of the days."""
    known = [(lesson.weekday, _minutes(lesson.starts_at), lesson.minutes) for lesson in lessons]
    mask = 0
    for weekday, _begin, _length in known:
        mask |= 1 << weekday
    begins = min((begin for _day, begin, _length in known), default=0)
    return Week(mask, begins, max((begin + length for _day, begin, length in known), default=0))


def _minutes(hour: str) -> int:
    return int(hour[:2]) * 60 + int(hour[3:5])
