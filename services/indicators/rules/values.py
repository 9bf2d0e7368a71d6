"""Typed values of the act's rows: which kind a row is, and what a person may enter; pure."""

import re
from collections.abc import Mapping
from decimal import Decimal
from enum import StrEnum

from services.core.errors import Invalid
from services.indicators.rules.figures import RANKS, Number, percent
from services.territories.rules import IndicatorRow

PENDING = re.compile(r"будет\s+определен", re.IGNORECASE)
PERCENT_ROWS = frozenset({"1.S", "3.2S", "5.3"})
"""Shares whatever unit the act prints."""
TEXT_MOST = 300
_LEAD = re.compile(r"^\s*значение\s*:\s*", re.IGNORECASE)
_PERCENT = re.compile(r"\s*(?:%|проц(?:\.|ент\w*)?)\s*$", re.IGNORECASE)
_NUMBER = re.compile(r"-?\d+(?:[.,]\d+)?")
_PLACES, _DIGITS = 1, 12


class Shape(StrEnum):
    """What a row's value is; ``ANY``: the act prints nothing that tells a number from a word."""

    COUNT = "count"
    PERCENT = "percent"
    WORDS = "words"
    ANY = "any"


def shape_of(row: IndicatorRow) -> Shape:
    """The kind of a row by its unit and by the values that the act prints."""
    printed = [value for value in (row.base_value, row.target_value) if value and not PENDING.search(value)]
    if any(value.casefold() in RANKS for value in printed):
        return Shape.WORDS
    if (row.unit or "").startswith("процент") or row.formula in PERCENT_ROWS:
        return Shape.PERCENT
    if row.unit is None and row.text.casefold().removeprefix("из них ").startswith("доля"):
        return Shape.PERCENT
    if row.unit is None and not printed and row.type.value == "process":
        return Shape.ANY
    return Shape.COUNT


def clean_value(row: IndicatorRow, typed: str) -> str:
    """The value as it is kept: «30 700» → 30700, «100 проц.» → 100 where the row is a share, a word of the acts.

    Raises Invalid (field ``indicator``): blank, pending, word, number, negative, fraction, places, hundred.
    """
    text = _LEAD.sub("", typed).strip().rstrip(",;").strip()
    if not text:
        raise Invalid("indicator", "blank")
    if PENDING.search(text):
        raise Invalid("indicator", "pending")
    shape = shape_of(row)
    if shape in {Shape.WORDS, Shape.ANY} and text.casefold() in RANKS:
        return text.casefold()
    if shape is Shape.WORDS:
        raise Invalid("indicator", "word")
    return _number(text, shape)


def _number(text: str, shape: Shape) -> str:
    if shape is Shape.PERCENT:
        text = _PERCENT.sub("", text)
    plain = re.sub(r"\s", "", text).replace("−", "-").replace(",", ".")
    if len(plain) > _DIGITS or not _NUMBER.fullmatch(plain):
        raise Invalid("indicator", "number")
    value = Decimal(plain)
    if value < 0:
        raise Invalid("indicator", "negative")
    if shape is not Shape.PERCENT and value != value.to_integral_value():
        raise Invalid("indicator", "fraction")
    if shape is Shape.PERCENT and value > 100:
        raise Invalid("indicator", "hundred")
    if value != round(value, _PLACES):
        raise Invalid("indicator", "places")
    return str(int(value)) if value == value.to_integral_value() else str(value.normalize())


def is_pending(printed: str | None) -> bool:
    """Whether the act leaves a value to the factor analysis."""
    return bool(printed and PENDING.search(printed))


def checked_text(typed: str, field: str) -> str:
    """A document's name or a reason on one line; raises Invalid blank or long."""
    text = " ".join(typed.split())
    if not text:
        raise Invalid(field, "blank")
    if len(text) > TEXT_MOST:
        raise Invalid(field, "long")
    return text


def coverage(children: int, population: int) -> Number | None:
    """Row 3.2S in percent; nobody lives there is «нет данных». Raises Invalid where it is above the whole."""
    if children < 0 or population < 0 or children > population:
        raise Invalid("coverage", "whole")
    return percent(children, population) if population else None


def beyond_parents(facts: Mapping[str, Number | str | None]) -> frozenset[str]:
    """Rows «из них» that are more than the row of which they are a part."""
    parts = {"1.4": "1.3", "2.3": "2.2", "3.3": "3.2"}
    return frozenset(part for part, whole in parts.items() if _more(facts.get(part), facts.get(whole)))


def _more(part: Number | str | None, whole: Number | str | None) -> bool:
    return isinstance(part, int | float) and isinstance(whole, int | float) and part > whole
