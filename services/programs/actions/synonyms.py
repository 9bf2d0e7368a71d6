"""Words that the staff of a territory want to be found for each other."""

from datetime import datetime

from sqlalchemy import delete, func, select
from sqlalchemy.ext.asyncio import AsyncSession

from services.core.actor import Actor
from services.core.db import OnBoth
from services.core.errors import Invalid, NotFound
from services.programs.actions.indexing import renew_words
from services.programs.models import Synonym
from services.programs.rules.pairs import read_pair

MOST = 1_000
"""Pairs of one territory: all of them are in memory with its words."""
_ADD = OnBoth(lambda insert: insert(Synonym).on_conflict_do_nothing().returning(Synonym.id))


async def add_synonym(session: AsyncSession, actor: Actor, *, territory_id: int, text: str, now: datetime) -> int:
    """Make two words mean the same in a territory's search, from its next search on; return the pair's id.

    Raises NotAllowed for who does not serve the territory, Invalid for the field «synonym» (``rules.pairs``; ``known``
    for a pair that is there, whichever side was first; ``many`` when there are ``MOST``).
    """
    actor.require_staff(territory_id)
    word, means = read_pair(text)
    there = await session.scalar(select(func.count()).select_from(Synonym).where(Synonym.territory_id == territory_id))
    if (there or 0) >= MOST:
        raise Invalid("synonym", "many")
    pair = {"territory_id": territory_id, "word": word, "means": means, "person_id": actor.person_id, "added_at": now}
    added = (await session.execute(_ADD.of(session), pair)).scalar_one_or_none()
    if added is None:
        raise Invalid("synonym", "known")
    await renew_words(session, territory_id=territory_id)
    return int(added)


async def remove_synonym(session: AsyncSession, actor: Actor, *, synonym_id: int) -> None:
    """Take a pair away. Raises NotFound, for another territory's pair too."""
    gone = await session.execute(
        delete(Synonym)
        .where(Synonym.id == synonym_id, Synonym.territory_id.in_(actor.staff_territories))
        .returning(Synonym.territory_id)
    )
    territory_id = gone.scalar_one_or_none()
    if territory_id is None:
        raise NotFound("synonym")
    await renew_words(session, territory_id=territory_id)
