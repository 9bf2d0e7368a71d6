"""Errors of the room of questions and complaints."""

from datetime import date

from services.core.errors import Refused


class ComplaintTooLate(Refused):
    """The term for a complaint about this refusal ended on ``last``; an appeal by 59-FZ has no such term."""

    def __init__(self, last: date) -> None:
        super().__init__(last)
        self.last = last


class NameNeeded(Refused):
    """An appeal and a complaint are signed: the writer's name is not known yet (59-FZ, article 7)."""


class TooManyOpen(Refused):
    """So many of a person's wait for an answer that no more are taken; ``most`` is the limit."""

    def __init__(self, most: int) -> None:
        super().__init__(most)
        self.most = most


class ThreadClosed(Refused):
    """Nothing is written in a thread that has been answered, withdrawn or sent on."""


class OwnDecision(Refused):
    """Who made a decision does not judge the complaint about it (59-FZ, article 8, part 6; 210-FZ, article 11.2)."""


class HeadNeeded(Refused):
    """The road is decided by those who head the body."""


class NotProlonged(Refused):
    """The road has no longer term, or it was prolonged already."""


class TooLateToForward(Refused):
    """What is another body's is sent on within its term from the day of registration; it ended on ``last``."""

    def __init__(self, last: date) -> None:
        super().__init__(last)
        self.last = last


class BeyondLaw(Refused):
    """A territory's own term is longer than the law's ``most`` days."""

    def __init__(self, most: int) -> None:
        super().__init__(most)
        self.most = most


class NotReopened(Refused):
    """There is nothing to re-open: another application for the same child and program lives, or it was no refusal."""
