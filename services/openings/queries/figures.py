"""How an opening goes, for those who run it."""

from collections import Counter
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from services.certificates.queries.undecided import undecided
from services.core.actor import Actor
from services.openings.models import OpeningEntry
from services.openings.rules import Ballot
from services.programs.queries import groups


@dataclass(frozen=True, slots=True)
class Figures:
    """``applications`` that take part, of how many ``children``; ``seats`` of the groups asked for.

    ``approved`` and ``left`` (to a clerk) are counted once the results are out.
    """

    applications: int
    children: int
    groups: int
    seats: int
    crowded: int
    """Groups that more have applied to than there are seats."""
    with_seat: int
    approved: int
    left: int
    waiting: int
    """Entries whose people have not been told yet."""


async def standing_list(session: AsyncSession, opening_id: int) -> tuple[list[Ballot], dict[int, int]]:
    """Who takes part now, and the free seats of the groups they have chosen."""
    found = await session.execute(
        select(OpeningEntry.number, OpeningEntry.child_id, OpeningEntry.group_id, OpeningEntry.filed_at)
        .where(OpeningEntry.opening_id == opening_id)
        .order_by(OpeningEntry.number)
    )
    rows = found.all()
    still = await undecided(session, [row.number for row in rows])
    tags: dict[int, int] = {}
    ballots = []
    for number, child_id, group_id, filed_at in rows:
        if number in still:
            tag = tags.setdefault(child_id, number)
            ballots.append(Ballot(number, tag, group_id, filed_at))
    known = await groups(session, {ballot.group_id for ballot in ballots})
    return ballots, {one.id: max(0, one.capacity - one.taken) for one in known.values()}


async def figures(session: AsyncSession, actor: Actor, *, opening_id: int, territory_id: int) -> Figures:
    """The figures of an opening of a territory that the actor serves. Raises NotAllowed."""
    actor.require_staff(territory_id)
    ballots, free = await standing_list(session, opening_id)
    asked = Counter(ballot.group_id for ballot in ballots)
    outcome = await session.execute(
        select(OpeningEntry.seat, OpeningEntry.settled_how).where(OpeningEntry.opening_id == opening_id)
    )
    ends = [(row.seat, row.settled_how) for row in outcome]
    return Figures(
        applications=len(ballots),
        children=len({ballot.tag for ballot in ballots}),
        groups=len(asked),
        seats=sum(free.values()),
        crowded=sum(count > free.get(group_id, 0) for group_id, count in asked.items()),
        with_seat=sum(bool(seat) for seat, _how in ends),
        approved=sum(how == "approved" for _seat, how in ends),
        left=sum(bool(seat) and how not in (None, "approved") for seat, how in ends),
        waiting=sum(seat is not None and how is None for seat, how in ends),
    )
