"""The forms beside the main job's two, as data: the grown-up, how to reach them, where they live, the child's papers.

Fields and lengths are those of a request for a certificate (Navigator, ``universalCertificateRequest``).
"""

from datetime import date

from services.forms.rules import papers
from services.forms.rules.conditions import CATEGORY, Aged, OneOf
from services.forms.rules.parsing import birth_date
from services.forms.rules.shapes import Field, Form, Kind
from services.identifiers import rules as identifiers

RELATIONS = ("parent", "adopter", "guardian", "trustee")
SUBSTITUTES = RELATIONS[1:]
"""Whoever is no parent by birth acts by a paper (Family Code, articles 137 and 145)."""
_PASSPORT = OneOf("document", ("passport",))
_FOREIGN = OneOf("document", ("foreign", "foreign_birth"))
_GIVEN = (
    Field("agency", Kind.TEXT, papers.line, most=500),
    Field("issued_on", Kind.DATE, papers.issued_on),
    Field("department_code", Kind.NUMBER, papers.department_code, asked=_PASSPORT),
)
_NUMBERS = (
    Field("passport", Kind.NUMBER, papers.passport, asked=_PASSPORT),
    Field("foreign_number", Kind.TEXT, papers.line, most=50, asked=_FOREIGN),
)


def _snils(text: str, _today: date) -> str:
    return identifiers.snils(text)


def _phone(text: str, _today: date) -> str:
    return identifiers.phone(text)


APPLICANT = Form(
    "applicant",
    (
        Field("relation", Kind.CHOICE, choices=RELATIONS),
        Field("authority", Kind.TEXT, papers.line, most=500, asked=OneOf("relation", SUBSTITUTES)),
        Field("birth_date", Kind.DATE, birth_date),
        Field("snils", Kind.NUMBER, _snils),
        Field("document", Kind.CHOICE, choices=("passport", "foreign")),
        *_NUMBERS,
        *_GIVEN,
    ),
)
"""The representative as a request for a certificate names them (``applicantData``)."""
CONTACTS = Form(
    "contacts",
    (
        Field("email", Kind.TEXT, papers.email, most=250, optional=True),
        Field("second_phone", Kind.PHONE, _phone, optional=True),
        Field("way", Kind.CHOICE, choices=("phone", "email", "page")),
    ),
)
ADDRESS = Form(
    "address",
    (
        Field("postcode", Kind.NUMBER, papers.postcode, optional=True),
        Field("region", Kind.TEXT, papers.line, most=50),
        Field("district", Kind.TEXT, papers.line, most=250, optional=True),
        Field("place", Kind.TEXT, papers.line, most=250),
        Field("street", Kind.TEXT, papers.line, most=250, optional=True),
        Field("house", Kind.TEXT, papers.line, most=50),
        Field("flat", Kind.TEXT, papers.line, most=50, optional=True),
    ),
)
"""Where the family is registered (``regAddress``)."""
IDENTITY = Form(
    "identity",
    (
        Field(
            "document",
            Kind.CHOICE,
            choices=("birth", "passport", "foreign_birth", "foreign"),
            only=(("birth", Aged(below=14)), ("foreign_birth", Aged(below=14)), ("passport", Aged(14))),
        ),
        Field("birth_certificate", Kind.TEXT, papers.birth_certificate, most=30, asked=OneOf("document", ("birth",))),
        *_NUMBERS,
        *_GIVEN,
    ),
    of_child=True,
)
"""The child's own paper: a birth certificate before 14, a passport from then on, of another country at any age."""
GROUNDS = Form(
    "grounds",
    (
        Field(
            "paper",
            Kind.CHOICE,
            choices=("pmpk", "mse"),
            only=(("mse", OneOf(CATEGORY, ("disabled",))),),
        ),
        Field("number", Kind.TEXT, papers.line, most=60),
        Field("agency", Kind.TEXT, papers.line, most=500),
        Field("issued_on", Kind.DATE, papers.issued_on),
        Field("valid_until", Kind.DATE, papers.valid_until, optional=True),
        Field("needs", Kind.TEXT, papers.line, most=500, optional=True),
    ),
    of_child=True,
    asked_of=OneOf(CATEGORY, ("ovz", "disabled")),
)
"""What confirms ОВЗ (273-FZ, article 2, item 16) or a disability; special data, under the consent to them alone."""
SHEETS = (APPLICANT, CONTACTS, ADDRESS, IDENTITY, GROUNDS)
