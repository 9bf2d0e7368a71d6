"""The forms of the desk, pure: their shape is in ``shapes``, how names and dates are read in ``parsing``."""

from datetime import date

from services.core.errors import NotFound
from services.forms.rules.conditions import AGE, CATEGORY, RELATION, Aged, Answers, OneOf
from services.forms.rules.parsing import birth_date, full_name
from services.forms.rules.shapes import Field, Form, Kind, Parse
from services.identifiers import rules as identifiers

__all__ = [
    "AGE",
    "CATEGORIES",
    "CATEGORY",
    "CHILD",
    "DOCUMENTS",
    "FORMS",
    "GROUNDS_PAPER",
    "RELATION",
    "REPRESENTATIVE",
    "Answers",
    "Field",
    "Form",
    "Kind",
    "Parse",
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
        Field("authority", Kind.FILE, asked=OneOf(RELATION, ("adopter", "guardian", "trustee"))),
        Field(GROUNDS_PAPER, Kind.FILE, asked=OneOf(CATEGORY, ("ovz", "disabled"))),
    ),
)
"""Papers about a child: birth certificate before 14, passport from then on; given on pages only."""
FORMS = {form.code: form for form in (REPRESENTATIVE, CHILD)}


def form(code: str) -> Form:
    """The form of this code. Raises NotFound."""
    if code not in FORMS:
        raise NotFound("form")
    return FORMS[code]
