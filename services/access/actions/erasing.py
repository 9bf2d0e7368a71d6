"""Destroying a person's doors to the pages."""

from datetime import datetime

from sqlalchemy import Select, delete, select
from sqlalchemy.ext.asyncio import AsyncSession

from services.access.models import Entry, LoginCode, Look, Press, TextMessage, WebSession


async def erase(session: AsyncSession, person_id: int) -> dict[str, int]:
    """Destroy sessions, links and text messages of a person; return counts by kind. Whoever is in, is out."""
    own = WebSession.person_id == person_id
    await session.execute(delete(Press).where(Press.session_id.in_(_sessions(person_id))))
    sessions = await session.execute(delete(WebSession).where(own).returning(WebSession.id))
    await session.execute(delete(Entry).where(Entry.person_id == person_id))
    await session.execute(delete(TextMessage).where(TextMessage.person_id == person_id))
    await session.execute(delete(LoginCode).where(LoginCode.person_id == person_id))
    return {"sessions": len(sessions.all())}


async def forget_texts(session: AsyncSession, *, before: datetime) -> None:
    """Drop text messages that were made before this moment."""
    await session.execute(delete(TextMessage).where(TextMessage.created_at < before))


async def forget_looks(session: AsyncSession, *, before: datetime) -> None:
    """Drop what the journal of access holds from before this moment."""
    await session.execute(delete(Look).where(Look.at < before))


def _sessions(person_id: int) -> Select[int]:
    return select(WebSession.id).where(WebSession.person_id == person_id)
