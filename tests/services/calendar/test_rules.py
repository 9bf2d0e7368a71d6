"""Terms in working days: years whose transfers are published, and years beyond them."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.calendar import rules

NOTHING: dict[date, bool] = {}


@pytest.mark.parametrize(
    ("day", "works"),
    [
        (date(2024, 4, 27), True),  # a Saturday that the Government made a working day
        (date(2024, 4, 29), False),  # the Monday that was given for it
        (date(2024, 12, 31), False),
        (date(2024, 11, 4), False),
        (date(2025, 11, 1), True),
        (date(2026, 3, 9), False),
        (date(2026, 9, 3), True),
        (date(2026, 9, 5), False),
    ],
)
def test_official_transfers(day: date, works: bool) -> None:
    assert rules.is_working(day, NOTHING) is works


@pytest.mark.parametrize(
    ("start", "days", "last"),
    [
        (date(2026, 9, 3), 7, date(2026, 9, 14)),
        (date(2026, 9, 4), 1, date(2026, 9, 7)),
        (date(2026, 9, 5), 1, date(2026, 9, 7)),
        (date(2025, 12, 30), 1, date(2026, 1, 12)),
        (date(2026, 9, 3), 0, date(2026, 9, 3)),
    ],
)
def test_a_term_begins_on_the_next_working_day(start: date, days: int, last: date) -> None:
    assert rules.add(start, days, NOTHING) == last


def test_a_negative_term_is_a_defect() -> None:
    with pytest.raises(ValueError, match="-1"):
        rules.add(date(2026, 9, 3), -1, NOTHING)


def test_an_override_has_the_last_word() -> None:
    moved = {date(2026, 9, 4): False, date(2026, 9, 5): True}
    assert rules.add(date(2026, 9, 3), 1, moved) == date(2026, 9, 5)


@pytest.mark.parametrize("year", [1950, 2100, 2101, 2400])
def test_years_without_published_data_have_weekends_and_fixed_holidays(year: int) -> None:
    off = rules.days_off(year)
    assert {date(year, 1, 1), date(year, 1, 8), date(year, 6, 12), date(year, 11, 4)} <= off
    assert all(day in off for day in _year(year) if day.weekday() >= 5)
    assert len(off) < 130


def test_a_holiday_on_a_weekend_moves_to_the_next_working_day_where_no_act_says_more() -> None:
    year = next(year for year in range(2150, 2200) if date(year, 6, 12).weekday() == 5)
    assert date(year, 6, 14) in rules.days_off(year)


@given(st.dates(date(1990, 1, 1), date(2110, 1, 1)), st.integers(0, 60))
def test_what_was_added_is_left(start: date, days: int) -> None:
    due = rules.add(start, days, NOTHING)
    assert rules.left(start, due, NOTHING) == days
    assert days == 0 or rules.is_working(due, NOTHING)


def test_nothing_is_left_after_the_term() -> None:
    assert rules.left(date(2026, 9, 15), date(2026, 9, 14), NOTHING) == 0


def _year(year: int) -> list[date]:
    return [date(year, 1, 1) + timedelta(days=number) for number in range(365)]


def test_holidays_are_no_plain_weekends() -> None:
    found = rules.holidays(date(2025, 12, 27), date(2026, 3, 10), NOTHING)
    assert [day for day in found if day.month == 1] == [date(2026, 1, day) for day in range(1, 10)]
    assert [day for day in found if day.month in {2, 3}] == [date(2026, 2, 23), date(2026, 3, 8), date(2026, 3, 9)]
    assert date(2025, 12, 27) not in found


def test_the_desks_overrides_of_holidays_have_the_last_word() -> None:
    moved = {date(2026, 3, 9): True, date(2026, 3, 14): False}
    assert rules.holidays(date(2026, 3, 9), date(2026, 3, 15), moved) == [date(2026, 3, 14)]
