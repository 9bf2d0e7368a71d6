"""What people type, and what is kept."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.core.errors import Invalid, NotFound
from services.forms.rules import CHILD, FORMS, REPRESENTATIVE, Field, Form, Kind, form

TODAY = date(2026, 9, 3)
GOOD = {"full_name": "Орлова Мария", "birth_date": "2018-05-14", "snils": "11223344595", "category": "none"}


def _why(shape: Form, field: str, text: str) -> tuple[str, str]:
    with pytest.raises(Invalid) as refused:
        shape.put({}, field, text, TODAY)
    return refused.value.field, refused.value.why


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("Орлова Мария Петровна", "Орлова Мария Петровна"),
        ("  орлова   мария\nпетровна ", "Орлова Мария Петровна"),
        ("ОРЛОВА МАРИЯ", "Орлова Мария"),
        ("Салтыков-щедрин Михаил", "Салтыков-щедрин Михаил"),
        ("салтыков-щедрин михаил", "Салтыков-Щедрин Михаил"),
        ("Алиев Вагиф Самед оглы", "Алиев Вагиф Самед оглы"),
        ("д’артаньян шарль", "Д'Артаньян Шарль"),
        ("O'Neil Mary", "O'Neil Mary"),
        ("Ёлкин Пётр", "Ёлкин Пётр"),
        ("Петров Андреи\u0306", "Петров Андрей"),
        ("Ли Е", "Ли Е"),
    ],
)
def test_names_are_written_as_people_write_them(typed: str, kept: str) -> None:
    assert CHILD.put({}, "full_name", typed, TODAY) == {"full_name": kept}


@pytest.mark.parametrize(
    ("typed", "why"),
    [
        ("Орлова", "words"),
        ("а б в г д", "words"),
        ("Орлова М4рия", "format"),
        ("<b>Орлова</b> Мария", "format"),
        ("Oрлова Мария", "format"),  # a Latin O among Cyrillic letters
        ("Орлова -", "format"),
        ("🙂 Мария", "format"),
        ("Орлова 'Мария'", "format"),
        ("   ", "empty"),
        ("а" * 10_000, "long"),
    ],
)
def test_a_wrong_name_says_why(typed: str, why: str) -> None:
    assert _why(CHILD, "full_name", typed) == ("full_name", why)


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("03.09.2017", "2017-09-03"),
        ("3.9.17", "2017-09-03"),
        ("3/9/2017", "2017-09-03"),
        ("03 09 2017", "2017-09-03"),
        ("03092017", "2017-09-03"),
        ("3 сентября 2017", "2017-09-03"),
        ("3 Сентября 2017 г.", "2017-09-03"),
        ("3 мая 2017 года", "2017-05-03"),
        ("3 May 2017", "2017-05-03"),
        ("May 3, 2017", "2017-05-03"),
        ("2017-09-03", "2017-09-03"),
        ("29.02.2016", "2016-02-29"),
        ("03.09.2026", "2026-09-03"),
        ("1.1.84", "1984-01-01"),
    ],
)
def test_dates_are_read_in_many_spellings(typed: str, kept: str) -> None:
    assert CHILD.put({}, "birth_date", typed, TODAY) == {"birth_date": kept}


@pytest.mark.parametrize(
    ("typed", "why"),
    [
        ("31.02.2017", "date"),
        ("29.02.2017", "date"),
        ("32.01.2017", "date"),
        ("01.13.2017", "date"),
        ("00.00.2017", "date"),
        ("31 июня 2017", "date"),
        ("0000-01-01", "date"),
        ("04.09.2026", "future"),
        ("завтра", "format"),
        ("2017", "format"),
        ("3 брюмера 2017", "format"),
        ("03.09.2017 в 10:00", "format"),
        ("", "empty"),
        ("1" * 10_000, "long"),
    ],
)
def test_a_wrong_date_says_why(typed: str, why: str) -> None:
    assert _why(CHILD, "birth_date", typed) == ("birth_date", why)


@pytest.mark.parametrize(
    ("shape", "field", "typed", "why"),
    [
        (CHILD, "snils", "112-233-445 96", "digits"),
        (CHILD, "snils", "1" * 10_000, "long"),
        (CHILD, "category", "maybe", "choice"),
        (REPRESENTATIVE, "phone", "12", "length"),
        (REPRESENTATIVE, "phone", "8" * 10_000, "long"),
    ],
)
def test_other_fields_say_why(shape: Form, field: str, typed: str, why: str) -> None:
    assert _why(shape, field, typed) == (field, why)


@given(st.text(max_size=200))
def test_no_text_breaks_a_form(text: str) -> None:
    for shape in FORMS.values():
        for field in shape.fields:
            try:
                kept = field.read(text, TODAY)
            except Invalid:
                continue
            assert field.read(kept, TODAY) == kept  # what is kept may be read again


def test_a_form_asks_in_its_order_and_knows_the_way_back() -> None:
    asked = CHILD.missing({"full_name": "Орлова Мария"})
    assert asked is not None
    assert asked.code == "birth_date"
    assert CHILD.before("birth_date", {}) == CHILD.field("full_name")
    assert CHILD.before("full_name", {}) is None
    assert CHILD.missing(GOOD) is None


def test_a_whole_form_is_checked_at_once() -> None:
    assert CHILD.check({**GOOD, "foreign": "x"}, TODAY) == GOOD
    with pytest.raises(Invalid) as refused:
        CHILD.check({"full_name": "Орлова Мария"}, TODAY)
    assert (refused.value.field, refused.value.why) == ("birth_date", "empty")


def test_conditions_and_optional_fields() -> None:
    shape = Form(
        "paper",
        (
            Field("has", Kind.CHOICE, choices=("yes", "no")),
            Field("number", Kind.TEXT, asked=lambda answers: answers.get("has") == "yes"),
            Field("note", Kind.TEXT, optional=True),
        ),
    )
    assert [field.code for field in shape.asked({"has": "no"})] == ["has", "note"]
    answers = shape.put({"has": "yes", "number": "7"}, "has", "no", TODAY)
    assert answers == {"has": "no"}  # an answer whose condition has gone is dropped
    assert shape.put(answers, "note", " ", TODAY) == {"has": "no", "note": ""}
    assert shape.missing({"has": "no", "note": ""}) is None


def test_unknown_forms_and_fields_are_not_found() -> None:
    with pytest.raises(NotFound):
        form("passport")
    with pytest.raises(NotFound):
        CHILD.put({}, "passport", "1", TODAY)
