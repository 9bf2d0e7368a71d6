"""Pure rules of dates and numbers."""

from datetime import date

import pytest

from services.certificates import rules
from services.families.rules import age_on
from services.territories.rules import MonthDay


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
