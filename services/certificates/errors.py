"""Errors of the certificates room."""

from datetime import date

from services.core.errors import Refused, Stale
from services.programs.errors import EnrolmentClosed, GroupFull
from services.programs.models.words import Unpaid


class NotPayable(Refused):
    """The program may not be paid by a certificate; ``item`` holds the act's own words, if it is the act."""

    def __init__(self, why: Unpaid | None = None, item: str = "") -> None:
        super().__init__(why, item)
        self.why = why
        self.item = item


class WrongAge(Refused):
    """The child's age on the day of the first lesson, in full months; the first bound is inclusive, the second not."""

    def __init__(self, months: int, from_months: int, below_months: int) -> None:
        super().__init__(months, from_months, below_months)
        self.months = months
        self.from_months = from_months
        self.below_months = below_months


class TooManyApplications(Refused):
    """The child has as many live applications as the territory allows."""

    def __init__(self, limit: int) -> None:
        super().__init__(limit)
        self.limit = limit


class AlreadyApplied(Refused):
    """A live application of the child to the program for the school year is there already, under ``number``."""

    def __init__(self, number: int) -> None:
        super().__init__(number)
        self.number = number


class TwinApplied(Refused):
    """Another record of the same child has a live application to the program: nothing of the other family is told."""


class ClubHasNotAnswered(Refused):
    """The territory waits for the club's word on the seat until ``club_by``, that day included."""

    def __init__(self, number: int, club_by: date) -> None:
        super().__init__(number, club_by)
        self.number = number
        self.club_by = club_by


class SecondPersonNeeded(Refused):
    """The territory asks for two persons: the case was not proposed yet, or ``is_own`` it was by this very person."""

    def __init__(self, number: int, *, is_own: bool) -> None:
        super().__init__(number, is_own)
        self.number = number
        self.is_own = is_own


class StillInUse(Refused):
    """The certificate may not be converted: too early, something was paid, or the territory does not do it."""

    def __init__(self, number: int) -> None:
        super().__init__(number)
        self.number = number


class TooLateToWithdraw(Stale):
    """The child is enrolled and the contract is in force: it is the contract that must be ended."""

    def __init__(self, number: int) -> None:
        super().__init__("application")
        self.number = number


class SameProgram(Refused):
    """The child is enrolled in this very program: into another group of it the club moves the child itself."""


class OfferOver(Stale):
    """The term of an offered seat is over: it went to the next family; ``group_id`` is the group."""

    def __init__(self, group_id: int) -> None:
        super().__init__("place")
        self.group_id = group_id


class InOrder(Refused):
    """The application stands in the order of an opening whose results have not come to it yet."""

    def __init__(self, number: int) -> None:
        super().__init__(number)
        self.number = number


class FullAtApproval(GroupFull):
    """The last seat went to another application before this one was approved."""

    def __init__(self, number: int) -> None:
        super().__init__(number)
        self.number = number


class ClosedAtApproval(EnrolmentClosed):
    """Enrolment was closed between the application and its approval."""

    def __init__(self, number: int, closed_on: date) -> None:
        super().__init__(closed_on)
        self.number = number
