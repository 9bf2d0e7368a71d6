"""Destroying what was told to a person."""

from datetime import datetime

from sqlalchemy import delete
from sqlalchemy.ext.asyncio import AsyncSession

from services.notices.models import Lane, Notice, NoticeStatus, OptOut

_OVER = (NoticeStatus.SENT, NoticeStatus.BLOCKED, NoticeStatus.FAILED, NoticeStatus.SKIPPED)


async def erase(session: AsyncSession, person_id: int) -> dict[str, int]:
    """Destroy a person's messages and wishes about them; those of a mailing stay as its count and name nobody."""
    told = await session.execute(
        delete(Notice).where(Notice.person_id == person_id, Notice.mailing_id.is_(None)).returning(Notice.id)
    )
    unheard = await session.execute(delete(OptOut).where(OptOut.person_id == person_id).returning(OptOut.topic))
    return {"messages": len(told.all()), "opt_outs": len(unheard.all())}


async def forget_told(session: AsyncSession, *, before: datetime) -> None:
    """Drop messages about cases that came to their end before this moment; those of a mailing are its count.

    ``not_before`` is never later than the end, and stands in the index of the queue.
    """
    ended = (Notice.status.in_(_OVER), Notice.lane == Lane.CASE, Notice.not_before < before, Notice.done_at < before)
    await session.execute(delete(Notice).where(*ended, Notice.mailing_id.is_(None)))
