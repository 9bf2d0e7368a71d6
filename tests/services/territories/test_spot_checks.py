"""Values read from the acts by eye, not by the program that helped to type the packs."""

import pytest

from services.territories.rules import IndicatorRow, Pack, PlanRow
from tests.services.territories.test_packs import pack_of

FA = "будет определено по результатам пофакторного анализа"
FA_LIVNY = "будет определено по результатам профакторного анализа"

# slug, formula, type, unit, «из них», base, base year, target, target year
INDICATORS = [
    ("seversk", "1.S", "final", "процент", False, "50", 2023, "50", 2024),
    ("seversk", "2.1", "process", None, False, "подготовка", 2023, "завершение", 2024),
    ("seversk", "2.2", "intermediate", None, False, "1", 2023, "1", 2024),
    ("seversk", "2.3", "intermediate", None, True, "1", 2023, "1", 2024),
    ("seversk", "3.1", "process", None, False, "проведена", 2023, "проведена", 2024),
    ("seversk", "3.2S", "intermediate", None, False, "91", 2023, "92", 2024),
    ("seversk", "3.4", "final", "человек", False, "1583", 2023, "1583", 2024),
    ("seversk", "3.5", "final", "человек", False, "26", 2023, "26", 2024),
    ("seversk", "4.3", "process", None, False, "в наличии", 2023, "в наличии", 2024),
    ("seversk", "4.4", "intermediate", "процент", False, "0", 2023, "1", 2024),
    ("seversk", "5.1", "process", None, False, "подготовка", 2023, "механизмы созданы", 2024),
    ("seversk", "5.3", "final", None, False, "85", 2023, "90", 2024),
    ("smolensk", "1.3", "final", "единиц", False, "0", 2023, "2", 2024),
    ("smolensk", "1.4", "final", "единиц", True, "0", 2023, "0", 2024),
    ("smolensk", "2.1", "process", "единиц", False, "0", 2023, "8", 2024),
    ("smolensk", "2.4", "final", "единиц", False, "0", 2023, "2", 2024),
    ("smolensk", "3.1", "process", "единиц", False, "0", 2023, "4", 2024),
    ("smolensk", "3.2", "intermediate", "единиц", False, "0", 2023, "1", 2024),
    ("smolensk", "3.3", "intermediate", "единиц", True, "0", 2023, "2", 2024),
    ("smolensk", "3.4", "final", "человек", False, "0", 2023, "30 700", 2024),
    ("smolensk", "3.5", "final", "человек", False, "0", 2023, "50", 2024),
    ("smolensk", "4.5", "final", "процентов", False, "0", 2023, "70", 2024),
    ("smolensk", "5.3", "final", "процентов", False, "0", 2023, "70", 2024),
    ("apanasenkovsky", "1.1", "process", "единиц", False, None, 2023, None, 2024),
    ("apanasenkovsky", "2.4", "final", None, False, None, 2023, None, 2024),
    ("apanasenkovsky", "3.5", "final", "человек", False, None, 2023, None, 2024),
    ("apanasenkovsky", "4.5", "final", "процент", False, None, 2023, None, 2024),
    ("apanasenkovsky", "5.3", "final", None, False, None, 2023, None, 2024),
    ("livny", "1.1", "process", "единиц", False, FA_LIVNY, 2023, FA_LIVNY, 2024),
    ("livny", "1.4", "final", "единиц", True, None, None, None, None),
    ("livny", "2.3", "intermediate", None, True, None, None, None, None),
    ("livny", "3.3", "intermediate", "единиц", True, None, None, None, None),
    ("livny", "3.5", "final", "человек", False, FA_LIVNY, 2023, FA_LIVNY, 2024),
    ("livny", "5.3", "final", None, False, FA_LIVNY, 2023, FA_LIVNY, 2024),
    ("kemerovo", "1.1", "process", "единиц", False, FA, 2023, FA, 2024),
    ("kemerovo", "1.4", "final", "единиц", True, FA, 2023, FA, 2024),
    ("kemerovo", "2.1", "process", None, False, "нет", 2023, "да", 2024),
    ("kemerovo", "2.4", "final", None, False, FA, 2023, FA, 2024),
    ("kemerovo", "3.1", "process", None, False, "нет", 2023, "да", 2024),
    ("kemerovo", "3.3", "intermediate", "единиц", True, FA, 2023, FA, 2024),
    ("kemerovo", "4.1", "process", None, False, "есть", 2023, "есть", 2024),
    ("kemerovo", "4.2", "process", None, False, "нет", 2023, "есть", 2024),
    ("kemerovo", "4.3", "process", None, False, "нет", 2023, "есть", 2024),
    ("kemerovo", "4.5", "final", "процент", False, FA, 2023, "100 проц.", 2024),
    ("kemerovo", "5.1", "process", None, False, "нет", 2023, "да", 2024),
    ("kemerovo", "5.3", "final", None, False, FA, 2023, FA, 2024),
]

# slug, place in the plan, stage, item, term, result, responsible
PLAN = [
    ("apanasenkovsky", 5, 2, "2.3", "До1 июня 2023 года", "Акт утвержден", "Отдел образования"),
    ("apanasenkovsky", 9, 2, "2.7", "IV квартал 2024 года", "Акт утвержден", "Отдел образования"),
    ("apanasenkovsky", 17, 5, "5.1", "До 15 августа 2023 года", "Реестр сформирован", "Реестр сформирован"),
    ("apanasenkovsky", 20, 5, "5.4", "С 1 сентября 2023 года", "Отбор проведен", "Отбор проведен"),
    ("apanasenkovsky", 21, 6, "6.1", None, "Конференция проведена", "Отдел образования"),
    ("smolensk", 1, 1, None, "2024 год", "размещены информация и документы", "Министерство образования"),
    ("smolensk", 16, 2, None, "2024 год", "внесены изменения", "руководители организаций"),
    ("smolensk", 18, 3, None, "с IV квартала 2023 года", "семинар-совещание проведен", "Министерство образования"),
    ("smolensk", 20, 3, None, "по мере необходи-мости", "консультации, семинары", "Министерство образования"),
    ("smolensk", 29, 7, None, "I квартал 2025 года", "информация подготовлена", "Министерство образования"),
    ("livny", 12, 4, "4.2", "До 1 сентября 2023 года", "Соглашения заключены", "Управление общего образования"),
    ("livny", 13, 5, "5.1", "Декабрь 2023 года", "Методические рекомендации", "Управление общего образования"),
    ("kemerovo", 4, 2, "2.2", "2023 год", "Принятие изменений в решение о бюджете", "Управление образования"),
    ("kemerovo", 8, 2, "2.6", "IV квартал 2024 год", "Утверждение акта", "Управление образования"),
    (
        "kemerovo",
        13,
        4,
        "4",
        "До 1 октября 2023 года, далее ежегодно до 1 января",
        "Муниципальный социальный заказ",
        "Управление",
    ),
    ("kemerovo", 14, 5, "5.1", "До 1 сентября 2023 год", "Реестр сформирован", "Управление образования"),
    ("kemerovo", 20, 7, "7", "2025 год", "Информация подготовлена", "Управление образования"),
]

# slug, (type, number, date, status), excluded, e-documents, of them in Navigator, systems, on paper, terms
ACTS = [
    ("apanasenkovsky", ("постановление", None, None, "project"), 2, 7, (3, 4, 5, 6, 7), 4, 2, 1),
    ("seversk", ("распоряжение", "580-ра", "2023-06-26", "adopted"), 0, 0, (), 0, 0, 0),
    ("smolensk", ("распоряжение", None, None, "project"), 0, 7, (3, 4, 5, 6, 7), 4, 2, 1),
    ("livny", ("постановление", "66", "2023-07-20", "adopted"), 3, 7, (3, 4, 5, 6, 7), 4, 3, 3),
    ("kemerovo", ("постановление", "2993", "2023-09-22", "adopted"), 8, 3, (1, 2, 3), 4, 1, 1),
]


def indicator(pack: Pack, formula: str) -> IndicatorRow:
    return next(row for row in pack.indicators if row.formula == formula)


@pytest.mark.parametrize("expected", INDICATORS, ids=lambda row: f"{row[0]}-{row[1]}")
def test_an_indicator(expected: tuple[object, ...]) -> None:
    row = indicator(pack_of(str(expected[0])), str(expected[1]))
    told = (row.type, row.unit, row.is_subrow, row.base_value, row.base_year, row.target_value, row.target_year)
    assert told == expected[2:]


@pytest.mark.parametrize("expected", PLAN, ids=lambda row: f"{row[0]}-{row[1]}")
def test_a_plan_row(expected: tuple[str, int, int, str | None, str | None, str, str]) -> None:
    slug, place, stage, item, due, result, responsible = expected
    row: PlanRow = pack_of(slug).plan[place - 1]
    assert (row.stage_no, row.item_no, row.due) == (stage, item, due)
    assert (row.result or "").startswith(result)
    assert (row.responsible or "").startswith(responsible)


@pytest.mark.parametrize("expected", ACTS, ids=lambda row: row[0])
def test_an_act(expected: tuple[object, ...]) -> None:
    pack = pack_of(str(expected[0]))
    act = (pack.act.type, pack.act.number, pack.act.date.isoformat() if pack.act.date else None, pack.act.status)
    counts = (len(pack.excluded_organizations), len(pack.electronic_documents), pack.navigator_documents)
    lists = (len(pack.information_systems), len(pack.paper_in_2023), len(pack.publication_deadlines))
    assert (act, *counts, *lists) == expected[1:]
    assert pack.years == (2023, 2024)


def test_who_is_authorised() -> None:
    said = {slug: pack_of(slug).authority for slug in ("apanasenkovsky", "kemerovo", "livny", "seversk", "smolensk")}
    assert said == {
        "apanasenkovsky": "отдел образования администрации Апанансенковского муниципального округа "
        "Ставропольского края",
        "kemerovo": None,
        "livny": "администрация города Ливны",
        "seversk": None,
        "smolensk": "Министерство образования и науки Смоленской области",
    }


def test_the_terms_of_livny() -> None:
    terms = [deadline.deadline for deadline in pack_of("livny").publication_deadlines]
    order = "муниципального социального заказа на оказание муниципальных услуг"
    assert terms == [
        f"в течение 3 рабочих дней со дня формирования {order}",
        "в сроки, установленные Министерством финансов Российской Федерации",
        "в срок не позднее 3 рабочих дней со дня его утверждения",
    ]
    assert "усиленной квалифицированной электронной подписи" in (pack_of("livny").signature_rule or "")


def test_the_working_group_of_kemerovo() -> None:
    group = pack_of("kemerovo").working_group
    assert group is not None
    assert [seat.role for seat in group.members] == [
        "Председатель рабочей группы",
        "Заместитель председателя рабочей группы",
        *["Члены рабочей группы"] * 8,
    ]
    assert group.members[6].position == "директор МБОУДО «СШ № 2»"
    assert group.rules.frequency == "Заседания рабочей группы проводятся по мере необходимости."
    assert [slug for slug in ("apanasenkovsky", "livny", "seversk", "smolensk") if pack_of(slug).working_group] == []


def test_some_services() -> None:
    assert [service.code for service in pack_of("kemerovo").services] == [
        "804200О.99.0.ББ52АЕ11000",
        "804200О.99.0.ББ52АЕ35000",
        "804200О.99.0.ББ52АЕ59000",
        "804200О.99.0.ББ52АЕ83000",
        "804200О.99.0.ББ52АЖ07000",
        "804200О.99.0.ББ52АЖ31000",
        "804200О.99.0.ББ52АЖ48000",
    ]
    assert [(s.no, s.code) for s in pack_of("livny").services] == [(1, "804200О.99.0.ББ52АА01000")]
    assert pack_of("apanasenkovsky").services[5].code == "801012О.99.0.ББ57АЗ44000"
    sixth = pack_of("smolensk").services[33]
    assert (sixth.code, sixth.focus) == ("854100О.99.0.ББ52БР27000", "социально-гуманитарная")
