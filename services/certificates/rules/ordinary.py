"""What makes a case unfit for being approved among many: pure."""

from enum import StrEnum


class Bar(StrEnum):
    """Why a person must look at a case by itself."""

    DECIDED = "decided"
    RETURNED = "returned"
    CLUB = "club"
    COLLEAGUE = "colleague"
    SECOND = "second"


Bars = tuple[Bar, ...]


def bars(
    *,
    can_be_approved: bool,
    is_undecided: bool,
    waits_for_club: bool,
    assignee: int | None,
    proposer: int | None,
    four_eyes: bool,
    me: int,
) -> Bars:
    """All that keeps a case from being approved by ``me`` at once with others.

    It is decided, or waits for the parent; the club's term still runs; a colleague has it; the territory asks for two
    persons and ``me`` was the first.
    """
    found = {
        Bar.DECIDED: not can_be_approved and not is_undecided,
        Bar.RETURNED: not can_be_approved and is_undecided,
        Bar.CLUB: waits_for_club,
        Bar.COLLEAGUE: assignee not in {None, me},
        Bar.SECOND: four_eyes and proposer == me,
    }
    return tuple(bar for bar, holds in found.items() if holds)
