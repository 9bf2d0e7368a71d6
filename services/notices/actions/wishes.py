"""Which messages a person wants."""

from datetime import datetime

from sqlalchemy import delete
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.ext.asyncio import AsyncSession

from services.core.actor import Actor
from services.core.errors import NotFound
from services.notices.models import OptOut
from services.notices.rules import TOPICS


async def opt_out(session: AsyncSession, actor: Actor, *, topic: str, out: bool, now: datetime) -> None:
    """Hear no more of a topic, or hear of it again. Messages about own cases always come. NotFound: no such topic."""
    if topic not in TOPICS:
        raise NotFound("topic")
    if not out:
        await session.execute(delete(OptOut).where(OptOut.person_id == actor.person_id, OptOut.topic == topic))
        return
    insert = postgresql.insert if session.get_bind().dialect.name == "postgresql" else sqlite.insert
    await session.execute(
        insert(OptOut).values(person_id=actor.person_id, topic=topic, since=now).on_conflict_do_nothing(),
    )
