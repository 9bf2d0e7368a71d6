"""Numbers of certificates: what is printed, typed by hand and checked by anybody; pure.

«2026-000123-48217735»: the year, the application, seven digits of chance and one of check. The chance makes guessing
useless: of a year and an application nobody can tell the rest. The check tells a slip of the hand from a forgery.
"""

import re
import unicodedata

from services.core.errors import Invalid

CHANCE = 10**7
"""How many numbers one application might have had; its own is drawn among them."""
_SHAPE = re.compile(r"\D{0,40}(20\d\d)[\s\-]{0,3}(\d{6,15})[\s\-]{0,3}(\d{8})\D{0,10}")
_HALF = re.compile(r"\D{0,40}20\d\d-\d{6,15}\D{0,10}")
_DASHES = str.maketrans(dict.fromkeys("–—‑‐−", "-"))


def certificate_number(year: int, application_id: int, chance: int) -> str:
    """The number of an application's certificate, unique in all territories; ``chance`` is drawn below CHANCE."""
    body = f"{year}-{application_id:06d}-{chance:07d}"
    return f"{body}{_check_digit(body)}"


def read_number(typed: str) -> str:
    """A number as it is kept, of what a person typed or a camera read, in any script's digits.

    Raises Invalid: ``half`` where the last eight digits are not there, ``slip`` where one is not the printed one,
    ``shape`` for anything else.
    """
    plain = _plain(typed)
    found = _SHAPE.fullmatch(plain)
    if found is None:
        raise Invalid("certificate", "half" if _HALF.fullmatch(plain) else "shape")
    number = "-".join(found.groups())
    if _check_digit(number[:-1]) != number[-1]:
        raise Invalid("certificate", "slip")
    return number


def is_like_number(typed: str) -> bool:
    """Whether a line is meant as a certificate's number, right or wrong."""
    plain = _plain(typed)
    return bool(_SHAPE.fullmatch(plain) or _HALF.fullmatch(plain))


def _plain(typed: str) -> str:
    text = unicodedata.normalize("NFKC", typed[:100]).translate(_DASHES)
    return "".join(str(unicodedata.decimal(sign)) if sign.isdecimal() else sign for sign in text)


def _check_digit(text: str) -> str:
    """Luhn (ISO/IEC 7812-1, annex B): finds any one wrong digit and nearly every swap of two neighbours."""
    total = 0
    for place, digit in enumerate(reversed([int(sign) for sign in text if sign.isdecimal()])):
        doubled = digit * 2 if place % 2 == 0 else digit
        total += doubled - 9 if doubled > 9 else doubled
    return str(-total % 10)
