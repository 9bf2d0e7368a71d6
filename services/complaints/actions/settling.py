"""What the parent says of an answer; and what a side has opened."""

from datetime import datetime

from sqlalchemy import func, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from services.complaints.actions.moving import By, message, move, road_of, taken
from services.complaints.actions.telling import to_heads
from services.complaints.errors import ThreadClosed
from services.complaints.models import Complaint, ComplaintMessage, Side
from services.complaints.queries.reading import visible
from services.complaints.queries.rights import of_parent
from services.complaints.queries.roads import days_before, due_on, road_on
from services.complaints.rules.lifecycle import Deed, Party
from services.complaints.rules.writing import checked_text
from services.core.actor import Actor
from services.core.clock import local_date
from services.staff.queries import chiefs_of_body
from services.territories.queries import territory


async def settle(session: AsyncSession, actor: Actor, *, number: int, now: datetime) -> None:
    """The answer settles the matter. Raises NotFound, Stale."""
    row = await taken(session, number, of_parent(actor))
    move(session, row, Deed.SETTLE, By(Party.PARENT, actor.person_id, now))
    row.is_settled = True
    await session.flush()


async def dispute(session: AsyncSession, actor: Actor, *, number: int, text: str, now: datetime) -> bool:
    """The answer does not settle it: those who head the body answer once more, within the same term.

    False where they have answered already and nobody stands above them here: the next door is another body or a
    court. ``text`` may be empty. Raises NotFound, Stale, ThreadClosed after the last day for it.
    """
    row = await taken(session, number, of_parent(actor))
    place = await territory(session, row.territory_id)
    today = local_date(now, place.timezone)
    if row.settle_by is not None and today > row.settle_by:
        raise ThreadClosed
    by = By(Party.PARENT, actor.person_id, now)
    others = set(await chiefs_of_body(session, place.id)) - {row.decided_by}
    if row.for_heads or not others:
        move(session, row, Deed.DISSENT, by)
        row.is_settled = False
        await session.flush()
        return False
    move(session, row, Deed.DISPUTE, by)
    road = await road_on(session, place.id, road_of(row), today)
    row.due_on, row.is_settled, row.for_heads = await due_on(session, road, today), False, True
    row.warn_on = await days_before(session, row.due_on, road.warn)
    row.warned_at = row.escalated_at = row.assignee_id = None
    if text.strip():
        session.add(message(row, Side.PARENT, actor.person_id, checked_text(text), now))
    await session.flush()
    await to_heads(session, row, "complaint_disputed", now)
    return True


async def see(session: AsyncSession, *, number: int, side: Side) -> None:
    """A side has opened a thread that was found for it: nothing in it is new to that side any more."""
    column = {Side.PARENT: "seen_parent", Side.BODY: "seen_body", Side.CLUB: "seen_club"}[side]
    last = select(func.max(ComplaintMessage.id)).where(ComplaintMessage.complaint_id == number, *visible(side))
    newest = await session.scalar(last) or 0
    await session.execute(update(Complaint).where(Complaint.id == number).values({column: newest}))
