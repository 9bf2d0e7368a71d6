"""Two courses of one child at the same hour."""

from datetime import date

import pytest

from services.programs.rules import LessonView
from services.programs.rules.clashes import clash
from tests.support.views import group_view

SATURDAY = LessonView(5, "10:00", 90)


def _clash(one: LessonView, two: LessonView, **other: object) -> bool:
    return clash(group_view(lessons=(one,)), group_view(lessons=(two,), **other)) is not None


@pytest.mark.parametrize(
    ("other", "overlaps"),
    [
        (SATURDAY, True),
        (LessonView(5, "11:29", 45), True),
        (LessonView(5, "11:30", 45), False),
        (LessonView(5, "09:00", 60), False),
        (LessonView(5, "09:00", 61), True),
        (LessonView(5, "08:00", 600), True),
        (LessonView(4, "10:00", 90), False),
    ],
)
def test_hours(other: LessonView, overlaps: bool) -> None:
    assert _clash(SATURDAY, other) is overlaps
    assert _clash(other, SATURDAY) is overlaps


@pytest.mark.parametrize(
    ("starts_on", "ends_on", "overlaps"),
    [
        (date(2027, 6, 1), date(2027, 8, 31), False),
        (date(2027, 5, 30), date(2027, 8, 31), False),
        (date(2027, 5, 29), date(2027, 8, 31), True),
        (date(2026, 6, 1), date(2026, 9, 4), False),
        (date(2026, 6, 1), date(2026, 9, 5), True),
    ],
    ids=["after", "from a Sunday to a Monday", "one Saturday", "before", "one Saturday before"],
)
def test_days(starts_on: date, ends_on: date, overlaps: bool) -> None:
    assert _clash(SATURDAY, SATURDAY, starts_on=starts_on, ends_on=ends_on) is overlaps


def test_the_lessons_that_meet_are_told() -> None:
    early, late = LessonView(1, "16:00", 45), LessonView(1, "17:00", 45)
    met = clash(group_view(lessons=(SATURDAY, late)), group_view(lessons=(early, LessonView(1, "17:30", 45))))
    assert met == (late, LessonView(1, "17:30", 45))
    assert clash(group_view(lessons=()), group_view()) is None
