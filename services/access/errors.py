"""What the doors to the pages refuse."""

from services.core.errors import Refused


class EntryUnusable(Refused):
    """A link or launch data that is unknown, used or out of date; ``target`` is where a fresh one should lead."""

    def __init__(self, target: str = "/") -> None:
        super().__init__(target)
        self.target = target


class WrongFactor(Refused):
    """The code of the authenticator is not the one of this moment, or was used already."""


class FactorLocked(Refused):
    """Too many wrong codes: none is taken for so many minutes."""

    def __init__(self, minutes: int) -> None:
        super().__init__(minutes)
        self.minutes = minutes
