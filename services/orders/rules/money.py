"""Roubles as they are typed, kopecks as they are kept, and the cost of person-hours."""

from decimal import ROUND_HALF_UP, Decimal, InvalidOperation

from services.core.errors import Invalid

KOPECKS = 100
MOST_MONEY = 2**53
"""Kopecks: what a spreadsheet still counts exactly."""
MOST_COUNT = 2**31 - 1
NORM_MOST = Decimal(1_000_000)
NORM_PLACES = 12
_BLANKS = str.maketrans("", "", " \u00a0\u202f₽")


def cost(norm: Decimal, hours: int) -> int:
    """Kopecks for person-hours at an unrounded norm: only the product is rounded, a half up.

    The printed norm may be a rounded one: its product need not give the printed sum, so both are kept.
    """
    return int((norm * hours * KOPECKS).to_integral_value(ROUND_HALF_UP))


def decimal_of(text: str, field: str) -> Decimal:
    """A number as people and spreadsheets write it: blanks, a comma. Raises Invalid."""
    plain = text.translate(_BLANKS).replace(",", ".")
    try:
        number = Decimal(plain)
    except InvalidOperation as unreadable:
        raise Invalid(field, "format") from unreadable
    if not number.is_finite() or len(plain) > NORM_PLACES * 2:
        raise Invalid(field, "format")
    return number


def kopecks_of(text: str, field: str) -> int:
    """«1 234,50» → 123450. Raises Invalid: ``format``, ``negative``, ``decimals`` (a part of a kopeck), ``range``."""
    kopecks = decimal_of(text, field) * KOPECKS
    if kopecks < 0:
        raise Invalid(field, "negative")
    if kopecks != kopecks.to_integral_value():
        raise Invalid(field, "decimals")
    if kopecks > MOST_MONEY:
        raise Invalid(field, "range")
    return int(kopecks)


def count_of(text: str, field: str) -> int:
    """A whole number of children or hours. Raises Invalid: ``format``, ``negative``, ``decimals``, ``range``."""
    number = decimal_of(text, field)
    if number < 0:
        raise Invalid(field, "negative")
    if number != number.to_integral_value():
        raise Invalid(field, "decimals")
    if number > MOST_COUNT:
        raise Invalid(field, "range")
    return int(number)


def norm_of(text: str, field: str) -> Decimal | None:
    """A normative cost of a person-hour in roubles, with all its digits; blank is None. Raises Invalid."""
    if not text.strip():
        return None
    norm = decimal_of(text, field)
    if norm < 0:
        raise Invalid(field, "negative")
    if norm >= NORM_MOST:
        raise Invalid(field, "range")
    return norm
