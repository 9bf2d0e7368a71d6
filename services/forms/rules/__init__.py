"""The forms of the desk, pure: their shape is in ``shapes``, how names and dates are read in ``parsing``."""

from datetime import date

from services.core.errors import NotFound
from services.forms.rules.conditions import AGE, CATEGORY, RELATION, Aged, Answers, OneOf
from services.forms.rules.parsing import birth_date, full_name
from services.forms.rules.shapes import Field, Form, Kind, Parse
from services.forms.rules.sheets import APPLICANT, GROUNDS, SHEETS, SUBSTITUTES
from services.identifiers import rules as identifiers

__all__ = [
    "AGE",
    "APPLICANT",
    "CATEGORIES",
    "CATEGORY",
    "CHILD",
    "DOCUMENTS",
    "FORMS",
    "GROUNDS",
    "GROUNDS_PAPER",
    "RELATION",
    "REPRESENTATIVE",
    "SHEETS",
    "Answers",
    "Field",
    "Form",
    "Kind",
    "Parse",
    "child_of",
    "form",
]


def _snils(text: str, _today: date) -> str:
    return identifiers.snils(text)


def _phone(text: str, _today: date) -> str:
    return identifiers.phone(text)


CATEGORIES = ("none", "ovz", "disabled")
"""No special category; ограниченные возможности здоровья (273-FZ, article 2); a child with a disability."""

REPRESENTATIVE = Form(
    "representative",
    (
        Field("full_name", Kind.TEXT, full_name, most=120),
        Field("phone", Kind.PHONE, _phone),
    ),
)
CHILD = Form(
    "child",
    (
        Field("full_name", Kind.TEXT, full_name, most=120),
        Field("birth_date", Kind.DATE, birth_date),
        Field("snils", Kind.NUMBER, _snils),
        Field("category", Kind.CHOICE, choices=CATEGORIES),
    ),
)
GROUNDS_PAPER = "grounds"
"""The paper that confirms ОВЗ or a disability: a special category of data, kept only under its consent."""
DOCUMENTS = Form(
    "documents",
    (
        Field("birth", Kind.FILE, asked=Aged(below=14)),
        Field("passport", Kind.FILE, asked=Aged(14)),
        Field("foreign", Kind.FILE, optional=True),
        Field("residence", Kind.FILE, optional=True),
        Field("authority", Kind.FILE, asked=OneOf(RELATION, SUBSTITUTES)),
        Field(GROUNDS_PAPER, Kind.FILE, asked=OneOf(CATEGORY, ("ovz", "disabled"))),
    ),
)
"""Papers about a child: birth certificate before 14, passport from then on; given on pages only."""
FORMS = {form.code: form for form in (REPRESENTATIVE, CHILD, *SHEETS)}


def form(key: str) -> Form:
    """The form of this code, or of the code and a child's number («identity-12»). Raises NotFound."""
    code, _dash, child = key.partition("-")
    found = FORMS.get(code)
    if found is None or found.of_child != bool(child):
        raise NotFound("form")
    return found


def child_of(key: str) -> int:
    """The child of «identity-12»; 0 for a form of the grown-up. Raises NotFound."""
    number = key.partition("-")[2]
    if number and not (number.isascii() and number.isdecimal() and len(number) < 16):
        raise NotFound("form")
    return int(number or 0)
