"""Destroying what was told to a person."""

from sqlalchemy import delete
from sqlalchemy.ext.asyncio import AsyncSession

from services.notices.models import Notice, OptOut


async def erase(session: AsyncSession, person_id: int) -> dict[str, int]:
    """Destroy a person's messages and wishes about them; those of a mailing stay as its count and name nobody."""
    told = await session.execute(
        delete(Notice).where(Notice.person_id == person_id, Notice.mailing_id.is_(None)).returning(Notice.id)
    )
    unheard = await session.execute(delete(OptOut).where(OptOut.person_id == person_id).returning(OptOut.topic))
    return {"messages": len(told.all()), "opt_outs": len(unheard.all())}
