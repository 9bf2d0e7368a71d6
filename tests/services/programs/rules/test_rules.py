from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest

from services.programs.rules import (
    MOST_WORDS,
    LessonView,
    Understood,
    first_lesson,
    less,
    nominal,
    normal_forms,
    search_text,
    understand,
)

MOSCOW, KEMEROVO = ZoneInfo("Europe/Moscow"), ZoneInfo("Asia/Novokuznetsk")
SATURDAY, WEDNESDAY = LessonView(5, "10:00", 90), LessonView(2, "17:30", 45)
STARTS_ON, ENDS_ON = date(2026, 9, 1), date(2027, 5, 31)


@pytest.mark.parametrize(
    ("text", "words", "age", "days"),
    [
        ("робототехника для 8 лет по субботам", ("робототехника",), 8, (5,)),
        ("Robotics for 8 years on Saturday", ("robotics",), 8, (5,)),
        ("8-year-old, chess", ("chess",), 8, ()),
        ("8", (), 8, ()),
        ("для 8", (), 8, ()),
        ("8лет", (), 8, ()),
        ("шахматы 7–9 лет", ("шахматы",), 7, ()),
        ("от 7 до 9 лет", (), 7, ()),
        ("восемь лет", (), 8, ()),
        ("восьмилетнему сыну", (), 8, ()),
        ("семнадцатилетней", (), 17, ()),
        ("для 5 класса", ("5",), None, ()),
        ("100 лет", ("100",), None, ()),
        ("12345", ("12345",), None, ()),
        ("суббота", (), None, (5,)),
        ("сб, вс", (), None, (5, 6)),
        ("в выходные", (), None, (5, 6)),
        ("по будням", (), None, (0, 1, 2, 3, 4)),
        ("в среду", (), None, (2,)),
        ("окружающая среда", ("окружающая", "среда"), None, ()),
        ("хочу найти кружок для ребёнка", (), None, ()),
        ("3D-моделирование", ("3d", "моделирование"), None, ()),
        ("%_'; DROP TABLE programs;--", ("drop", "table", "programs"), None, ()),
    ],
)
def test_a_typed_text_is_understood(text: str, words: tuple[str, ...], age: int | None, days: tuple[int, ...]) -> None:
    assert understand(text) == Understood(words, age, days)


def test_free_of_charge_is_a_filter() -> None:
    assert understand("бесплатное рисование") == Understood(("рисование",), is_free=True)
    assert understand("по сертификату") == Understood(is_free=True)


@pytest.mark.parametrize("text", ["", "  ", "😀🎨", "%_%", "—…!"])
def test_a_text_without_words_says_nothing(text: str) -> None:
    assert understand(text) is None


def test_a_very_long_text_is_read_in_part() -> None:
    read = understand("робот шахматы танцы " * 250)
    assert read is not None
    assert read.words == ("робот", "шахматы", "танцы")
    assert len(understand(" ".join(f"слово{'а' * n}" for n in range(40))).words) == MOST_WORDS  # type: ignore[union-attr]


@pytest.mark.parametrize("age", [None, *range(3, 19)])
@pytest.mark.parametrize("days", [(), (5,), (0, 1, 2, 3, 4, 5, 6)])
@pytest.mark.parametrize("is_free", [True, False])
@pytest.mark.parametrize("words", [(), ("шахматы",), ("лыжи", "3d")])
def test_wishes_typed_anew_are_read_back(
    age: int | None, days: tuple[int, ...], is_free: bool, words: tuple[str, ...]
) -> None:
    wish = Understood(words, age, days, is_free)
    assert understand(wish.text) == (None if wish == Understood() else wish)


def test_a_wish_loses_one_part_at_a_time() -> None:
    wish = Understood(("лыжи",), 8, (5,), is_free=True)
    assert less(wish, "words").text == "8 лет суббота бесплатно"
    assert less(wish, "age").text == "лыжи суббота бесплатно"
    assert less(wish, "days").text == "8 лет лыжи бесплатно"
    assert less(wish, "free").text == "8 лет лыжи суббота"
    assert less(wish, "?") == wish


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
