"""A course as a calendar file (RFC 5545): weekly lessons in the territory's time, without the days of rest."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from services.documents.rules import one_line
from services.programs.rules.lessons import WEEK, LessonView

if TYPE_CHECKING:
    from icalendar import Event, Timezone

MAKER = "-//Kruzhok//Calendar//RU"


@dataclass(frozen=True, slots=True)
class Course:
    """What a calendar shows of a course; nobody is named. ``key`` makes the same event of a second file."""

    key: str
    title: str
    place: str
    about: str
    lessons: tuple[LessonView, ...]
    first: date
    last: date


def calendar_file(course: Course, *, zone: ZoneInfo, off: Collection[date], now: datetime) -> bytes:
    """The file: one weekly event for each lesson of the week, from its first day to the last; ``off`` are left out.

    A lesson whose weekday does not come before the course ends has no event. ``off`` are days of the territory.
    """
    from icalendar import Calendar  # noqa: PLC0415 (takes half a second to load: only if asked)

    calendar = Calendar()
    for name, value in (("prodid", MAKER), ("version", "2.0"), ("calscale", "GREGORIAN"), ("method", "PUBLISH")):
        calendar.add(name, value)
    events = [event for one in course.lessons if (event := _event(course, one, zone=zone, off=off, now=now))]
    if events:
        calendar.add_component(_timezone(zone.key, course.first.year, course.last.year))
    for event in events:
        calendar.add_component(event)
    return bytes(calendar.to_ical())


def _event(
    course: Course, lesson: LessonView, *, zone: ZoneInfo, off: Collection[date], now: datetime
) -> "Event | None":
    from icalendar import Event  # noqa: PLC0415 (see above)

    days = [day for day in _days(course, lesson.weekday) if day not in off]
    if not days:
        return None
    at = time.fromisoformat(lesson.starts_at)
    begin = datetime.combine(days[0], at, zone)
    event = Event()
    event.add("uid", f"{course.key}-{lesson.weekday}-{lesson.starts_at.replace(':', '')}@kruzhok")
    event.add("dtstamp", now.astimezone(UTC))
    event.add("summary", one_line(course.title))
    event.add("location", one_line(course.place))
    event.add("description", course.about)
    event.add("dtstart", begin)
    event.add("dtend", begin + timedelta(minutes=lesson.minutes))
    event.add("rrule", {"freq": "weekly", "until": datetime.combine(days[-1], at, zone).astimezone(UTC)})
    rest = [datetime.combine(day, at, zone) for day in _days(course, lesson.weekday) if day in off and day > days[0]]
    if rest := [moment for moment in rest if moment.date() < days[-1]]:
        event.add("exdate", rest)
    return event


def _days(course: Course, weekday: int) -> list[date]:
    first = course.first + timedelta(days=(weekday - course.first.weekday()) % WEEK)
    return [first + timedelta(days=number) for number in range(0, (course.last - first).days + 1, WEEK)]


@lru_cache(maxsize=64)
def _timezone(key: str, first: int, last: int) -> "Timezone":
    """Takes a tenth of a second to draw up: once for each zone and years."""
    from icalendar import Timezone  # noqa: PLC0415 (see above)

    return Timezone.from_tzid(key, first_date=date(first, 1, 1), last_date=date(last + 1, 1, 1))
