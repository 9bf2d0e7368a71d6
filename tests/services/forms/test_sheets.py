"""The other forms: what is asked of whom, and how numbers of papers are read."""

from datetime import date

import pytest

from services.core.errors import Invalid, NotFound
from services.forms.rules import AGE, CATEGORY, DOCUMENTS, FORMS, RELATION, Answers, child_of, form

TODAY = date(2026, 9, 3)


def _asked(code: str, answers: Answers) -> list[str]:
    return [field.code for field in FORMS[code].asked(answers)]


def test_a_foreign_document_and_the_age_of_fourteen_change_what_is_asked() -> None:
    identity = FORMS["identity"]
    document = identity.field("document")
    assert document.offered({AGE: "13"}) == ("birth", "foreign_birth", "foreign")
    assert document.offered({AGE: "14"}) == ("passport", "foreign")
    common = ["document", "agency", "issued_on"]
    assert [code for code in _asked("identity", {"document": "birth"}) if code not in common] == ["birth_certificate"]
    assert [code for code in _asked("identity", {"document": "foreign"}) if code not in common] == ["foreign_number"]
    assert [code for code in _asked("identity", {"document": "passport"}) if code not in common] == [
        "passport",
        "department_code",
    ]
    with pytest.raises(Invalid) as refused:
        identity.put({AGE: "13"}, "document", "passport", TODAY)
    assert (refused.value.field, refused.value.why) == ("document", "choice")
    kept = identity.put({AGE: "14", "document": "passport", "passport": "1234 567890"}, "document", "foreign", TODAY)
    assert kept == {"document": "foreign"}, "facts are not answers, and the number of the other paper is dropped"


def test_papers_are_asked_by_facts() -> None:
    def asked(age: int, category: str = "none", relation: str = "parent") -> list[str]:
        facts = {AGE: str(age), CATEGORY: category, RELATION: relation}
        return [field.code for field in DOCUMENTS.asked(facts) if not field.optional]

    assert asked(8) == ["birth"]
    assert asked(14) == ["passport"]
    assert asked(8, "ovz") == ["birth", "grounds"]
    assert asked(8, relation="guardian") == ["birth", "authority"]
    assert "authority" in _asked("applicant", {"relation": "trustee"})
    assert "authority" not in _asked("applicant", {"relation": "parent"})
    assert FORMS["grounds"].field("paper").offered({CATEGORY: "ovz"}) == ("pmpk",)


@pytest.mark.parametrize(
    ("code", "field", "typed", "kept"),
    [
        ("identity", "birth_certificate", "iv-аб №123456", "IV-АБ 123456"),
        ("identity", "birth_certificate", "ІХ АБ 123456", "IX-АБ 123456"),
        ("identity", "passport", "12 34 567890", "1234 567890"),
        ("identity", "department_code", "123456", "123-456"),
        ("identity", "agency", " Отдел\u202e ЗАГС\n№ 1\0 ", "Отдел ЗАГС № 1"),
        ("identity", "issued_on", "20 июня 2018 г.", "2018-06-20"),
        ("grounds", "valid_until", "31.12.2030", "2030-12-31"),
        ("grounds", "valid_until", "", ""),
        ("address", "postcode", "303 850", "303850"),
        ("contacts", "email", "anna@example.ru", "anna@example.ru"),
    ],
)
def test_what_is_typed_is_read(code: str, field: str, typed: str, kept: str) -> None:
    assert FORMS[code].field(field).read(typed, TODAY) == kept


@pytest.mark.parametrize(
    ("code", "field", "typed", "refused"),
    [
        ("identity", "birth_certificate", "123456", ("birth_certificate", "format")),
        ("identity", "passport", "12345", ("passport", "format")),
        ("identity", "issued_on", "01.01.2027", ("issued_on", "future")),
        ("identity", "agency", "\u200b", ("line", "empty")),
        ("identity", "agency", "я" * 501, ("agency", "long")),
        ("grounds", "valid_until", "01.01.2020", ("valid_until", "past")),
        ("grounds", "valid_until", "01.01.2199", ("valid_until", "future")),
        ("contacts", "email", "<a@b.c>", ("email", "format")),
        ("address", "postcode", "30385", ("postcode", "format")),
    ],
)
def test_what_cannot_be_right_says_why(code: str, field: str, typed: str, refused: tuple[str, str]) -> None:
    with pytest.raises(Invalid) as wrong:
        FORMS[code].field(field).read(typed, TODAY)
    assert (wrong.value.field, wrong.value.why) == refused


def test_a_child_s_form_has_its_child_in_its_key() -> None:
    assert (form("identity-12").code, child_of("identity-12"), child_of("contacts")) == ("identity", 12, 0)
    for key in ("identity", "contacts-12", "nothing-1", "identity-"):
        with pytest.raises(NotFound):
            form(key)
    for key in ("identity-x", "identity-" + "9" * 20, "identity-²"):
        with pytest.raises(NotFound):
            child_of(key)
