"""Why a group takes nobody: the first bar that holds, and the days on which it changes."""

from datetime import date, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from services.families.rules import age_on
from services.programs.models import ProgramStatus, Unpaid
from services.programs.queries import GroupView
from services.programs.rules.openness import Bar, Closed, months_on, why_closed
from tests.support.views import SATURDAY, group_view

TODAY = date(2026, 9, 7)
ZONE = ZoneInfo("Europe/Moscow")
DAY = timedelta(days=1)


def _why(today: date = TODAY, **changes: Any) -> Closed | None:
    view: GroupView = group_view(**changes)
    return why_closed(view, today, ZONE)


@pytest.mark.parametrize(
    ("changes", "closed"),
    [
        ({}, None),
        ({"status": ProgramStatus.HIDDEN}, Closed(Bar.HIDDEN)),
        ({"ends_on": date(2026, 9, 6)}, Closed(Bar.OVER, date(2026, 9, 6))),
        ({"ends_on": date(2026, 9, 11)}, Closed(Bar.OVER, date(2026, 9, 11))),
        ({"closed_on": date(2026, 9, 3)}, Closed(Bar.CLOSED, date(2026, 9, 3))),
        ({"is_dated": False}, Closed(Bar.NO_TIMETABLE)),
        ({"lessons": ()}, Closed(Bar.NO_TIMETABLE)),
        ({"opens_on": TODAY + DAY}, Closed(Bar.NOT_YET, TODAY + DAY)),
        ({"opens_on": TODAY}, None),
        ({"closes_on": TODAY}, None),
        ({"closes_on": TODAY - DAY}, Closed(Bar.LATE, TODAY - DAY)),
        ({"is_payable": False}, Closed(Bar.UNPAID)),
        (
            {"is_payable": False, "unpaid_why": Unpaid.EXCLUDED, "unpaid_item": "п. 2"},
            Closed(Bar.UNPAID, unpaid=Unpaid.EXCLUDED, item="п. 2"),
        ),
        ({"taken": 12}, Closed(Bar.FULL)),
        ({"taken": 12, "capacity": 9}, Closed(Bar.FULL)),
    ],
)
def test_each_bar(changes: dict[str, Any], closed: Closed | None) -> None:
    assert _why(**changes) == closed


def test_of_several_bars_the_one_that_no_waiting_helps_against_comes_first() -> None:
    everything: dict[str, Any] = {
        "status": ProgramStatus.HIDDEN,
        "ends_on": TODAY - DAY,
        "closed_on": TODAY,
        "is_dated": False,
        "opens_on": TODAY + DAY,
        "closes_on": TODAY - DAY,
        "is_payable": False,
        "taken": 12,
    }
    met = []
    for name in list(everything):
        closed = _why(**everything)
        assert closed is not None
        met.append(closed.why)
        del everything[name]
    assert met == list(Bar)
    assert _why() is None


def test_a_lesson_of_today_still_counts() -> None:
    assert _why(today=date(2026, 9, 12), ends_on=date(2026, 9, 12), lessons=(SATURDAY,)) is None


@pytest.mark.parametrize(
    ("born", "day", "months"),
    [
        (date(2018, 5, 14), date(2026, 9, 7), 99),
        (date(2018, 5, 14), date(2026, 9, 14), 100),
        (date(2020, 2, 29), date(2026, 2, 28), 71),
        (date(2020, 2, 29), date(2026, 3, 1), 72),
        (date(2020, 8, 31), date(2021, 2, 28), 5),
        (date(2020, 8, 31), date(2021, 3, 1), 6),
        (date(2020, 8, 31), date(2020, 8, 31), 0),
    ],
)
def test_months_of_age(born: date, day: date, months: int) -> None:
    assert months_on(born, day) == months


def test_full_years_are_the_same_by_months_and_by_birthdays() -> None:
    for born in (date(2020, 2, 29), date(2019, 12, 31), date(2018, 1, 1), date(2018, 5, 31)):
        for number in range(365 * 5):
            day = born + DAY * number
            assert months_on(born, day) // 12 == age_on(born, day)
