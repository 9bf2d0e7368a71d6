"""The injected clock: nobody in the house asks the machine for the time."""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta, tzinfo

Clock = Callable[[], datetime]
"""Gives the present moment, aware and in UTC."""


def system_clock() -> datetime:
    """The machine's time: the clock of a real desk."""
    return datetime.now(UTC)


class MovableClock:
    """The machine's time plus a shift: the demo moves it to see the first lesson today."""

    def __init__(self, shift: timedelta = timedelta()) -> None:
        self.shift = shift

    def __call__(self) -> datetime:
        return datetime.now(UTC) + self.shift

    def advance(self, by: timedelta) -> None:
        """Move forward; the past is never reached, because deadlines already told would be wrong."""
        if by < timedelta():
            raise ValueError(by)
        self.shift += by


def local_date(now: datetime, zone: tzinfo) -> date:
    """The calendar day of a territory: deadlines are counted in its own time."""
    return now.astimezone(zone).date()
