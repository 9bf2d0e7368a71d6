"""Words of the forms beside the main job's two: titles, and for each field a short name, a question, its choices."""

from collections.abc import Callable

from handlers.common.words import _

Words = Callable[[], str]

TITLES: dict[str, Words] = {
    "applicant": lambda: _("More about you"),
    "contacts": lambda: _("How to reach you"),
    "address": lambda: _("Where you are registered"),
    "identity": lambda: _("The child's document"),
    "grounds": lambda: _("What confirms the special category"),
}
_ASKED: dict[str, tuple[Words, Words]] = {
    "relation": (lambda: _("who you are to the child"), lambda: _("Who are you to the child?")),
    "authority": (
        lambda: _("paper of a guardian"),
        lambda: _("By which paper do you act for the child?\nIts name, number, date and who gave it"),
    ),
    "birth_date": (lambda: _("date of birth"), lambda: _("Your date of birth?\nFor example: 14.05.1988")),
    "snils": (lambda: _("СНИЛС"), lambda: _("Your СНИЛС, 11 digits?\nFor example: 112-233-445 95")),
    "document": (lambda: _("document"), lambda: _("Which document?")),
    "passport": (lambda: _("passport"), lambda: _("Series and number of the passport?\nFor example: 1234 567890")),
    "foreign_number": (lambda: _("number of the document"), lambda: _("Series and number, as they are printed?")),
    "birth_certificate": (
        lambda: _("birth certificate"),
        lambda: _("Series and number of the birth certificate?\nFor example: IV-АБ 123456"),
    ),
    "agency": (lambda: _("who gave it"), lambda: _("Who gave it?\nAs it is printed in the document")),
    "issued_on": (lambda: _("date of issue"), lambda: _("When was it given?\nFor example: 20.06.2018")),
    "department_code": (lambda: _("code of the office"), lambda: _("Code of the office?\nFor example: 123-456")),
    "email": (lambda: _("e-mail"), lambda: _("Your e-mail?\nIt may be left out")),
    "second_phone": (lambda: _("another phone"), lambda: _("Another phone, if the first one is silent?")),
    "way": (lambda: _("how to reach you"), lambda: _("How shall we reach you?")),
    "postcode": (lambda: _("postal code"), lambda: _("Postal code, six digits?\nIt may be left out")),
    "region": (lambda: _("region"), lambda: _("Region?\nFor example: Орловская область")),
    "district": (lambda: _("district"), lambda: _("District or municipality?\nLeave it out if there is none")),
    "place": (lambda: _("town or village"), lambda: _("Town or village?")),
    "street": (lambda: _("street"), lambda: _("Street?\nLeave it out if there is none")),
    "house": (lambda: _("house"), lambda: _("House, with its building if there is one?")),
    "flat": (lambda: _("flat"), lambda: _("Flat?\nLeave it out if there is none")),
    "paper": (lambda: _("paper"), lambda: _("Which paper confirms it?")),
    "number": (lambda: _("number"), lambda: _("Its number?")),
    "valid_until": (lambda: _("valid until"), lambda: _("Until when is it valid?\nLeave it out if it has no term")),
    "needs": (
        lambda: _("what the child needs"),
        lambda: _("What does the child need at lessons?\nFor example: a ramp, an assistant, large print"),
    ),
}
_CHOICES: dict[tuple[str, str], Words] = {
    ("relation", "parent"): lambda: _("Parent"),
    ("relation", "adopter"): lambda: _("Adopter"),
    ("relation", "guardian"): lambda: _("Guardian"),
    ("relation", "trustee"): lambda: _("Trustee"),
    ("document", "birth"): lambda: _("Birth certificate"),
    ("document", "foreign_birth"): lambda: _("Birth certificate of another country"),
    ("document", "passport"): lambda: _("Passport of Russia"),
    ("document", "foreign"): lambda: _("Document of another country"),
    ("paper", "pmpk"): lambda: _("Conclusion of ПМПК"),
    ("paper", "mse"): lambda: _("Certificate of МСЭ"),
    ("way", "phone"): lambda: _("By phone"),
    ("way", "email"): lambda: _("By e-mail"),
    ("way", "page"): lambda: _("On the page only"),
}


def label(field: str) -> str:
    """A short name of a field."""
    return _ASKED[field][0]()


def asked(field: str) -> str:
    """The question of a field."""
    return _ASKED[field][1]()


def choice(field: str, code: str) -> str:
    """Words of a choice."""
    return _CHOICES[field, code]()


def told(field: str, value: str) -> str:
    """A kept answer as people read it."""
    return choice(field, value) if (field, value) in _CHOICES else value
