"""Reading the outbox."""

from datetime import datetime

from sqlalchemy import exists, func, select
from sqlalchemy.ext.asyncio import AsyncSession

from services.notices.models import Notice, NoticeStatus


async def told_since(session: AsyncSession, person_id: int, moment: datetime) -> bool:
    """Whether a notice reached the person after ``moment``: what stood last in their chat no longer does."""
    told = exists().where(
        Notice.person_id == person_id,
        Notice.status == NoticeStatus.SENT,
        Notice.done_at >= moment,
    )
    return bool(await session.scalar(select(told)))


async def standing(session: AsyncSession) -> dict[NoticeStatus, int]:
    """How many notices stand in each status."""
    found = await session.execute(select(Notice.status, func.count().label("many")).group_by(Notice.status))
    return {row.status: row.many for row in found}


async def due(session: AsyncSession, *, now: datetime) -> int:
    """How many notices may be sent at this moment and are not yet."""
    waiting = select(func.count()).where(Notice.status == NoticeStatus.PENDING, Notice.not_before <= now)
    return await session.scalar(waiting) or 0
