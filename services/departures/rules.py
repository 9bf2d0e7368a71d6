"""Pure rules of a departure: grounds, which places are offered first, by when a family chooses."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from services.core.errors import Invalid
from services.programs.queries import GroupView

MOST = 3
LONGEST = 365
"""Days ahead that a departure may be written down."""
DOCUMENT = 200


class Stage(StrEnum):
    """running (families are being told) → offered → closed; or undone, until it is closed."""

    RUNNING = "running"
    OFFERED = "offered"
    CLOSED = "closed"
    UNDONE = "undone"


LIVE = (Stage.RUNNING, Stage.OFFERED)


class Ground(StrEnum):
    """Why a provider leaves the register or a program ends (189-FZ, article 9, part 16; the order of the register)."""

    OWN_REQUEST = "own_request"
    LICENCE_ENDED = "licence_ended"
    LIQUIDATION = "liquidation"
    BREACH = "breach"
    NO_AGREEMENT = "no_agreement"
    GROUP_CLOSED = "group_closed"


class Answer(StrEnum):
    """What became of a child's choice; None while it waits."""

    MOVED = "moved"
    """One of the proposals."""
    OTHER = "other"
    """Another club that the family has found."""
    LEFT = "left"
    """Nothing more: the money went back."""
    SILENT = "silent"
    UNDONE = "undone"


PAPER, CODE = "paper", "code"
"""How a clerk knows a family's choice: by a form that is signed, by the one-time code of whoever is at the desk."""


@dataclass(frozen=True, slots=True)
class Subject:
    """What ends: a whole provider, a program or a group of it."""

    provider_id: int
    program_id: int | None = None
    group_id: int | None = None

    @property
    def word(self) -> str:
        """The narrowest that is named, as one word."""
        if self.group_id is not None:
            return f"group:{self.group_id}"
        return f"provider:{self.provider_id}" if self.program_id is None else f"program:{self.program_id}"

    def covers(self, one: GroupView) -> bool:
        """Whether the group ends with it: one that was published later, too."""
        if self.group_id is not None:
            return one.id == self.group_id
        if self.program_id is not None:
            return one.program_id == self.program_id
        return one.provider_id == self.provider_id


def check_days(today: date, leaves_on: date, reply_by: date) -> None:
    """Raise Invalid unless the club ends today or later and families have at least a day to choose."""
    last = today + timedelta(days=LONGEST)
    if not today <= leaves_on <= last:
        raise Invalid("departure_day", "past" if leaves_on < today else "far")
    if not today < reply_by <= last:
        raise Invalid("departure_reply", "past" if reply_by <= today else "far")


def checked_document(typed: str) -> str:
    """The paper's name with spaces tidied. Raises Invalid for none or for a text that no name is."""
    document = " ".join(typed.split())
    if not document:
        raise Invalid("departure_document", "blank")
    if len(document) > DOCUMENT:
        raise Invalid("departure_document", "long")
    return document


def together(lists: Sequence[Sequence[GroupView]]) -> list[list[GroupView]]:
    """Up to three places for each child of a family: first those at an address where every one of them finds one."""
    near = set.intersection(*({one.address for one in places} for places in lists)) if len(lists) > 1 else set()
    return [sorted(places, key=lambda one: one.address not in near)[:MOST] for places in lists]


@dataclass(frozen=True, slots=True)
class Figures:
    """What a departure does or would do: children, and how each stands."""

    children: int = 0
    with_places: int = 0
    without_places: int = 0
    moved: int = 0
    other: int = 0
    left: int = 0
    silent: int = 0
    waiting: int = 0
