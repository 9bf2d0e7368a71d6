"""Errors of the families room."""

from services.core.errors import Refused


class OutOfAge(Refused):
    """The child is too young or too old for the territory's certificate; ages are full years."""

    def __init__(self, age: int, age_min: int, age_max_exclusive: int) -> None:
        super().__init__(age, age_min, age_max_exclusive)
        self.age = age
        self.age_min = age_min
        self.age_max_exclusive = age_max_exclusive


class ChildAlreadyAdded(Refused):
    """The parent has a child with this СНИЛС already."""


class ConsentMissing(Refused):
    """There is no consent to this purpose in force, and the deed needs one (152-FZ, articles 9 and 10)."""

    def __init__(self, purpose: str) -> None:
        super().__init__(purpose)
        self.purpose = purpose


class LevelTooLow(Refused):
    """The deed needs a higher level of identity than the person has (``rules.Level``)."""

    def __init__(self, needed: int, has: int) -> None:
        super().__init__(needed, has)
        self.needed = needed
        self.has = has


class RightMissing(Refused):
    """The actor is of the child's family, but may not do this (``rules.Right``)."""

    def __init__(self, needed: str) -> None:
        super().__init__(needed)
        self.needed = needed


class AlreadyKin(Refused):
    """The actor is of this child's family already."""


class TwinChild(Refused):
    """Somebody who is to be the first representative has the same child (by СНИЛС) on their own already."""


class TooYoungForOwnVoice(Refused):
    """The child is below the age from which on they may join themselves."""

    def __init__(self, age: int) -> None:
        super().__init__(age)
        self.age = age
