"""How places are ordered; pure. Whoever has the published record repeats it with nothing but SHA-256.

The order of the draw (docs/openings.md):

1. ``entropy`` = SHA-256 of the application numbers, ascending, joined by commas. The desk does not choose it.
2. A child's key = SHA-256 of ``seed:entropy:tag``; the tag is the child's smallest application number.
3. Children go in the order of their keys. In each round every child, at its turn, goes down its applications in the
   order of filing until one finds a seat; so everybody's first place comes before anybody's second.
"""

import secrets
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from hashlib import sha256

from services.core.errors import Invalid

LONGEST = timedelta(days=31)
FURTHEST = timedelta(days=366)


class Mode(StrEnum):
    """Strict order of time, or a window in which all are equal and a draw decides."""

    TIME = "time"
    DRAW = "draw"


@dataclass(frozen=True, slots=True)
class Ballot:
    """An application that takes part. ``tag`` is the smallest number of the same child's."""

    number: int
    tag: int
    group_id: int
    filed_at: datetime


@dataclass(frozen=True, slots=True)
class Place:
    """Where an application stands; every count from 1.

    ``position``: in the order in which all were looked at; ``turn``: of the child in the draw, of the application in
    the order of time; ``place``: among those to the same group.
    """

    number: int
    position: int
    turn: int
    round: int
    place: int
    seat: bool


def new_seed() -> str:
    """256 random bits."""
    return secrets.token_hex(32)


def digest(text: str) -> str:
    """SHA-256 in hexadecimal."""
    return sha256(text.encode()).hexdigest()


def entropy(numbers: Iterable[int]) -> str:
    """What the applicants themselves put into the draw."""
    return digest(",".join(str(number) for number in sorted(numbers)))


def check_hours(opens_at: datetime, closes_at: datetime, now: datetime) -> None:
    """Raise Invalid for an hour that has passed or is over a year away, a window of no length or over a month."""
    if opens_at <= now:
        raise Invalid("opening_hours", "past")
    if opens_at > now + FURTHEST:
        raise Invalid("opening_hours", "far")
    if not timedelta(0) < closes_at - opens_at <= LONGEST:
        raise Invalid("opening_hours", "length")


def order_by_time(ballots: Iterable[Ballot], free: Mapping[int, int]) -> list[Place]:
    """Strict order of time; of the same moment the smaller number is first. ``free``: seats by group."""
    left, places = dict(free), _Places()
    for turn, ballot in enumerate(sorted(ballots, key=lambda one: (one.filed_at, one.number)), 1):
        places.add(ballot, turn=turn, round_no=1, seat=_take(left, ballot.group_id))
    return places.all


def order_by_draw(ballots: Iterable[Ballot], free: Mapping[int, int], *, seed: str, entropy: str) -> list[Place]:
    """The draw: children in the order of their keys, round after round, each down its own applications."""
    waiting: dict[int, list[Ballot]] = {}
    for ballot in sorted(ballots, key=lambda one: (one.filed_at, one.number)):
        waiting.setdefault(ballot.tag, []).append(ballot)
    turns = sorted(waiting, key=lambda tag: (digest(f"{seed}:{entropy}:{tag}"), tag))
    left, places, round_no = dict(free), _Places(), 0
    while any(waiting.values()):
        round_no += 1
        for turn, tag in enumerate(turns, 1):
            has_seat = False
            while waiting[tag] and not has_seat:
                ballot = waiting[tag].pop(0)
                has_seat = _take(left, ballot.group_id)
                places.add(ballot, turn=turn, round_no=round_no, seat=has_seat)
    return places.all


def order(mode: Mode, ballots: Sequence[Ballot], free: Mapping[int, int], *, seed: str) -> tuple[str, list[Place]]:
    """The entropy of the list and everybody's place."""
    mixed = entropy(ballot.number for ballot in ballots)
    if mode is Mode.TIME:
        return mixed, order_by_time(ballots, free)
    return mixed, order_by_draw(ballots, free, seed=seed, entropy=mixed)


def _take(left: dict[int, int], group_id: int) -> bool:
    if left.get(group_id, 0) <= 0:
        return False
    left[group_id] -= 1
    return True


class _Places:
    """Places as they are given, with a count for each group."""

    def __init__(self) -> None:
        self.all: list[Place] = []
        self._of_group: dict[int, int] = {}

    def add(self, ballot: Ballot, *, turn: int, round_no: int, seat: bool) -> None:
        place = self._of_group[ballot.group_id] = self._of_group.get(ballot.group_id, 0) + 1
        self.all.append(Place(ballot.number, len(self.all) + 1, turn, round_no, place, seat))
