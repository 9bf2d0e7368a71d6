"""Errors of the feedback room."""

from datetime import date

from services.core.errors import Refused


class SurveyClosed(Refused):
    """The survey is over; answers given in time are kept. ``last_day`` is in the territory's own time."""

    def __init__(self, last_day: date) -> None:
        super().__init__(last_day)
        self.last_day = last_day


class AlreadyReplied(Refused):
    """The club has answered the families of this month."""
