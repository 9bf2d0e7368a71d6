"""The last day for answers is over: what nobody answered is open to all, the old year's money and groups end."""

from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from services.core.clock import local_date
from services.families.queries import people_of
from services.notices.actions import put
from services.orders.actions import close_year
from services.programs.actions import archive_groups, free_seat
from services.staff.queries import people_of_body
from services.territories.queries import TerritoryView, territories
from services.turns.models import Renewal, Turn
from services.turns.rules import Answer, Outcome, Stage

AT_ONCE = 20
"""Families of one transaction."""


async def close_due(session: AsyncSession, *, now: datetime) -> int:
    """End the next few offers whose last day is over; with the last one recruitment is open. How many, 0 at the end.

    A clock that was set back closes nothing: the day is not over by it.
    """
    for place in await territories(session):
        today = local_date(now, place.timezone)
        over = (Turn.territory_id == place.id, Turn.stage == Stage.OFFERED, Turn.reply_by < today)
        turn = await session.scalar(select(Turn).where(*over).limit(1).with_for_update(skip_locked=True))
        if turn is not None:
            return max(1, await _close(session, turn, place, today, now))
    return 0


async def _close(session: AsyncSession, turn: Turn, place: TerritoryView, today: date, now: datetime) -> int:
    waits = (Renewal.turn_id == turn.id, Renewal.outcome == Outcome.OFFERED, Renewal.answer.is_(None))
    rows = list(await session.scalars(select(Renewal).where(*waits).order_by(Renewal.id).limit(AT_ONCE)))
    for row in rows:
        row.answer, row.answered_at = Answer.SILENT, now
        if row.group_id is not None:
            await free_seat(session, row.group_id)
        data = {"number": row.application_id, "child_id": row.child_id}
        await put(session, people=await people_of(session, row.child_id), kind="renewal_silent", data=data, now=now)
    if len(rows) < AT_ONCE:
        await _open(session, turn, place, today, now)
    await session.flush()
    return len(rows)


async def _open(session: AsyncSession, turn: Turn, place: TerritoryView, today: date, now: datetime) -> None:
    """Recruitment is open to all; the budget year before the new school year has ended, and its free money with it."""
    turn.stage, turn.opened_at = Stage.OPENED, now
    ended = turn.school_year - 1
    turn.accounts_closed = 0
    if today.year > ended:
        turn.accounts_closed = await close_year(session, territory_id=place.id, year=ended, now=now)
    silent = list(
        await session.scalars(select(Renewal.id).where(Renewal.turn_id == turn.id, Renewal.answer == Answer.SILENT))
    )
    data = {"year": turn.school_year, "silent": len(silent), "territory": place.id}
    await put(session, people=await people_of_body(session, place.id), kind="turn_opened", data=data, now=now)


async def archive(session: AsyncSession, *, now: datetime) -> int:
    """Take the ended groups of the old year off every list, until the new one has begun; return how many."""
    count = 0
    for place in await territories(session):
        done = (Turn.territory_id == place.id, Turn.stage == Stage.OPENED, Turn.archived_at.is_(None))
        for turn in list(await session.scalars(select(Turn).where(*done))):
            today = local_date(now, place.timezone)
            first = place.policy.school_year_start.on(turn.school_year)
            count += await archive_groups(session, territory_id=place.id, before=min(today, first))
            if today >= first:
                turn.archived_at = now
    await session.flush()
    return count
