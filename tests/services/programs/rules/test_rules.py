from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest

from services.programs.rules import LessonView, first_lesson, nominal, normal_forms, search_text

MOSCOW, KEMEROVO = ZoneInfo("Europe/Moscow"), ZoneInfo("Asia/Novokuznetsk")
SATURDAY, WEDNESDAY = LessonView(5, "10:00", 90), LessonView(2, "17:30", 45)
STARTS_ON, ENDS_ON = date(2026, 9, 1), date(2027, 5, 31)


def test_all_normal_forms_are_kept_and_yo_is_folded_after_them() -> None:
    assert normal_forms("ребенок") == normal_forms("ребёнок") == ("ребенок",)
    assert "ребенок" in normal_forms("детей")
    assert {"математик", "математика"} <= set(normal_forms("математика"))
    assert search_text("Ёлка и дети").startswith(" елка ")


@pytest.mark.parametrize(
    ("not_before", "expected"),
    [
        (date(2026, 8, 1), datetime(2026, 9, 2, 17, 30, tzinfo=MOSCOW)),
        (date(2026, 9, 3), datetime(2026, 9, 5, 10, 0, tzinfo=MOSCOW)),
        (date(2026, 9, 5), datetime(2026, 9, 5, 10, 0, tzinfo=MOSCOW)),
        (date(2027, 5, 30), None),
        (date(2027, 6, 30), None),
    ],
)
def test_the_first_lesson_is_the_nearest_of_the_week(not_before: date, expected: datetime | None) -> None:
    found = first_lesson((SATURDAY, WEDNESDAY), STARTS_ON, ENDS_ON, not_before, MOSCOW)
    assert (found and found[0]) == expected


def test_a_lesson_stands_in_the_time_of_its_territory() -> None:
    found = first_lesson((SATURDAY,), STARTS_ON, ENDS_ON, STARTS_ON, KEMEROVO)
    assert found is not None
    begin, end = found
    assert begin.astimezone(UTC) == datetime(2026, 9, 5, 3, 0, tzinfo=UTC)
    assert (end - begin).total_seconds() == 90 * 60
    assert first_lesson((), STARTS_ON, ENDS_ON, STARTS_ON, KEMEROVO) is None


def test_money_and_hours() -> None:
    assert nominal(72, 15_050) == 1_083_600
    assert LessonView(0, "09:45", 90).ends_at == "11:15"
