"""Fixing the order: a rehearsal that leaves nothing, the draw, and making it public."""

import json
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import update
from sqlalchemy.ext.asyncio import AsyncSession

from services.core.actor import Actor
from services.core.errors import NotFound, Stale
from services.openings import rules
from services.openings.errors import OtherEyes, StillOpen
from services.openings.models import Opening, OpeningEntry
from services.openings.queries import standing_list
from services.openings.rules import Ballot, Place
from services.territories.queries import territory

GRACE = timedelta(minutes=2)
"""A touch that began before the window closed is written by then."""


@dataclass(frozen=True, slots=True)
class Rehearsal:
    """What an order would give today: ``seats`` by their count for a child (1, 2, …), and children without any."""

    applications: int
    children: int
    first_places: int
    further_places: int
    without: int


async def rehearse(session: AsyncSession, actor: Actor, *, opening_id: int) -> Rehearsal:
    """A dry run over those who have filed so far, with a seed that is thrown away. Raises NotFound."""
    row = await _ours(session, actor, opening_id)
    ballots, free = await standing_list(session, opening_id)
    _entropy, places = rules.order(row.mode, ballots, free, seed=rules.new_seed())
    return _sum_up(ballots, places)


async def draw(session: AsyncSession, actor: Actor, *, opening_id: int, now: datetime) -> Rehearsal:
    """Fix the order once the window is closed; nobody but the staff sees it yet.

    Raises NotFound, StillOpen, Stale when it was drawn or called off already.
    """
    row = await _ours(session, actor, opening_id)
    if now < row.closes_at + GRACE:
        place = await territory(session, row.territory_id)
        raise StillOpen(row.closes_at + GRACE, place.timezone)
    seed, mode = row.seed, row.mode
    drawn = await session.scalar(
        update(Opening)
        .where(Opening.id == opening_id, Opening.drawn_at.is_(None), Opening.cancelled_at.is_(None))
        .values(drawn_at=now, drawn_by=actor.person_id)
        .returning(Opening.id)
    )
    if drawn is None:
        raise Stale("opening")
    ballots, free = await standing_list(session, opening_id)
    mixed, places = rules.order(mode, ballots, free, seed=seed)
    row.record = _record(row, mixed, ballots, free, places)
    await session.flush()
    await _write(session, places)
    return _sum_up(ballots, places)


async def publish(session: AsyncSession, actor: Actor, *, opening_id: int, now: datetime) -> None:
    """Make seed, list and places public; what follows for each family is done by ``settle`` in the actor's name.

    Raises NotFound, OtherEyes where the territory asks for a second person, Stale when it is not drawn or is out.
    """
    row = await _ours(session, actor, opening_id)
    if row.four_eyes and row.drawn_by == actor.person_id:
        raise OtherEyes
    out = await session.scalar(
        update(Opening)
        .where(Opening.id == opening_id, Opening.drawn_at.is_not(None), Opening.published_at.is_(None))
        .values(published_at=now, published_by=actor.person_id)
        .returning(Opening.id)
    )
    if out is None:
        raise Stale("opening")


async def _ours(session: AsyncSession, actor: Actor, opening_id: int) -> Opening:
    row = await session.get(Opening, opening_id, populate_existing=True)
    if row is None or row.territory_id not in actor.staff_territories:
        raise NotFound("opening")
    return row


async def _write(session: AsyncSession, places: Sequence[Place]) -> None:
    """Everybody's place, in one statement sent many times."""
    if places:
        rows = [
            {
                "number": one.number,
                "position": one.position,
                "turn": one.turn,
                "round": one.round,
                "place": one.place,
                "seat": one.seat,
            }
            for one in places
        ]
        await session.execute(update(OpeningEntry), rows)


def _record(
    row: Opening, mixed: str, ballots: Sequence[Ballot], free: Mapping[int, int], places: Sequence[Place]
) -> str:
    """All that repeats the order: no person, no child, nothing but numbers, groups and moments."""
    told = {
        "rule": "docs/openings.md, version 1",
        "mode": row.mode.value,
        "opens_at": row.opens_at.isoformat(),
        "closes_at": row.closes_at.isoformat(),
        "seed_digest": row.seed_digest,
        "seed": row.seed,
        "entropy": mixed,
        "seats": {str(group_id): seats for group_id, seats in sorted(free.items())},
        "applications": [[one.number, one.tag, one.group_id, one.filed_at.isoformat()] for one in ballots],
        "places": [[one.number, one.turn, one.round, one.place, one.seat] for one in places],
    }
    return json.dumps(told)


def _sum_up(ballots: Sequence[Ballot], places: Sequence[Place]) -> Rehearsal:
    tags = {ballot.number: ballot.tag for ballot in ballots}
    won = Counter(tags[one.number] for one in places if one.seat)
    children = len(set(tags.values()))
    return Rehearsal(len(ballots), children, len(won), sum(won.values()) - len(won), children - len(won))
