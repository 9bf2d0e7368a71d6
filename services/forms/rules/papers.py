"""How numbers of papers, addresses and plain lines are read from what people type."""

import re
import unicodedata
from datetime import date, timedelta

from services.core.errors import Invalid
from services.forms.rules.parsing import birth_date

_LATIN = str.maketrans("ІХСМУЛ", "IXCMVL")
"""Letters of a Russian keyboard that stand in a Roman number."""
_BIRTH = re.compile(r"([IVXLC]{1,6})[\s\-]*([А-ЯЁ]{2})[\s№N\-]*([0-9]{6})")
_ROMAN = re.compile(r"[IVXLCІХСМУЛ]+")
_EMAIL = re.compile(r"[^@\s<>\"]{1,64}@[^@\s<>\".]+(\.[^@\s<>\".]+)+")
_DASHES = str.maketrans("–—‑‐−", "-----")
LONGEST_TERM = timedelta(days=365 * 30)


def line(text: str, _today: date) -> str:
    """One line of any words: control, direction and invisible signs are left out. Raises Invalid: ``empty``."""
    plain = "".join(
        " " if unicodedata.category(sign)[0] in "CZ" else sign for sign in unicodedata.normalize("NFC", text)
    )
    if not (kept := " ".join(plain.split())):
        raise Invalid("line", "empty")
    return kept


def birth_certificate(text: str, _today: date) -> str:
    """«IV-АБ 123456»: series and number of a Russian birth certificate. Raises Invalid."""
    typed = " ".join(text.upper().translate(_DASHES).split())
    series = _ROMAN.match(typed)
    if series is not None:
        typed = series[0].translate(_LATIN) + typed[series.end() :]
    if (found := _BIRTH.fullmatch(typed)) is None:
        raise Invalid("birth_certificate", "format")
    return f"{found[1]}-{found[2]} {found[3]}"


def passport(text: str, _today: date) -> str:
    """«1234 567890»: series and number of a Russian passport. Raises Invalid."""
    digits = _digits(text, "passport", 10)
    return f"{digits[:4]} {digits[4:]}"


def department_code(text: str, _today: date) -> str:
    """«123-456»: the code of the office that gave a passport. Raises Invalid."""
    digits = _digits(text, "department_code", 6)
    return f"{digits[:3]}-{digits[3:]}"


def postcode(text: str, _today: date) -> str:
    """Six digits. Raises Invalid."""
    return _digits(text, "postcode", 6)


def email(text: str, _today: date) -> str:
    """An address of electronic mail; whether it exists only a letter knows. Raises Invalid."""
    if _EMAIL.fullmatch(text) is None:
        raise Invalid("email", "format")
    return text


def issued_on(text: str, today: date) -> str:
    """The day a paper was given, in any spelling of a date. Raises Invalid."""
    return _date(text, today, "issued_on")


def valid_until(text: str, today: date) -> str:
    """The last day of a paper, today or later. Raises Invalid; ``past`` for a paper that is over."""
    day = _date(text, today + LONGEST_TERM, "valid_until")
    if day < today.isoformat():
        raise Invalid("valid_until", "past")
    return day


def _date(text: str, last: date, field: str) -> str:
    try:
        return birth_date(text, last)
    except Invalid as wrong:
        raise Invalid(field, wrong.why) from wrong


def _digits(text: str, field: str, many: int) -> str:
    digits = re.sub(r"[\s\-–—‑№]", "", text)
    if re.fullmatch(rf"[0-9]{{{many}}}", digits) is None:
        raise Invalid(field, "format")
    return digits
