"""What an act, an address and a neighbour's figures say of a program. Pure."""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from services.programs.errors import FileBroken, HeadingsMissing, ImportOvertaken, RemovalsRefused, SourceSilent
from services.programs.gateway.records import Financing, GroupRecord, Head, Place, Window
from services.programs.models import Focus, StudyForm
from services.programs.rules.publishing import figures
from services.programs.rules.publishing.codes import ServiceList
from services.programs.rules.publishing.excluded import excluded_by
from services.programs.rules.publishing.geography import Gazetteer
from services.programs.rules.publishing.shelf import rules_of, shelf_of
from services.programs.rules.publishing.told import error_of, told_of
from services.territories.queries import shipped_texts
from services.territories.rules import MonthDay, Pack, parse

ARTS, MUSIC, PAINTING = "детская школа искусств", "детская музыкальная школа", "детская художественная школа"
KINDS = (ARTS, MUSIC, PAINTING)
TODAY = date(2026, 11, 22)
START = MonthDay(9, 1)


def pack(slug: str) -> Pack:
    return parse(shipped_texts()[f"{slug}.toml"], file=slug)


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("МБУ ДО «Детская школа искусств «Быстрый стриж» (учебный пример)", ARTS),
        ("МАУ ДО «ДШИ № 50»", ARTS),
        ("Детская городская школа искусств № 2", ARTS),
        ("Филиал детской школы искусств № 3", ARTS),
        ("МБУ ДО ДМШ №1", MUSIC),
        ("МБУДО «Детская музыкальная школа имени П. И. Чайковского»", MUSIC),
        ("Детская художественная школа", PAINTING),
        ("Центр детского творчества «Школа искусств»", None),
        ("Центр искусств, детская студия и школа танцев", None),
        ("Дом творчества (ул. Детской школы искусств, 5)", None),
        ("Музыкальная школа «Нота»", None),
        ("Детский музыкальный театр", None),
        ("ДШИТ", None),
        ("", None),
    ],
)
def test_an_excluded_kind_is_read_from_the_name(name: str, kind: str | None) -> None:
    assert excluded_by(name, KINDS) == kind


@pytest.mark.parametrize(
    ("slug", "focus", "form", "is_adapted", "code"),
    [
        ("kemerovo", Focus.TECH, StudyForm.FULL_TIME, False, "804200О.99.0.ББ52АЖ48000"),
        ("kemerovo", Focus.TECH, StudyForm.MIXED, False, "804200О.99.0.ББ52АЕ11000"),
        ("kemerovo", Focus.SOCIAL, StudyForm.MIXED, True, "804200О.99.0.ББ52АЖ31000"),
        ("kemerovo", Focus.ART, StudyForm.EXTRAMURAL, False, None),
        ("apanasenkovsky", Focus.ART, StudyForm.FULL_TIME, False, "804200О.99.0.ББ52АЗ44000"),
        ("apanasenkovsky", Focus.ART, StudyForm.FULL_TIME, True, "801012О.99.0.ББ57АЗ44000"),
        ("apanasenkovsky", Focus.SPORT, StudyForm.FULL_TIME, False, None),
        ("smolensk", Focus.TECH, StudyForm.MIXED, False, "804200О.99.0.ББ52АЖ76000"),
        ("smolensk", Focus.TECH, StudyForm.FULL_TIME, True, None),
        ("livny", Focus.SPORT, StudyForm.EXTRAMURAL, True, "804200О.99.0.ББ52АА01000"),
        ("seversk", Focus.SPORT, StudyForm.FULL_TIME, False, None),
    ],
)
def test_a_service_is_found_by_focus_form_and_children(
    slug: str, focus: Focus, form: StudyForm, is_adapted: bool, code: str | None
) -> None:
    services = ServiceList(pack(slug).services)
    assert services.code(focus, form, is_adapted=is_adapted) == code
    assert bool(services) == (slug != "seversk")


def test_a_service_of_an_unknown_focus_suits_nothing() -> None:
    (row,) = pack("livny").services
    assert ServiceList([replace(row, focus="космическая")]).code(Focus.TECH, StudyForm.MIXED, is_adapted=False) is None


@pytest.mark.parametrize(
    ("address", "found"),
    [
        ("Кемеровская область – Кузбасс, г. Кемерово, ул. Черновая, д. 7", (55.355, 86.087)),
        ("г. Кемерово, Кировский р‑н, ул. Рыночная", (55.408, 86.005)),
        ("пос. Лесная Поляна, пр. Весенний", (55.423, 86.21)),
        ("пр. Ленина, Кемерово", (55.355, 86.087)),
        ("ул. Пионер, 5", None),
        ("ул. Кемеровская, 5", None),
        ("", None),
    ],
)
def test_an_address_is_where_its_settlement_is(address: str, found: tuple[float, float] | None) -> None:
    assert Gazetteer(pack("kemerovo").local).find(address) == found


def test_the_acts_words_on_preprofessional_programs() -> None:
    said = {slug: shelf_of(pack(slug), TODAY).preprofessional for slug in ("seversk", "livny", "kemerovo", "smolensk")}
    assert (
        said["seversk"]
        == said["livny"]
        == "за исключением дополнительных предпрофессиональных программ в области искусств"
    )
    assert said["kemerovo"] == "Реализация дополнительных общеразвивающих программ"
    assert said["smolensk"] == ""


def test_the_rules_change_with_the_school_year_and_with_the_version() -> None:
    known = pack("kemerovo")
    one, same, other = (shelf_of(known, day) for day in (TODAY, date(2026, 12, 1), date(2027, 5, 1)))
    assert rules_of(known, one, version=1) == rules_of(known, same, version=1)
    assert (
        len({rules_of(known, one, version=1), rules_of(known, one, version=2), rules_of(known, other, version=1)}) == 3
    )


@pytest.mark.parametrize(
    ("low", "high", "months"),
    [
        (84, 168, (84, 180)),
        (78, 114, (78, 115)),
        (None, None, (0, 216)),
        (60, None, (60, 216)),
        (240, None, (240, 252)),
        (None, 0, (0, 12)),
    ],
)
def test_ages_in_months(low: int | None, high: int | None, months: tuple[int, int]) -> None:
    assert figures.span(low, high) == months


NOTHING = Window(False, None, None)  # noqa: FBT003 (a record as it is read)


def group(**told: Any) -> GroupRecord:
    head = Head("u", 0, "d", "1")
    facts = {
        **dict.fromkeys(("age_from", "age_to", "size_min", "size", "starts_on", "ends_on", "hours", "is_pfdod")),
        **dict.fromkeys(("hour_cost", "month_price")),
    }
    known = {"head": head, "program": "p", "name": "Г", "kind": "group", "window": NOTHING, "next_window": NOTHING}
    rest = {"sources": (), "teachers": "", "place": Place("", "", "", "")}
    return GroupRecord(**(facts | known | rest | told))


def _year(**told: Any) -> tuple[tuple[date, date], bool]:
    days, is_dated = figures.days_of(group(**told), figures.school_year(TODAY, START), START)
    return (days.starts_on, days.ends_on), is_dated


def test_days_that_are_not_named_are_the_school_years() -> None:
    autumn, spring = date(2026, 9, 1), date(2027, 5, 31)
    assert _year(starts_on=date(2026, 9, 7), ends_on=date(2027, 4, 30)) == ((date(2026, 9, 7), date(2027, 4, 30)), True)
    assert _year() == ((autumn, spring), False)
    assert _year(starts_on=date(2027, 1, 11)) == ((date(2027, 1, 11), spring), False)
    assert _year(starts_on=date(2026, 6, 1)) == ((date(2026, 6, 1), spring), False)
    assert _year(ends_on=date(2026, 12, 25)) == ((autumn, date(2026, 12, 25)), False)
    assert figures.school_year(date(2026, 4, 10), START).ends_on == spring
    assert figures.school_year(date(2026, 3, 10), START).ends_on == date(2026, 5, 31)


@pytest.mark.parametrize(
    ("sources", "price"),
    [
        ([("budget", None)], 0),
        ([("none", 0)], 0),
        ([("budget", 500_000)], None),
        ([("paid", 900_000), ("private", 810_000)], 90_000),
        ([("private", 810_000), ("budget", None)], 0),
        ([("paid", None)], None),
        ([("pfdod_certificate", 660_000)], None),
        ([("paid", 0)], 0),
        ([], None),
    ],
)
def test_the_price_of_a_month(sources: list[tuple[str, int | None]], price: int | None) -> None:
    year = figures.school_year(TODAY, START)
    assert figures.month_price(group(sources=tuple(Financing(*one) for one in sources)), year) == price


def test_a_table_tells_the_month_itself() -> None:
    told = group(month_price=160_000, sources=(Financing("paid", 1_000_000),))
    assert figures.month_price(told, figures.school_year(TODAY, START)) == 160_000


def test_the_price_of_an_hour_is_never_above_what_was_told() -> None:
    certificate = (Financing("pfdod_certificate", 660_000),)
    assert figures.hour_price(group(hours=Decimal(216), sources=certificate)) == 3_055
    assert figures.hour_price(group(hours=Decimal(216), sources=certificate, hour_cost=12_344)) == 12_344
    assert figures.hour_price(group(hours=None, sources=certificate)) == 0
    assert figures.hours(group(hours=Decimal("35.5"))) == 36
    assert figures.takes_certificates(group(sources=certificate))
    assert figures.takes_certificates(group(is_pfdod=True))
    assert not figures.takes_certificates(group(sources=(Financing("budget", None),)))


@pytest.mark.parametrize(
    "error",
    [
        FileBroken(byte=5, size=10, box="groups", record=7),
        HeadingsMissing(("ИНН", "Группа")),
        RemovalsRefused(3, 9),
        ImportOvertaken(),
        SourceSilent(503, 90),
    ],
)
def test_an_error_is_kept_as_data(error: Exception) -> None:
    again = error_of(told_of(error))
    assert type(again) is type(error)
    assert vars(again) == vars(error)


def test_a_defect_is_kept_by_its_name_alone() -> None:
    assert told_of(KeyError("Иванов")) == {"error": "KeyError", "args": {}}
    assert error_of({"error": "KeyError", "args": {}}) is None
