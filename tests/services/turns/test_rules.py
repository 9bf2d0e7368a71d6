"""The turn of the year without a database: which year, by when, which group, which age, which reminder."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from services.calendar.rules import is_arranged
from services.programs.rules import LessonView
from services.territories.rules import MonthDay
from services.turns import rules
from services.turns.errors import ClockBack, NotTheNextYear, TooLateToTurn
from tests.support.views import group_view

START = MonthDay(9, 1)
AGES = (5, 18)


@pytest.mark.parametrize("year", [2025, 2026, 2028, 1900])
def test_only_the_next_school_year_is_turned_to(year: int) -> None:
    rules.check_year(2027, date(2027, 8, 31), START)
    rules.check_year(2027, date(2026, 9, 1), START)
    with pytest.raises(NotTheNextYear) as wrong:
        rules.check_year(year, date(2027, 4, 1), START)
    assert wrong.value.following == 2027


def test_answers_end_before_the_year_begins() -> None:
    assert rules.reply_by(date(2027, 4, 1), 14, 2027, START) == date(2027, 4, 15)
    assert rules.reply_by(date(2027, 8, 25), 14, 2027, START) == date(2027, 8, 31)
    with pytest.raises(TooLateToTurn):
        rules.reply_by(date(2027, 8, 31), 14, 2027, START)


def test_a_clock_set_back_counts_nothing() -> None:
    now = datetime(2027, 4, 1, tzinfo=UTC)
    rules.check_clock(now, now, None)
    with pytest.raises(ClockBack):
        rules.check_clock(now, None, now + timedelta(seconds=1))


def test_the_lessons_go_on_in_the_nearest_group() -> None:
    old = group_view(id=1, group_title="А", lessons=(LessonView(5, "10:00", 45),))
    same, named = replace(old, lessons=()), replace(old, id=2, lessons=())
    by_days = replace(old, id=3, group_title="Б")
    other = replace(old, id=4, group_title="В", lessons=())
    for nearest, others in ((same, [named, by_days, other]), (named, [by_days, other]), (by_days, [other])):
        assert rules.heir(old, [*others, nearest]) is nearest
    assert rules.heir(old, []) is None


@pytest.mark.parametrize(
    ("born", "suits"),
    [
        (date(2016, 9, 5), True),  # eleven tomorrow
        (date(2016, 9, 4), False),  # eleven on the very first day
        (date(2020, 9, 4), True),
        (date(2020, 9, 5), False),
        (date(2009, 9, 4), False),
    ],
)
def test_the_age_is_that_of_the_new_first_day(born: date, *, suits: bool) -> None:
    group = replace(group_view(), from_months=7 * 12, below_months=11 * 12)
    assert rules.suits_age(born, date(2027, 9, 4), group, AGES) is suits


def test_reminders_of_unused_money() -> None:
    days = {day: rules.unused_step(date(2026, 12, 31) - timedelta(days=day), 30, 7) for day in (31, 30, 8, 7, 0)}
    assert days == {31: None, 30: 1, 8: 1, 7: 2, 0: 2}


def test_a_year_that_no_act_has_arranged_is_said_so() -> None:
    assert is_arranged(2026)
    assert not is_arranged(2091)
