"""Which messages a person wants."""

from datetime import datetime

from sqlalchemy import bindparam, delete
from sqlalchemy.ext.asyncio import AsyncSession

from services.core.actor import Actor
from services.core.db import OnBoth
from services.core.errors import NotFound
from services.notices.models import OptOut
from services.notices.rules import TOPICS

_TABLE = OptOut.__table__
_OUT = OnBoth(lambda insert: insert(_TABLE).on_conflict_do_nothing())
_IN = delete(_TABLE).where(  # type: ignore[arg-type]  # (the table of a class is a Table, typed as any FROM)
    _TABLE.c.person_id == bindparam("person_id"), _TABLE.c.topic == bindparam("topic")
)


async def opt_out(session: AsyncSession, actor: Actor, *, topic: str, out: bool, now: datetime) -> None:
    """Hear no more of a topic, or hear of it again. Messages about own cases always come. NotFound: no such topic."""
    if topic not in TOPICS:
        raise NotFound("topic")
    this = {"person_id": actor.person_id, "topic": topic}
    if out:
        await session.execute(_OUT.of(session), {**this, "since": now})
    else:
        await session.execute(_IN, this)
