"""Terms are watched: the body is warned before one ends, its heads and the parent are told after."""

from collections import Counter
from datetime import date, datetime

from sqlalchemy import ColumnElement, select
from sqlalchemy.ext.asyncio import AsyncSession

from services.complaints.actions.moving import By, move
from services.complaints.actions.telling import to_body, to_parent
from services.complaints.models import TO_ANSWER, Complaint, State
from services.complaints.rules.lifecycle import Deed, Party
from services.core.clock import local_date
from services.notices.actions import put
from services.staff.queries import chiefs_of_body, people_of_body
from services.territories.queries import TerritoryView, territories


async def watch(session: AsyncSession, *, now: datetime) -> Counter[str]:
    """Warn, escalate, take the ball back from clubs, close what the parent left as it is. How many of each."""
    done: Counter[str] = Counter()
    for place in await territories(session):
        today = local_date(now, place.timezone)
        done["warned"] += await _warn(session, place, today, now)
        done["late"] += await _escalate(session, place, today, now)
        done["recalled"] += await recall_clubs(session, place, today, now)
        done["closed"] += await close_settled(session, place, today, now)
    return done


async def _warn(session: AsyncSession, place: TerritoryView, today: date, now: datetime) -> int:
    waits = Complaint.state.in_(TO_ANSWER) & Complaint.warned_at.is_(None)
    rows = await _found(session, place, waits & (Complaint.warn_on <= today) & (Complaint.due_on >= today))
    for row in rows:
        row.warned_at = now
    for heads, people in ((True, chiefs_of_body), (False, people_of_body)):
        mine = [row for row in rows if row.for_heads is heads]
        if mine:
            data = {"count": len(mine), "day": max(row.due_on for row in mine).isoformat()}
            await put(session, people=await people(session, place.id), kind="complaints_soon", data=data, now=now)
    return len(rows)


async def _escalate(session: AsyncSession, place: TerritoryView, today: date, now: datetime) -> int:
    waits = Complaint.state.in_(TO_ANSWER) & Complaint.escalated_at.is_(None)
    rows = await _found(session, place, waits & (Complaint.due_on < today))
    for row in rows:
        row.escalated_at = now
        await to_parent(session, row, "complaint_late", now)
    if rows:
        people = await chiefs_of_body(session, place.id)
        await put(session, people=people, kind="complaints_over", data={"count": len(rows)}, now=now)
    return len(rows)


async def recall_clubs(session: AsyncSession, place: TerritoryView, today: date, now: datetime) -> int:
    """The club has not explained in its term: the body decides on what it has."""
    rows = await _found(session, place, (Complaint.state == State.CLUB_ASKED) & (Complaint.club_by < today))
    for row in rows:
        move(session, row, Deed.RECALL, By(Party.SYSTEM, None, now))
        row.club_by = None
        await to_body(session, row, "complaint_club_silent", now)
    return len(rows)


async def close_settled(session: AsyncSession, place: TerritoryView, today: date, now: datetime) -> int:
    """The term to say that an answer settles nothing is over."""
    rows = await _found(session, place, (Complaint.state == State.ANSWERED) & (Complaint.settle_by < today))
    for row in rows:
        move(session, row, Deed.CLOSE, By(Party.SYSTEM, None, now))
    return len(rows)


async def _found(session: AsyncSession, place: TerritoryView, which: ColumnElement[bool]) -> list[Complaint]:
    asked = select(Complaint).where(Complaint.territory_id == place.id, Complaint.blocked_until.is_(None), which)
    return list(await session.scalars(asked.order_by(Complaint.id).with_for_update()))
