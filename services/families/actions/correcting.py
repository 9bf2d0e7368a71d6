"""Correcting a child's data (152-FZ, article 14, part 1; article 21, part 2)."""

from datetime import date, datetime

from sqlalchemy import select, update
from sqlalchemy.ext.asyncio import AsyncSession

from services.core.actor import Actor
from services.core.crypto import keyring
from services.core.db import refused_by_database
from services.core.errors import Invalid
from services.families import queries
from services.families.actions.naming import choose_nickname
from services.families.actions.pairing import note_pairs
from services.families.errors import ChildAlreadyAdded
from services.families.models import Child
from services.families.rules import HEALTH, NO_CATEGORY
from services.forms import rules as forms


async def correct_child(
    session: AsyncSession, actor: Actor, *, child_id: int, answers: forms.Answers, now: datetime
) -> None:
    """Correct an own child's data by the form «child»; what waits to be decided is decided by the new ones.

    Papers that are made already stay as they are. A nickname that is a part of the new name is forgotten. Raises
    NotFound, Invalid, OutOfAge, ChildAlreadyAdded, and ConsentMissing for a category without its consent.
    """
    own = await queries.own_child(session, actor, child_id)
    limits = await queries.limits(session, actor)
    read = forms.CHILD.check(answers, limits.today(now))
    if read["category"] not in {NO_CATEGORY, own.category}:
        await queries.require_consent(session, actor.person_id, HEALTH)
    if (born := date.fromisoformat(read["birth_date"])) != own.birth_date:
        limits.check(born, now)
    twice = ChildAlreadyAdded()
    values = {**read, "snils_index": keyring().blind_index(read["snils"], "snils")}
    with refused_by_database({"children_parent_id_snils_index": twice, "children.snils_index": twice}):
        async with session.begin_nested():
            await session.execute(update(Child).where(Child.id == child_id).values(**values))
    await note_pairs(session, child_id, territory_id=actor.territory_id, now=now)
    try:
        await choose_nickname(session, actor, child_id=child_id, typed=own.nickname, now=now)
    except Invalid:
        await choose_nickname(session, actor, child_id=child_id, typed="", now=now)


async def child_answers(session: AsyncSession, actor: Actor, *, child_id: int) -> dict[str, str]:
    """An own child's data as the form «child» holds them. Raises NotFound."""
    own = await queries.own_child(session, actor, child_id)
    snils: str = (await session.scalars(select(Child.snils).where(Child.id == child_id))).one()
    born = own.birth_date.isoformat()
    return {"full_name": own.full_name, "birth_date": born, "snils": snils, "category": own.category}
