"""One's own place in the order, and what it follows from."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select, tuple_
from sqlalchemy.ext.asyncio import AsyncSession

from services.core.actor import Actor
from services.core.errors import NotFound
from services.families.queries import child_ids
from services.openings.models import OpeningEntry
from services.openings.queries.views import OpeningView, opening
from services.programs.queries import GroupView, group


@dataclass(frozen=True, slots=True)
class OwnPlace:
    """``place`` is None while all are equal. Before the results of a strict order it is that of this moment.

    ``turns``: how many children (in the order of time: applications) took part; ``last_seat``: the place of the last
    application of the group that got a seat, 0 if none did.
    """

    opening: OpeningView
    number: int
    group: GroupView
    filed_at: datetime
    place: int | None
    rivals: int
    turn: int | None = None
    turns: int = 0
    round: int | None = None
    seat: bool | None = None
    last_seat: int = 0


async def own_place(session: AsyncSession, actor: Actor, *, number: int) -> OwnPlace:
    """The place of an application of one of the actor's children. Raises NotFound (a stranger's is not found)."""
    entry = await session.scalar(
        select(OpeningEntry).where(OpeningEntry.number == number, OpeningEntry.child_id.in_(child_ids(actor.person_id)))
    )
    if entry is None:
        raise NotFound("opening")
    seen = await opening(session, entry.opening_id)
    same = (OpeningEntry.opening_id == entry.opening_id, OpeningEntry.group_id == entry.group_id)
    rivals = await session.scalar(select(func.count()).select_from(OpeningEntry).where(*same)) or 0
    wanted = await group(session, entry.group_id)
    if seen.published_at is None:
        ahead = None if seen.mode == "draw" else await _ahead(session, entry)
        return OwnPlace(seen, number, wanted, entry.filed_at, ahead, rivals)
    turns = select(func.max(OpeningEntry.turn)).where(OpeningEntry.opening_id == entry.opening_id)
    last = select(func.max(OpeningEntry.place)).where(*same, OpeningEntry.seat.is_(True))
    return OwnPlace(
        seen,
        number,
        wanted,
        entry.filed_at,
        place=entry.place,
        rivals=rivals,
        turn=entry.turn,
        turns=await session.scalar(turns) or 0,
        round=entry.round,
        seat=entry.seat,
        last_seat=await session.scalar(last) or 0,
    )


async def _ahead(session: AsyncSession, entry: OpeningEntry) -> int:
    """The place by time among those to the same group, from 1."""
    before = (
        select(func.count())
        .select_from(OpeningEntry)
        .where(
            OpeningEntry.opening_id == entry.opening_id,
            OpeningEntry.group_id == entry.group_id,
            tuple_(OpeningEntry.filed_at, OpeningEntry.number) < (entry.filed_at, entry.number),
        )
    )
    return (await session.scalar(before) or 0) + 1
