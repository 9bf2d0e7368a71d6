"""What the chat calls a child."""

from datetime import datetime

from sqlalchemy import select, update
from sqlalchemy.ext.asyncio import AsyncSession

from services.core.actor import Actor
from services.families import queries, rules
from services.families.models import Child


async def choose_nickname(session: AsyncSession, actor: Actor, *, child_id: int, typed: str, now: datetime) -> str:
    """Keep the nickname of the actor's own child; an empty line forgets it. Return what is kept.

    Raises NotFound, and what :func:`rules.nickname` raises.
    """
    own = await queries.own_child(session, actor, child_id)
    family = await _family(session, own.parent_id)
    names = [name for _id, name, _nickname in family]
    if (parent := await queries.representative(session, own.parent_id)) is not None:
        names.append(parent.full_name)
    taken = [nickname for number, _name, nickname in family if nickname and number != child_id]
    today = (await queries.limits(session, actor)).today(now)
    chosen = rules.nickname(typed, names, taken, today)
    await session.execute(update(Child).where(Child.id == child_id).values(nickname=chosen or None))
    return chosen


async def _family(session: AsyncSession, parent_id: int) -> list[tuple[int, str, str | None]]:
    rows = await session.execute(select(Child.id, Child.full_name, Child.nickname).where(Child.parent_id == parent_id))
    return [(row.id, row.full_name, row.nickname) for row in rows]
