"""Whatever is not right in a pack is refused with its place, and nothing of the pack is loaded."""

import pytest

from services.core.errors import Invalid
from services.territories.errors import PackBroken
from services.territories.queries import shipped_texts
from services.territories.rules import MonthDay, parse

KEMEROVO = shipped_texts()["kemerovo.toml"]
SMOLENSK = shipped_texts()["smolensk.toml"]
SEVERSK = shipped_texts()["seversk.toml"]

SIGN_DAYS = 'sign_days = { value = 4, source = "default" }'
AGE_MAX = "age_max_exclusive = {"
FIRST_CODE = 'code = "804200О.99.0.ББ52АЕ11000"'

# what stands in the pack of Kemerovo, what is put in its place, the place named, the reason
REFUSALS = [
    ('slug = "kemerovo"', 'slug = "Кемерово"', "slug", "slug"),
    ('slug = "kemerovo"', "", "slug", "missing_key"),
    ('slug = "kemerovo"', "slug = 5", "slug", "type"),
    ('slug = "kemerovo"', 'slug = "kemerovo"\nphone = "112"', "phone", "unknown_key"),
    ("years = [2023, 2024]", "years = [1023, 2024]", "years[1]", "year"),
    ("years = [2023, 2024]", "years = [2024, 2023]", "years", "order"),
    ("years = [2023, 2024]", "years = []", "years", "blank"),
    ("years = [2023, 2024]", "years = 2023", "years", "type"),
    ("years = [2023, 2024]", 'years = ["2023"]', "years[1]", "type"),
    ("navigator_documents = [1, 2, 3]", "navigator_documents = [1, 2, 4]", "navigator_documents[3]", "index"),
    ("navigator_documents = [1, 2, 3]", "navigator_documents = [0, 2, 3]", "navigator_documents[1]", "index"),
    ("navigator_documents = [1, 2, 3]", "navigator_documents = [1, 1]", "navigator_documents", "order"),
    ('    "детская хоровая школа",', '    "детская  хоровая школа",', "excluded_organizations[3]", "spacing"),
    ('    "детская хоровая школа",', '    "",', "excluded_organizations[3]", "blank"),
    ('    "детская хоровая школа",', '    "[bookmark: x] школа",', "excluded_organizations[3]", "mark"),
    ('status = "adopted"', 'status = "agreed"', "act.status", "choice"),
    ('date = "2023-09-22"', 'date = "22.09.2023"', "act.date", "date"),
    ('date = "2023-09-22"', "", "act.date", "missing_key"),
    ('number = "2993"', "", "act.number", "missing_key"),
    (FIRST_CODE, 'code = "804200O.99.0.ББ52АЕ11000"', "services[1].code", "code_latin"),
    (FIRST_CODE, 'code = "804200О.99.0.ББ52АE11000"', "services[1].code", "code_latin"),
    (FIRST_CODE, 'code = "8042000.99.0.ББ52АЕ11000"', "services[1].code", "code_format"),
    (FIRST_CODE, 'code = "804200О.99.0.ББ52АЕ1100"', "services[1].code", "code_format"),
    (FIRST_CODE, FIRST_CODE + "\nprice = 3", "services[1].price", "unknown_key"),
    (FIRST_CODE, "", "services[1].code", "missing_key"),
    ("no = 3\n", "no = 4\n", "services[3].no", "order"),
    ("no = 3\n", "no = true\n", "services[3].no", "type"),
    ("no = 3\n", "no = 0\n", "services[3].no", "range"),
    ("stage_no = 7", "stage_no = 2", "plan[20].stage_no", "order"),
    ("goal_no = 5", "goal_no = 1", "indicators[19].goal_no", "order"),
    ('type = "process"', 'type = "процесс"', "indicators[1].type", "choice"),
    ("is_subrow = true", "is_subrow = false", "indicators[4].is_subrow", "subrow"),
    ("is_subrow = true", 'is_subrow = "да"', "indicators[4].is_subrow", "type"),
    ('unit = "единиц"', 'unit = "штук"', "indicators[1].unit", "unit"),
    ("base_year = 2023", "base_year = 23", "indicators[1].base_year", "year"),
    ('formula = "1.1"', 'formula = "9.9"', "indicators[1].formula", "choice"),
    ('formula = "1.2"', 'formula = "1.1"', "indicators[2].formula", "duplicate"),
    ('role = "Председатель рабочей группы"', "", "working_group.members[1].role", "missing_key"),
    (
        'position = "директор МБОУДО «СШ № 2»"',
        'position = "директор Иванов И.И."',
        "working_group.members[7].position",
        "personal_name",
    ),
    (
        'position = "директор МБОУДО «СШ № 2»"',
        'position = "И. И. Иванов"',
        "working_group.members[7].position",
        "personal_name",
    ),
    (
        'position = "директор МБОУДО «СШ № 2»"',
        'position = "директор Иванова Анна Петровна"',
        "working_group.members[7].position",
        "personal_name",
    ),
    ('value = "Asia/Novokuznetsk"', 'value = "Asia/Kemerovo"', "local.timezone.value", "timezone"),
    ('value = "municipal"', 'value = "federal"', "local.level.value", "choice"),
    ('name = "Пионер"', 'name = "Кедровка"', "local.settlements.value[7].name", "duplicate"),
    ("lat = 55.27,", "lat = 155.27,", "local.settlements.value[7].lat", "range"),
    ("lat = 55.27,", 'lat = "55",', "local.settlements.value[7].lat", "type"),
    ("decision_days = { value = 7,", "decision_days = { value = 0,", "policy.decision_days.value", "range"),
    ("decision_days = { value = 7,", "decision_days = { value = 7.5,", "policy.decision_days.value", "type"),
    (SIGN_DAYS, "sign_days = 4", "policy.sign_days", "type"),
    (
        'sign_days = { value = 4, source = "default" }',
        "sign_days = { value = 4 }",
        "policy.sign_days.source",
        "missing_key",
    ),
    (
        "age_max_exclusive = { value = 18,",
        "age_max_exclusive = { value = 5,",
        "policy.age_max_exclusive.value",
        "range",
    ),
    ('value = "provider_first"', 'value = "nobody"', "policy.signing_order.value", "choice"),
    ('value = "not_public"', 'value = "private"', "policy.non_public_rule.value", "choice"),
    ("value = [4, 5]", "value = [4, 6]", "policy.satisfied_grades.value[2]", "range"),
    ('value = "09-01"', 'value = "1 сентября"', "policy.school_year_start.value", "date"),
    ('value = "09-01"', 'value = "02-29"', "policy.school_year_start.value", "date"),
]


@pytest.mark.parametrize(("stands", "put", "row", "reason"), REFUSALS)
def test_a_broken_pack_is_refused_with_its_place(stands: str, put: str, row: str, reason: str) -> None:
    assert stands in KEMEROVO
    with pytest.raises(PackBroken) as refused:
        parse(KEMEROVO.replace(stands, put, 1), file="kemerovo.toml")
    assert (refused.value.row, refused.value.reason) == (row, reason)
    assert refused.value.file == "kemerovo.toml"


def test_the_refusal_is_an_invalid_value_and_one_line() -> None:
    with pytest.raises(Invalid) as refused:
        parse(KEMEROVO.replace("years = [2023, 2024]", "years = [2023, 3000]"), file="k.toml")
    assert (refused.value.field, refused.value.why) == ("years[2]", "year")
    assert str(refused.value) == "k.toml: years[2]: year: 3000"


def test_what_is_not_toml_is_refused() -> None:
    with pytest.raises(PackBroken) as refused:
        parse("slug = ", file="k.toml")
    assert (refused.value.row, refused.value.reason) == ("", "toml")


def test_a_list_in_place_of_a_table_is_refused() -> None:
    with pytest.raises(PackBroken) as refused:
        parse(SEVERSK.replace("services = []", "services = [1]"), file="s.toml")
    assert (refused.value.row, refused.value.reason) == ("services[1]", "type")


def test_no_settlement_is_refused() -> None:
    cut = SEVERSK.index("[local.settlements]")
    text = (
        SEVERSK[:cut] + '[local.settlements]\nvalue = []\nsource = "default"\n' + SEVERSK[SEVERSK.index("\n[policy]") :]
    )
    with pytest.raises(PackBroken) as refused:
        parse(text, file="s.toml")
    assert (refused.value.row, refused.value.reason) == ("local.settlements.value", "blank")


def test_blanks_inside_a_code_are_the_acts_and_are_kept() -> None:
    spaced = "804200О.99.0. ББ52АЕ11000"
    pack = parse(KEMEROVO.replace("804200О.99.0.ББ52АЕ11000", spaced), file="k.toml")
    assert pack.services[0].code == spaced


def test_a_project_may_have_neither_number_nor_date() -> None:
    act = parse(SMOLENSK, file="s.toml").act
    assert (act.number, act.date) == (None, None)


def test_every_setting_keeps_its_source() -> None:
    pack = parse(SEVERSK, file="s.toml")
    sources = dict(pack.policy.sources) | dict(pack.local.sources)
    assert sources["age_min"] == "акт, строка «Доля детей в возрасте от 5 до 18 лет»"
    assert sources["decision_days"] == "default"


def test_the_school_year_begins_every_year() -> None:
    assert parse(SEVERSK, file="s.toml").policy.school_year_start == MonthDay(9, 1)
    assert MonthDay(9, 1).on(2024).isoformat() == "2024-09-01"
