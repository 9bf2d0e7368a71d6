"""Errors of the indicators room."""

from services.core.errors import Refused


class TableFixed(Refused):
    """The year's table is agreed: its values change only in a correction."""

    def __init__(self, year: int) -> None:
        super().__init__(year)
        self.year = year


class ReasonNeeded(Refused):
    """A counted figure is replaced only with a reason and a document."""


class SameHand(Refused):
    """Whoever agreed the table does not sign it: two persons stand for it."""


class StillMissing(Refused):
    """Rows by hand without a value; ``rows`` are their codes."""

    def __init__(self, rows: tuple[str, ...]) -> None:
        super().__init__(rows)
        self.rows = rows
