"""What is known of a record while it is checked, and the tests that several boxes share."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from services.programs.gateway.navigator import values
from services.programs.gateway.navigator.codes import Dictionary, Missing, missing
from services.programs.gateway.navigator.values import Rejected
from services.programs.gateway.records import Place, Reason, Record, Warn

Told = Mapping[str, object]
KOPECKS = 100
MONTHS = 12


@dataclass(slots=True)
class Draft:
    """Grows while the tests run; what was found before a failing test stays."""

    parent: str = ""
    direction: str | None = None
    focus_code: str = ""
    early: Reason | None = None
    late: Reason | None = None
    missing: tuple[Missing, ...] = ()
    missing_open: tuple[Missing, ...] = ()
    warnings: Sequence[Warn] = field(default=())
    record: Record | None = None

    def refuse(self, reason: Reason) -> None:
        """Note the first failing test where the order of the tests puts it."""
        if reason is Reason.MISSING_REQUIRED:
            self.early = reason
        else:
            self.late = reason

    def look_up(self, dictionary: Dictionary, *codes: str) -> None:
        """Test codes that must be in the dictionary; an empty one is allowed."""
        self.missing += missing(dictionary, filter(None, codes))

    def look_up_open(self, dictionary: Dictionary, *codes: str) -> None:
        """Test codes that may be outside the dictionary, with a warning."""
        self.missing_open += missing(dictionary, filter(None, codes))


def required(value: str) -> str:
    """Raises Rejected(MISSING_REQUIRED) for no text."""
    if not value:
        raise Rejected(Reason.MISSING_REQUIRED)
    return value


def in_order(low: Decimal | int | None, high: Decimal | int | None, reason: Reason) -> None:
    """Raises Rejected if both are told and the high one is less than the low one."""
    if low is not None and high is not None and high < low:
        raise Rejected(reason)


def days_in_order(first: date | None, last: date | None) -> None:
    """Raises Rejected(DATE_REVERSED)."""
    if first is not None and last is not None and last < first:
        raise Rejected(Reason.DATE_REVERSED)


def sizes(low: int | None, high: int | None) -> None:
    """Raises Rejected(NEGATIVE_SIZE) or Rejected(SIZE_REVERSED)."""
    if (low is not None and low < 0) or (high is not None and high < 0):
        raise Rejected(Reason.NEGATIVE_SIZE)
    in_order(low, high, Reason.SIZE_REVERSED)


def not_negative(*amounts: Decimal | None) -> None:
    """Raises Rejected(NEGATIVE_MONEY)."""
    if any(amount is not None and amount < 0 for amount in amounts):
        raise Rejected(Reason.NEGATIVE_MONEY)


def place(told: Told, address: str, fias: str) -> Place:
    """Where it is; ``fias`` names the field of its territory. Raises Rejected(BAD_NUMBER) outside the globe."""
    return Place(
        address=address,
        fias=values.word(told.get(fias)),
        oktmo=values.word(told.get("oktmo")),
        okato=values.word(told.get("okato")),
        latitude=_degrees(told.get("_latitude"), 90),
        longitude=_degrees(told.get("_longitude"), 180),
    )


def _degrees(value: object, limit: int) -> float | None:
    found = values.number(value)
    if found is not None and abs(found) > limit:
        raise Rejected(Reason.BAD_NUMBER)
    return None if found is None else float(found)
