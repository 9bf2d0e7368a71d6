"""Tolerant readers of single values: JSON made from XML by several hands.

``{}``, blanks, null and a missing key are nothing; a list of one is its item; real booleans and numbers are as good as
strings. What cannot be read raises Rejected with the reason that the table of the checks gives.
"""

import re
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import TypeVar

from services.programs.gateway.navigator import meanings
from services.programs.gateway.navigator.markup import clean, squeeze
from services.programs.gateway.navigator.meanings import Number, Rejected
from services.programs.gateway.verdicts import Reason

__all__ = ["Number", "Rejected"]
Read = TypeVar("Read")
OLDEST = 99
LONGEST = 64
"""Letters of a code, a number, a date; also of a name that only a report shows."""
_CONTAINERS = (dict, list)
_NO_WORDS = (dict, list, bool)
_UUID = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}")


def scalar(value: object) -> object:
    """The one value of a field; None for nothing. A full object or a list of several comes back as it is."""
    if isinstance(value, dict):
        return value or None
    if isinstance(value, list) and len(value) < 2:
        value = (value or [None])[0]
    if isinstance(value, str):
        return value.strip() or None
    return None if isinstance(value, _CONTAINERS) and not value else value


def items(value: object) -> list[object]:
    """The several values of a field: a bare one is a list of one, ``{}`` and blanks are none."""
    if isinstance(value, list):
        return [item for item in map(scalar, value) if item is not None]
    return [] if (one := scalar(value)) is None else [one]


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
    return "" if value is None or isinstance(value, _NO_WORDS) else squeeze(str(value))


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
        return meanings.code(_short(value))
    value = scalar(value)
    if value is None:
        return ""
    return meanings.code(_short(value)) if isinstance(value, str) else str(value).lower()[:LONGEST]


def codes(value: object) -> tuple[str, ...]:
    """Several codes, each once, in their order."""
    if isinstance(value, str):
        one = meanings.code(_short(value))
        return (one,) if one else ()
    return tuple(dict.fromkeys(map(code, items(value))))


def flag(value: object) -> bool | None:
    """True, False or not said."""
    if isinstance(value, str):
        return meanings.flag(_short(value))
    value = scalar(value)
    return value if isinstance(value, bool) else meanings.flag(_short(str(value)))


def number(value: object) -> Number | None:
    """A decimal; a comma will do. Raises Rejected(BAD_NUMBER), for a JSON boolean too."""
    if isinstance(value, str):
        return meanings.number(_short(value))
    value = scalar(value)
    if value is None:
        return None
    if isinstance(value, str):
        return meanings.number(_short(value))
    if isinstance(value, bool) or not isinstance(value, int | Decimal | float):
        raise Rejected(Reason.BAD_NUMBER)
    return meanings.measured(Decimal(value))


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
    return meanings.day(_short(value))


def clock(value: object) -> int:
    """Minutes from midnight. Raises Rejected(BAD_TIME) for what is not ``H:MM``, nothing included."""
    if not isinstance(value, str):
        value = scalar(value)
        if not isinstance(value, str):
            raise Rejected(Reason.BAD_TIME)
    return meanings.clock(_short(value))


def _short(value: str) -> str:
    """What is worth remembering; of more, enough to be seen as too much."""
    return value if len(value) <= LONGEST else value.strip()[: LONGEST + 1]


def lenient(read: Callable[[object], Read | None], value: object) -> Read | None:
    """What the reader makes of a value that no test looks at; None if it cannot."""
    try:
        return read(value)
    except Rejected:
        return None
