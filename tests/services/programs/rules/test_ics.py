"""A course as a calendar file, read back as a calendar would."""

from datetime import UTC, date, datetime, timedelta
from itertools import pairwise
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from dateutil.rrule import rrulestr
from icalendar import Calendar

from services.programs.rules import LessonView
from services.programs.rules.ics import Course, calendar_file

ZONE = ZoneInfo("Asia/Novokuznetsk")
NOW = datetime(2026, 9, 1, 3, tzinfo=UTC)
WEEK = (LessonView(1, "17:30", 45), LessonView(5, "10:00", 90))


def _course(**changes: Any) -> Course:
    facts: dict[str, Any] = {
        "key": "g7",
        "title": "Шахматы; «Ладья», <b>\nBEGIN:VEVENT\x00",
        "place": "ул. Мира, 1",
        "about": "https://t.me/kruzhok_bot?start=p_3_ics",
        "lessons": WEEK,
        "first": date(2026, 9, 1),
        "last": date(2027, 5, 31),
    }
    return Course(**(facts | changes))


def _events(course: Course, off: tuple[date, ...] = (), zone: ZoneInfo = ZONE) -> list[Any]:
    read: Any = Calendar.from_ical(calendar_file(course, zone=zone, off=off, now=NOW))
    return list(read.walk("VEVENT"))


def _days(event: Any) -> list[date]:
    """The days on which a calendar draws the event."""
    start = event["DTSTART"].dt
    moments = set(rrulestr(event["RRULE"].to_ical().decode(), dtstart=start))
    if "EXDATE" in event:
        moments -= {one.dt for one in event["EXDATE"].dts}
    return sorted(moment.date() for moment in moments)


def test_each_lesson_of_the_week_is_a_weekly_event() -> None:
    tuesday, saturday = _events(_course())
    assert tuesday["DTSTART"].dt == datetime(2026, 9, 1, 17, 30, tzinfo=ZONE)
    assert tuesday["DTEND"].dt - tuesday["DTSTART"].dt == timedelta(minutes=45)
    assert str(saturday["DTSTART"].params["TZID"]) == "Asia/Novokuznetsk"
    days = _days(saturday)
    assert (days[0], days[-1]) == (date(2026, 9, 5), date(2027, 5, 29))
    assert {later - earlier for earlier, later in pairwise(days)} == {timedelta(days=7)}
    assert saturday["SUMMARY"] == "Шахматы; «Ладья», <b> BEGIN:VEVENT"
    assert str(saturday["LOCATION"]) == "ул. Мира, 1"


def test_days_of_rest_are_left_out() -> None:
    off = (date(2026, 9, 1), date(2026, 9, 15), date(2027, 5, 29), date(2027, 1, 1))
    tuesday, saturday = (_days(event) for event in _events(_course(), off))
    assert tuesday[:2] == [date(2026, 9, 8), date(2026, 9, 22)]
    assert saturday[-1] == date(2027, 5, 22)
    assert not set(off) & {*tuesday, *saturday}


def test_a_summer_time_keeps_the_hour() -> None:
    """No zone of Russia has one now; the rule must hold anyway."""
    berlin = ZoneInfo("Europe/Berlin")
    (event,) = _events(_course(lessons=WEEK[:1]), zone=berlin)
    moments = rrulestr(event["RRULE"].to_ical().decode(), dtstart=event["DTSTART"].dt)
    assert {moment.hour for moment in moments} == {17}


@pytest.mark.parametrize(
    "changes", [{"lessons": ()}, {"first": date(2026, 9, 2), "last": date(2026, 9, 4)}], ids=["no week", "no day"]
)
def test_a_course_without_lessons_has_no_events(changes: dict[str, Any]) -> None:
    assert _events(_course(**changes)) == []


def test_one_lesson_alone() -> None:
    (event,) = _events(_course(first=date(2026, 9, 5), last=date(2026, 9, 5)))
    assert _days(event) == [date(2026, 9, 5)]


def test_a_second_file_has_the_same_events() -> None:
    assert [event["UID"] for event in _events(_course())] == [event["UID"] for event in _events(_course(title="Иначе"))]
