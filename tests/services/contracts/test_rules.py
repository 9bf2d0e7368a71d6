from dataclasses import replace
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest

from services.contracts import rules
from services.contracts.models import ContractStatus
from services.contracts.rules import Facts, Side
from services.programs.rules import LessonView

FACTS = Facts(
    number=12,
    made_on=date(2026, 9, 7),
    zone="Europe/Moscow",
    territory_ru="Ливны",
    territory_en="Livny",
    level="municipal",
    authority="администрация города Ливны",
    act_type="постановление",
    act_number="66",
    act_date=date(2023, 7, 20),
    is_project=False,
    provider="Дом творчества «Высота»",
    inn="0000000001",
    licence="Л035-00000-99/00000001",
    provider_address="ул. Садовая, 1",
    parent="Тестова Вера Павловна",
    phone="+79001234567",
    child="Тестов Лев Ильич",
    birth=date(2017, 5, 4),
    program="Робототехника",
    focus="tech",
    form="full_time",
    group="Группа 1",
    hours=72,
    starts_on=date(2026, 9, 1),
    ends_on=date(2027, 5, 31),
    lessons=((5, "10:00", 90), (2, "17:30", 45)),
    place="ул. Садовая, 2",
    certificate="2026-000001",
    service_code=None,
    cost=1_080_050,
    sign_by=date(2026, 9, 11),
    order="provider_first",
)


def test_facts_survive_the_database() -> None:
    assert rules.load(rules.dump(FACTS)) == FACTS
    draft = replace(FACTS, act_date=None, act_number=None, is_project=True, authority=None)
    assert rules.load(rules.dump(draft)) == draft
    assert "Тестов" not in repr(FACTS)


@pytest.mark.parametrize(
    "piece",
    [
        "ДОГОВОР № 12",
        "постановление от 20.07.2023 № 66",
        "ИНН 0000000001, лицензия на образовательную деятельность: Л035-00000-99/00000001",
        "Тестова Вера Павловна, действует",
        "Тестов Лев Ильич, дата рождения 04.05.2017",
        "Направленность программы: техническая. Форма обучения: очная.",
        "с 01.09.2026 по 31.05.2027 включительно",
        "суббота в 10:00, 90 мин; среда в 17:30, 45 мин",
        "социальному сертификату № 2026-000001 на получение муниципальной услуги",
        "Код услуги: актом территории не установлен",
        "Объём услуги (человеко-часов): 72.",
        "Стоимость услуги за счёт бюджета: 10 800,50 ₽.",
        "Стоимость для родителя: 0 ₽",
        "жалобу в уполномоченный орган: администрация города Ливны",
        "Последний день для подписи родителя: 11.09.2026",
        "не содержит согласий на обработку персональных данных",
        "не является электронной подписью",
        "11.2. Родитель (законный представитель): Тестова Вера Павловна; телефон: +79001234567.",
    ],
)
def test_the_text_says_what_a_contract_must(piece: str) -> None:
    assert piece in rules.text_of(FACTS)


def test_level_and_draft_choose_the_words() -> None:
    text = rules.text_of(replace(FACTS, level="state", is_project=True, act_number=None, act_date=None))
    assert "проект акта (постановление)" in text
    assert "получение государственной услуги" in text
    assert "муниципальной услуги" not in text


def test_translation_is_whole() -> None:
    text = rules.text_of(FACTS, "en")
    assert "The Russian text is the contract." in text
    assert "Saturday at 10:00, 90 min" in text
    assert "{" not in text


@pytest.mark.parametrize("locale", ["ru", "en"])
def test_summary_is_ten_lines_without_names(locale: str) -> None:
    lines = rules.summary_of(FACTS, locale).splitlines()
    assert [line.split(".")[0] for line in lines] == [str(number) for number in range(1, 11)]
    assert "Тестов" not in "".join(lines)


@pytest.mark.parametrize("locale", ["ru", "en"])
def test_summary_fits_a_screen_whatever_the_names(locale: str) -> None:
    long = replace(
        FACTS,
        provider="П" * 300,
        program="Р" * 200,
        group="Г" * 100,
        place="М" * 300,
        authority="У" * 300,
        lessons=tuple((day, "10:00", 120) for day in range(7)),
        cost=99_999_999_99,
    )
    assert len(rules.summary_of(long, locale)) <= 820


@pytest.mark.parametrize(
    ("status", "first", "expected"),
    [
        (ContractStatus.DRAFT, Side.PROVIDER, Side.PROVIDER),
        (ContractStatus.OFFERED, Side.PROVIDER, Side.PARENT),
        (ContractStatus.DRAFT, Side.PARENT, Side.PARENT),
        (ContractStatus.OFFERED, Side.PARENT, Side.PROVIDER),
        (ContractStatus.IN_FORCE, Side.PARENT, None),
        (ContractStatus.LAPSED, Side.PROVIDER, None),
    ],
)
def test_turn(status: ContractStatus, first: Side, expected: Side | None) -> None:
    assert rules.turn(status, first) is expected


ZONE = ZoneInfo("Europe/Moscow")
LESSONS = (LessonView(5, "10:00", 90), LessonView(2, "17:30", 45))


@pytest.mark.parametrize(
    ("now", "expected"),
    [
        (datetime(2026, 8, 20, 6, tzinfo=UTC), datetime(2026, 9, 2, 17, 30, tzinfo=ZONE)),
        (datetime(2026, 9, 9, 14, 29, tzinfo=UTC), datetime(2026, 9, 9, 17, 30, tzinfo=ZONE)),
        (datetime(2026, 9, 9, 14, 30, tzinfo=UTC), datetime(2026, 9, 12, 10, 0, tzinfo=ZONE)),
        (datetime(2026, 9, 12, 20, 59, tzinfo=UTC), datetime(2026, 9, 16, 17, 30, tzinfo=ZONE)),
        (datetime(2027, 5, 30, 6, tzinfo=UTC), None),
    ],
    ids=["before the course", "a minute before", "just begun", "late in the evening", "after the last"],
)
def test_next_lesson_is_one_that_has_not_begun(now: datetime, expected: datetime | None) -> None:
    found = rules.next_lesson(LESSONS, date(2026, 9, 1), date(2027, 5, 31), now, ZONE)
    assert (found[0] if found else None) == expected


def test_two_lessons_of_a_day_one_of_them_over() -> None:
    twice = (LessonView(5, "10:00", 45), LessonView(5, "12:00", 45))
    now = datetime(2026, 9, 12, 8, 0, tzinfo=UTC)
    found = rules.next_lesson(twice, date(2026, 9, 1), date(2027, 5, 31), now, ZONE)
    assert found is not None
    assert found[0] == datetime(2026, 9, 12, 12, 0, tzinfo=ZONE)
