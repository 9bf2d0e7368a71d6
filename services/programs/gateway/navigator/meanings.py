"""What a string means, remembered: a package repeats the same few thousand strings millions of times."""

import re
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from functools import lru_cache
from typing import NamedTuple

from services.programs.gateway.navigator.markup import squeeze
from services.programs.gateway.verdicts import Reason

LARGEST_COUNT = 2**31 - 1
LARGEST_NUMBER = Decimal(10) ** 13
_REMEMBERED = 1 << 14
_LONGEST_NUMBER = 40

_NUMBER = re.compile(r"[+-]?(?:\d+(?:[.,]\d*)?|[.,]\d+)", re.ASCII)
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


@lru_cache(_REMEMBERED)
def code(told: str) -> str:
    """A code without blanks around."""
    return squeeze(told)


@lru_cache(_REMEMBERED)
def flag(told: str) -> bool | None:
    """True, False or not said."""
    return _FLAGS.get(told.strip().lower())


@lru_cache(_REMEMBERED)
def number(told: str) -> Number | None:
    """A decimal and what it is in our units. Raises Rejected(BAD_NUMBER)."""
    told = told.strip()
    if not told:
        return None
    if len(told) > _LONGEST_NUMBER or not _NUMBER.fullmatch(told):
        raise Rejected(Reason.BAD_NUMBER)
    return measured(Decimal(told.replace(",", ".")))


def measured(found: Decimal) -> Number:
    """A number in our units. Raises Rejected(BAD_NUMBER) for what no table could keep."""
    if not found.is_finite() or abs(found) > LARGEST_NUMBER:
        raise Rejected(Reason.BAD_NUMBER)
    is_count = abs(found) <= LARGEST_COUNT and found == int(found)
    return Number(found, _times(found, 12), _times(found, 100), int(found) if is_count else None)


def _times(found: Decimal, times: int) -> int:
    return int((found * times).to_integral_value(ROUND_HALF_UP))


@lru_cache(_REMEMBERED)
def day(told: str) -> date | None:
    """``YYYY-MM-DD`` or ``DD.MM.YYYY``. Raises Rejected(BAD_DATE)."""
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
def clock(told: str) -> int:
    """Minutes from midnight of ``H:MM``. Raises Rejected(BAD_TIME)."""
    found = _CLOCK.fullmatch(told.strip())
    if not found or int(found[1]) > 23 or int(found[2]) > 59:
        raise Rejected(Reason.BAD_TIME)
    return int(found[1]) * 60 + int(found[2])
