"""Pure rules of dates and numbers."""

from dataclasses import replace
from datetime import date

import pytest

from services.certificates import rules
from services.certificates.rules.likeness import Candidate, order
from services.certificates.rules.paying import Paying, pauses
from services.families.rules import age_on
from services.programs.rules import LessonView
from services.territories.rules import MonthDay
from tests.support.views import group_view


@pytest.mark.parametrize(
    ("starts_on", "year"),
    [
        (date(2026, 9, 1), 2026),
        (date(2026, 12, 31), 2026),
        (date(2027, 1, 11), 2026),
        (date(2027, 6, 1), 2026),
        (date(2027, 8, 31), 2026),
        (date(2027, 9, 1), 2027),
    ],
)
def test_school_year(starts_on: date, year: int) -> None:
    assert rules.school_year(starts_on, MonthDay(9, 1)) == year


@pytest.mark.parametrize(
    ("born", "age", "day"),
    [
        (date(2009, 2, 10), 18, date(2027, 2, 10)),
        (date(2008, 2, 29), 18, date(2026, 3, 1)),
        (date(2008, 2, 29), 4, date(2012, 2, 29)),
    ],
)
def test_birthday_is_the_first_day_of_that_age(born: date, age: int, day: date) -> None:
    assert rules.birthday(born, age) == day
    assert age_on(born, day) == age
    assert age_on(born, date.fromordinal(day.toordinal() - 1)) == age - 1


SEPTEMBER = [date(2026, 9, day) for day in range(1, 31)]


@pytest.mark.parametrize(
    ("changes", "till", "stopped"),
    [
        ([], None, []),
        ([(5, True), (8, False)], None, [5, 6, 7]),
        ([(5, True), (5, False)], None, []),  # undone on the same day
        ([(5, True)], date(2026, 9, 7), [5, 6, 7]),
        ([(5, True), (8, False), (28, True)], date(2026, 10, 28), [5, 6, 7, 28, 29, 30]),
    ],
)
def test_days_of_a_suspension_pay_for_nothing(
    changes: list[tuple[int, bool]], till: date | None, stopped: list[int]
) -> None:
    made = pauses([(date(2026, 9, day), is_begun) for day, is_begun in changes], till)
    of_it = Paying(date(2026, 9, 1), date(2026, 9, 30), made)
    assert [day.day for day in SEPTEMBER if not of_it.pays(day)] == stopped
    assert not Paying(None, date(2026, 9, 30)).pays(date(2026, 9, 1))


def test_the_likest_place_comes_first_and_what_clashes_not_at_all() -> None:
    def place(number: int, day: int, hour: str, code: str | None = "1", km: float | None = 1.0) -> Candidate:
        lessons = (LessonView(day, hour, 60),)
        return Candidate(replace(group_view(id=number, service_code=code), lessons=lessons), km)

    old = replace(group_view(id=1, service_code="1"), lessons=(LessonView(5, "10:00", 60),))
    same, later, other_day, other_code = (
        place(2, 5, "11:00"),
        place(3, 5, "16:00"),
        place(4, 1, "10:00"),
        place(5, 5, "10:00", "2"),
    )
    near, far, unknown = place(6, 5, "11:30", km=0.5), place(7, 5, "11:00", km=9.0), place(8, 5, "11:00", km=None)
    found = [other_code, other_day, later, unknown, far, same, near]
    assert [one.group.id for one in order(old, found, [])] == [6, 2, 7, 8, 3, 4, 5]
    busy = replace(group_view(id=9), lessons=(LessonView(5, "11:00", 45),))
    assert [one.group.id for one in order(old, found, [busy])] == [3, 4, 5]
