"""Errors of the certificates room."""

from datetime import date

from services.core.errors import Refused, Stale
from services.programs.errors import EnrolmentClosed, GroupFull


class NotPayable(Refused):
    """The program may not be paid by a certificate: the act excludes it."""


class WrongAge(Refused):
    """The child's age on the day of the first lesson; the bounds are inclusive."""

    def __init__(self, age: int, age_from: int, age_to: int) -> None:
        super().__init__(age, age_from, age_to)
        self.age = age
        self.age_from = age_from
        self.age_to = age_to


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


class TooLateToWithdraw(Stale):
    """The application was approved and its contract is being made: the office takes it back."""

    def __init__(self, number: int) -> None:
        super().__init__("application")
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
