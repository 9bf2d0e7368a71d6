"""Tolerant readers of single values: JSON made from XML by several hands.

``{}``, blanks, null and a missing key are nothing; a list of one is its item; real booleans and numbers are as good as
strings. What cannot be read raises Rejected with the reason that the table of the checks gives.
"""

import re
from collections.abc import Callable
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from functools import lru_cache
from typing import TypeVar

from services.programs.gateway.navigator.markup import clean, squeeze
from services.programs.gateway.records import Reason

Read = TypeVar("Read")
LARGEST_COUNT = 2**31 - 1
LARGEST_NUMBER = Decimal(10) ** 13
OLDEST = 99
_CACHE = 1 << 14

_NUMBER = re.compile(r"[+-]?(?:\d+(?:[.,]\d*)?|[.,]\d+)", re.ASCII)
_LONGEST_NUMBER = 40
_UUID = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}")
_ISO_DAY = re.compile(r"(\d{4})-(\d\d)-(\d\d)", re.ASCII)
_RUSSIAN_DAY = re.compile(r"(\d\d)\.(\d\d)\.(\d{4})", re.ASCII)
_CLOCK = re.compile(r"(\d{1,2}):(\d\d)", re.ASCII)
_FLAGS = {"true": True, "1": True, "false": False, "0": False}


class Rejected(Exception):
    """A test failed; the record is refused for this reason."""

    def __init__(self, reason: Reason) -> None:
        super().__init__(reason)
        self.reason = reason


def scalar(value: object) -> object:
    """The one value of a field; None for nothing. A full object or a list of several comes back as it is."""
    if isinstance(value, list) and len(value) == 1:
        value = value[0]
    if isinstance(value, str):
        return value.strip() or None
    return None if isinstance(value, dict | list) and not value else value


def items(value: object) -> list[object]:
    """The several values of a field: a bare one is a list of one, ``{}`` and blanks are none."""
    if isinstance(value, list):
        return [item for item in map(scalar, value) if item is not None]
    one = scalar(value)
    return [] if one is None else [one]


def text(value: object) -> str:
    """Cleaned text; empty for nothing and for what is no text."""
    return marked_text(value)[0]


def marked_text(value: object) -> tuple[str, bool]:
    """Cleaned text, and whether markup was taken out of it. Several values are joined by commas."""
    if isinstance(value, str):
        return clean(value)
    if isinstance(value, list):
        parts = [marked_text(item) for item in value]
        return ", ".join(part for part, _is_marked in parts if part), any(is_marked for _part, is_marked in parts)
    if isinstance(value, int | Decimal | float) and not isinstance(value, bool):
        return clean(str(value))
    return "", False


def word(value: object) -> str:
    """A short value kept as it is told, without blanks around: a local id, the name of a unit."""
    value = scalar(value)
    return "" if value is None or isinstance(value, dict | list | bool) else squeeze(str(value))


def uuid(value: object) -> str:
    """Lower-case 8-4-4-4-12, or empty."""
    found = scalar(value)
    if not isinstance(found, str):
        return ""
    found = found.lower()
    return found if _UUID.fullmatch(found) else ""


def code(value: object) -> str:
    """A code of a dictionary, empty for none; what is no text is spelt as JSON spells it and known to nobody."""
    value = scalar(value)
    if value is None:
        return ""
    return squeeze(value) if isinstance(value, str) else str(value).lower()


def codes(value: object) -> tuple[str, ...]:
    """Several codes, each once, in their order."""
    return tuple(dict.fromkeys(map(code, items(value))))


def flag(value: object) -> bool | None:
    """True, False or not said."""
    value = scalar(value)
    if isinstance(value, str):
        return _FLAGS.get(value.lower())
    if isinstance(value, bool):
        return value
    return _FLAGS.get(str(value))


def number(value: object) -> Decimal | None:
    """A decimal; a comma will do. Raises Rejected(BAD_NUMBER), for a JSON boolean too."""
    value = scalar(value)
    if value is None:
        return None
    if isinstance(value, bool) or not isinstance(value, str | int | Decimal | float):
        raise Rejected(Reason.BAD_NUMBER)
    return _number(value) if isinstance(value, str) else _bounded(Decimal(value))


def whole(value: object) -> int | None:
    """A count. Raises Rejected(BAD_NUMBER) for a fraction and for what no table could keep."""
    found = number(value)
    if found is None:
        return None
    if abs(found) > LARGEST_COUNT or found != int(found):
        raise Rejected(Reason.BAD_NUMBER)
    return int(found)


def age(value: object) -> Decimal | None:
    """Years. Raises Rejected(BAD_NUMBER) outside 0–99."""
    found = number(value)
    if found is not None and not 0 <= found <= OLDEST:
        raise Rejected(Reason.BAD_NUMBER)
    return found


def timestamp(value: object) -> int:
    """Unix seconds; 0 if unreadable."""
    try:
        return int(number(value) or 0)
    except Rejected:
        return 0


def day(value: object) -> date | None:
    """``YYYY-MM-DD`` or ``DD.MM.YYYY``. Raises Rejected(BAD_DATE)."""
    value = scalar(value)
    if value is None:
        return None
    if not isinstance(value, str):
        raise Rejected(Reason.BAD_DATE)
    return _day(value)


def clock(value: object) -> int:
    """Minutes from midnight. Raises Rejected(BAD_TIME) for what is not ``H:MM``, nothing included."""
    value = scalar(value)
    if not isinstance(value, str):
        raise Rejected(Reason.BAD_TIME)
    return _clock(value)


def rounded(amount: Decimal | None, times: int) -> int | None:
    """So many times the amount, half up: kopecks of roubles, months of years."""
    return None if amount is None else int((amount * times).to_integral_value(ROUND_HALF_UP))


def lenient(read: Callable[[object], Read | None], value: object) -> Read | None:
    """What the reader makes of a value that no test looks at; None if it cannot."""
    try:
        return read(value)
    except Rejected:
        return None


@lru_cache(_CACHE)
def _number(text: str) -> Decimal:
    if len(text) > _LONGEST_NUMBER or not _NUMBER.fullmatch(text):
        raise Rejected(Reason.BAD_NUMBER)
    return _bounded(Decimal(text.replace(",", ".")))


def _bounded(found: Decimal) -> Decimal:
    if not found.is_finite() or abs(found) > LARGEST_NUMBER:
        raise Rejected(Reason.BAD_NUMBER)
    return found


@lru_cache(_CACHE)
def _day(text: str) -> date:
    iso, russian = _ISO_DAY.fullmatch(text), _RUSSIAN_DAY.fullmatch(text)
    if iso:
        year, month, number = iso.groups()
    elif russian:
        number, month, year = russian.groups()
    else:
        raise Rejected(Reason.BAD_DATE)
    try:
        return date(int(year), int(month), int(number))
    except ValueError:
        raise Rejected(Reason.BAD_DATE) from None


@lru_cache(_CACHE)
def _clock(text: str) -> int:
    found = _CLOCK.fullmatch(text)
    if not found or int(found[1]) > 23 or int(found[2]) > 59:
        raise Rejected(Reason.BAD_TIME)
    return int(found[1]) * 60 + int(found[2])
