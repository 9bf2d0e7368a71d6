"""What is known of a record while it is checked, and the tests that several boxes share."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from services.programs.gateway.navigator import values
from services.programs.gateway.navigator.codes import CODES, Dictionary, Missing
from services.programs.gateway.navigator.values import Number, Rejected
from services.programs.gateway.records import Place, Record
from services.programs.gateway.verdicts import Reason, Warn

Told = Mapping[str, object]


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
    make: Callable[[], Record] | None = None

    def refuse(self, reason: Reason) -> None:
        """Note the first failing test where the order of the tests puts it."""
        if reason is Reason.MISSING_REQUIRED:
            self.early = reason
        else:
            self.late = reason

    def look_up(self, dictionary: Dictionary, code: str) -> None:
        """Test a code that must be in the dictionary; an empty one is allowed."""
        if code and code not in CODES[dictionary]:
            self.missing += ((dictionary, code),)

    def look_up_open(self, dictionary: Dictionary, codes: tuple[str, ...]) -> None:
        """Test codes that may be outside the dictionary, with a warning."""
        known = CODES[dictionary]
        for code in codes:
            if code and code not in known:
                self.missing_open += ((dictionary, code),)


def required(value: str) -> str:
    """Raises Rejected(MISSING_REQUIRED) for no text."""
    if not value:
        raise Rejected(Reason.MISSING_REQUIRED)
    return value


def ages(low: Number | None, high: Number | None) -> None:
    """Raises Rejected(AGE_REVERSED)."""
    if low is not None and high is not None and high.exact < low.exact:
        raise Rejected(Reason.AGE_REVERSED)


def days_in_order(first: date | None, last: date | None) -> None:
    """Raises Rejected(DATE_REVERSED)."""
    if first is not None and last is not None and last < first:
        raise Rejected(Reason.DATE_REVERSED)


def sizes(low: int | None, high: int | None) -> None:
    """Raises Rejected(NEGATIVE_SIZE) or Rejected(SIZE_REVERSED)."""
    if (low is not None and low < 0) or (high is not None and high < 0):
        raise Rejected(Reason.NEGATIVE_SIZE)
    if low is not None and high is not None and high < low:
        raise Rejected(Reason.SIZE_REVERSED)


def not_negative(*amounts: Number | None) -> None:
    """Raises Rejected(NEGATIVE_MONEY)."""
    for amount in amounts:
        if amount is not None and amount.exact < 0:
            raise Rejected(Reason.NEGATIVE_MONEY)


def on_globe(told: Told) -> None:
    """Raises Rejected(BAD_NUMBER) for a point that is not."""
    if "_latitude" in told or "_longitude" in told:
        _degrees(told.get("_latitude"), 90)
        _degrees(told.get("_longitude"), 180)


def place(told: Told, address: str, fias: str) -> Place:
    """Where it is, of what ``on_globe`` has tested; ``fias`` names the field of its territory."""
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
    if found is not None and abs(found.exact) > limit:
        raise Rejected(Reason.BAD_NUMBER)
    return None if found is None else float(found.exact)
