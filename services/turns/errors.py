"""Errors of the turns room."""

from datetime import date, datetime

from services.core.errors import Refused


class NotTheNextYear(Refused):
    """Only the school year that begins next can be turned to: ``following``."""

    def __init__(self, year: int, following: int) -> None:
        super().__init__(year, following)
        self.year = year
        self.following = following


class TooLateToTurn(Refused):
    """The new school year begins before a family could answer: ``last`` is the last day on which one could."""

    def __init__(self, last: date) -> None:
        super().__init__(last)
        self.last = last


class ClockBack(Refused):
    """The clock stands before what was done already, at ``done_at``: nothing is counted from it."""

    def __init__(self, done_at: datetime) -> None:
        super().__init__(done_at)
        self.done_at = done_at


class OtherPersonStarts(Refused):
    """The territory asks for two persons: another one than who asked for the turn starts it."""


class TooLateToUndo(Refused):
    """Recruitment is open to all: the turn is not undone any more."""


class OfferOver(Refused):
    """The offer was for answers through ``reply_by``; the seat is open to all now."""

    def __init__(self, reply_by: date) -> None:
        super().__init__(reply_by)
        self.reply_by = reply_by
