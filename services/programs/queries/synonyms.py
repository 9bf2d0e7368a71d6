"""The pairs of words that a territory's staff have added."""

from dataclasses import dataclass

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from services.core.actor import Actor
from services.core.errors import NotFound
from services.programs.models import Synonym

PAGE = 6


@dataclass(frozen=True, slots=True)
class Pair:
    """Two words that are found for each other; neither is first."""

    id: int
    territory_id: int
    word: str
    means: str


@dataclass(frozen=True, slots=True)
class Pairs:
    """A page of pairs; ``page`` counts from 0 and is one that exists."""

    items: tuple[Pair, ...]
    page: int
    pages: int
    total: int


async def synonyms(session: AsyncSession, actor: Actor, *, territory_id: int, page: int = 0) -> Pairs:
    """The pairs of a territory that the actor serves, by the alphabet. Raises NotAllowed."""
    actor.require_staff(territory_id)
    mine = Synonym.territory_id == territory_id
    total = await session.scalar(select(func.count()).select_from(Synonym).where(mine)) or 0
    pages = max(1, -(-total // PAGE))
    page = min(max(page, 0), pages - 1)
    found = select(Synonym.id, Synonym.territory_id, Synonym.word, Synonym.means).where(mine)
    rows = await session.execute(
        found.order_by(Synonym.word, Synonym.means, Synonym.id).limit(PAGE).offset(page * PAGE)
    )
    return Pairs(tuple(Pair(row.id, row.territory_id, row.word, row.means) for row in rows), page, pages, total)


async def synonym(session: AsyncSession, actor: Actor, synonym_id: int) -> Pair:
    """One pair. Raises NotFound, for another territory's pair too."""
    found = await session.execute(
        select(Synonym.id, Synonym.territory_id, Synonym.word, Synonym.means).where(
            Synonym.id == synonym_id, Synonym.territory_id.in_(actor.staff_territories)
        )
    )
    row = found.one_or_none()
    if row is None:
        raise NotFound("synonym")
    return Pair(row.id, row.territory_id, row.word, row.means)
