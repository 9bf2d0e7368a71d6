"""Tolerant readers of single values: JSON made from XML by several hands.

``{}``, blanks, null and a missing key are nothing; a list of one is its item; real booleans and numbers are as good as
strings. What cannot be read raises Rejected with the reason that the table of the checks gives.

A package repeats the same few thousand strings millions of times, so what a string means is remembered.
"""

import re
from collections.abc import Callable
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from functools import lru_cache
from typing import NamedTuple, TypeVar

from services.programs.gateway.navigator.markup import clean, squeeze
from services.programs.gateway.verdicts import Reason

Read = TypeVar("Read")
LARGEST_COUNT = 2**31 - 1
LARGEST_NUMBER = Decimal(10) ** 13
OLDEST = 99
_REMEMBERED = 1 << 14
_LONGEST_NUMBER = 40

_NUMBER = re.compile(r"[+-]?(?:\d+(?:[.,]\d*)?|[.,]\d+)", re.ASCII)
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


class Number(NamedTuple):
    """A decimal and what it is in our units, rounded half up: months if it was years, kopecks if it was roubles."""

    exact: Decimal
    months: int
    kopecks: int
    whole: int | None
    """None for a fraction and for what no table could keep."""


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
    return word(value), False


def word(value: object) -> str:
    """A short value kept as it is told, without blanks around: a local id, the name of a unit."""
    if isinstance(value, str):
        return squeeze(value)
    value = scalar(value)
    return "" if value is None or isinstance(value, dict | list | bool) else squeeze(str(value))


def uuid(value: object) -> str:
    """Lower-case 8-4-4-4-12, or empty."""
    if not isinstance(value, str):
        value = scalar(value)
        if not isinstance(value, str):
            return ""
    if _UUID.fullmatch(value):
        return value
    value = value.strip().lower()
    return value if _UUID.fullmatch(value) else ""


def code(value: object) -> str:
    """A code of a dictionary, empty for none; what is no text is spelt as JSON spells it and known to nobody."""
    if isinstance(value, str):
        return _code(value)
    value = scalar(value)
    if value is None:
        return ""
    return _code(value) if isinstance(value, str) else str(value).lower()


def codes(value: object) -> tuple[str, ...]:
    """Several codes, each once, in their order."""
    return tuple(dict.fromkeys(map(code, items(value))))


def flag(value: object) -> bool | None:
    """True, False or not said."""
    if isinstance(value, str):
        return _flag(value)
    value = scalar(value)
    return value if isinstance(value, bool) else _flag(str(value))


def number(value: object) -> Number | None:
    """A decimal; a comma will do. Raises Rejected(BAD_NUMBER), for a JSON boolean too."""
    if isinstance(value, str):
        return _number(value)
    value = scalar(value)
    if value is None:
        return None
    if isinstance(value, str):
        return _number(value)
    if isinstance(value, bool) or not isinstance(value, int | Decimal | float):
        raise Rejected(Reason.BAD_NUMBER)
    return _measured(Decimal(value))


def whole(value: object) -> int | None:
    """A count. Raises Rejected(BAD_NUMBER) for a fraction and for what no table could keep."""
    found = number(value)
    if found is None:
        return None
    if found.whole is None:
        raise Rejected(Reason.BAD_NUMBER)
    return found.whole


def age(value: object) -> Number | None:
    """Years. Raises Rejected(BAD_NUMBER) outside 0–99."""
    found = number(value)
    if found is not None and not 0 <= found.exact <= OLDEST:
        raise Rejected(Reason.BAD_NUMBER)
    return found


def timestamp(value: object) -> int:
    """Unix seconds; 0 if unreadable."""
    if isinstance(value, str) and value.isascii() and value.isdecimal() and len(value) < len("10000000000000"):
        return int(value)
    found = lenient(number, value)
    return int(found.exact) if found else 0


def day(value: object) -> date | None:
    """``YYYY-MM-DD`` or ``DD.MM.YYYY``. Raises Rejected(BAD_DATE)."""
    if not isinstance(value, str):
        value = scalar(value)
        if value is None:
            return None
        if not isinstance(value, str):
            raise Rejected(Reason.BAD_DATE)
    return _day(value)


def clock(value: object) -> int:
    """Minutes from midnight. Raises Rejected(BAD_TIME) for what is not ``H:MM``, nothing included."""
    if not isinstance(value, str):
        value = scalar(value)
        if not isinstance(value, str):
            raise Rejected(Reason.BAD_TIME)
    return _clock(value)


def lenient(read: Callable[[object], Read | None], value: object) -> Read | None:
    """What the reader makes of a value that no test looks at; None if it cannot."""
    try:
        return read(value)
    except Rejected:
        return None


@lru_cache(_REMEMBERED)
def _code(told: str) -> str:
    return squeeze(told)


@lru_cache(_REMEMBERED)
def _flag(told: str) -> bool | None:
    return _FLAGS.get(told.strip().lower())


@lru_cache(_REMEMBERED)
def _number(told: str) -> Number | None:
    told = told.strip()
    if not told:
        return None
    if len(told) > _LONGEST_NUMBER or not _NUMBER.fullmatch(told):
        raise Rejected(Reason.BAD_NUMBER)
    return _measured(Decimal(told.replace(",", ".")))


def _measured(found: Decimal) -> Number:
    if not found.is_finite() or abs(found) > LARGEST_NUMBER:
        raise Rejected(Reason.BAD_NUMBER)
    is_count = abs(found) <= LARGEST_COUNT and found == int(found)
    return Number(found, _times(found, 12), _times(found, 100), int(found) if is_count else None)


def _times(found: Decimal, times: int) -> int:
    return int((found * times).to_integral_value(ROUND_HALF_UP))


@lru_cache(_REMEMBERED)
def _day(told: str) -> date | None:
    told = told.strip()
    iso, russian = _ISO_DAY.fullmatch(told), _RUSSIAN_DAY.fullmatch(told)
    if not told:
        return None
    if iso:
        year, month, number_of_day = iso.groups()
    elif russian:
        number_of_day, month, year = russian.groups()
    else:
        raise Rejected(Reason.BAD_DATE)
    try:
        return date(int(year), int(month), int(number_of_day))
    except ValueError:
        raise Rejected(Reason.BAD_DATE) from None


@lru_cache(_REMEMBERED)
def _clock(told: str) -> int:
    found = _CLOCK.fullmatch(told.strip())
    if not found or int(found[1]) > 23 or int(found[2]) > 59:
        raise Rejected(Reason.BAD_TIME)
    return int(found[1]) * 60 + int(found[2])
