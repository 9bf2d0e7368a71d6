"""Errors of the openings room."""

from datetime import datetime, tzinfo

from services.core.errors import Refused, ServiceError
from services.openings.rules import Mode


class NotOpenYet(Refused):
    """Filing begins at an hour that was announced; nothing was filed."""

    def __init__(self, opening_id: int, opens_at: datetime, zone: tzinfo, mode: Mode) -> None:
        super().__init__(opening_id)
        self.opening_id = opening_id
        self.opens_at = opens_at
        self.zone = zone
        self.mode = mode


class WindowOver(Refused):
    """The window is closed and its results are not out yet; nothing was filed."""

    def __init__(self, opening_id: int, closes_at: datetime, zone: tzinfo) -> None:
        super().__init__(opening_id)
        self.opening_id = opening_id
        self.closes_at = closes_at
        self.zone = zone


class NotTogether(Refused):
    """One application of a filing of several was refused, so none was filed: which, and why."""

    def __init__(self, group_id: int, child_id: int, why: ServiceError) -> None:
        super().__init__(group_id, child_id)
        self.group_id = group_id
        self.child_id = child_id
        self.why = why


class AlreadyAnnounced(Refused):
    """The territory has an opening that is not over."""


class StillOpen(Refused):
    """The window has not closed: there is nothing to fix yet."""

    def __init__(self, closes_at: datetime, zone: tzinfo) -> None:
        super().__init__()
        self.closes_at = closes_at
        self.zone = zone


class OtherEyes(Refused):
    """The territory asks that another person publishes than the one who drew."""


class TooLateToCancel(Refused):
    """The hour has come: an opening that people have filed in is not called off."""
