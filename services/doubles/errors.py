"""Errors of the doubles room."""

from services.core.errors import Refused


class InTheWay(Refused):
    """The records cannot be made one yet: ``what`` is ``applications``, ``waiting``, ``money`` or ``rows``.

    ``numbers`` are those of the cases that stand in each other's way.
    """

    def __init__(self, what: str, numbers: tuple[int, ...] = ()) -> None:
        super().__init__(what, numbers)
        self.what = what
        self.numbers = numbers


class SecondWordNeeded(Refused):
    """The territory asks for two persons, and it was this very person who said «one child» first."""


class TooLateToTakeBack(Refused):
    """The term in which a merging can be taken back is over: what the second record was is destroyed."""
