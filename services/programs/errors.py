"""What a group may refuse."""

from datetime import date

from services.core.errors import Refused


class GroupFull(Refused):
    """Every seat of the group is taken."""


class EnrolmentClosed(Refused):
    """The organiser closed enrolment into the group on a day."""

    def __init__(self, closed_on: date) -> None:
        super().__init__(closed_on)
        self.closed_on = closed_on
