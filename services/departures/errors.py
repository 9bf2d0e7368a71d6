"""Errors of the departures room."""

from datetime import date

from services.core.errors import Refused, Stale


class ChoiceOver(Refused):
    """Families could choose through ``reply_by``; the office places the child now."""

    def __init__(self, reply_by: date) -> None:
        super().__init__(reply_by)
        self.reply_by = reply_by


class ChosenAlready(Stale):
    """The child's choice was made; ``number`` is the new application, None where the child leaves."""

    def __init__(self, number: int | None) -> None:
        super().__init__("placement")
        self.number = number


class ClubStays(Refused):
    """The departure was taken back: there is nothing to choose, the contract goes on."""


class PlaceGone(Refused):
    """The place that was chosen is taken meanwhile; nothing was changed. ``placement_id`` has the others."""

    def __init__(self, placement_id: int) -> None:
        super().__init__(placement_id)
        self.placement_id = placement_id


class NothingToLeave(Refused):
    """The club, program or group is not there, or belongs to another territory."""


class TooLateToUndo(Refused):
    """The plan is over or undone already."""
