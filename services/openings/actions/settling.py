"""What follows from published results: a certificate for each seat, a word for everybody else; a few at a time."""

from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from services.certificates.actions import end_order
from services.contracts.actions import approve
from services.core.errors import ServiceError
from services.families.queries import people_of
from services.notices.actions import put
from services.openings.models import Opening, OpeningEntry
from services.staff.queries import actor_of

AT_ONCE = 5
"""Entries of one transaction: people's touches wait for SQLite's one writer meanwhile."""


async def settle(session: AsyncSession, *, now: datetime) -> int:
    """Do the next few entries of published openings in their order; return how many, 0 when all is done.

    Seats are approved in the name of who published: a person's act with that person's right. What a rule of approval
    refuses is left to a clerk and refused to nobody; whoever has no seat is told the place and why.
    """
    found = await session.execute(
        select(OpeningEntry, func.coalesce(Opening.published_by, Opening.announced_by))
        .join(Opening, Opening.id == OpeningEntry.opening_id)
        .where(
            Opening.published_at.is_not(None),
            OpeningEntry.position.is_not(None),
            OpeningEntry.settled_at.is_(None),
        )
        .order_by(OpeningEntry.opening_id, OpeningEntry.position)
        .limit(AT_ONCE)
        .with_for_update(of=OpeningEntry, skip_locked=True)
    )
    rows = found.all()
    for entry, person_id in rows:
        entry.settled_how = await _one(session, entry, person_id, now)
        entry.settled_at = now
    await session.flush()
    return len(rows)


async def _one(session: AsyncSession, entry: OpeningEntry, person_id: int, now: datetime) -> str:
    how = "told"
    await end_order(session, application_id=entry.number)
    if entry.seat:
        try:
            async with session.begin_nested():
                await approve(session, await actor_of(session, person_id), application_id=entry.number, now=now)
        except ServiceError as rule:
            how = type(rule).__name__[:40]
        else:
            return "approved"
    data = {"number": entry.number, "place": entry.place, "seat": bool(entry.seat), "child_id": entry.child_id}
    await put(session, people=await people_of(session, entry.child_id), kind="opening_result", data=data, now=now)
    return how
