"""Whose figures a person of the staff looks at."""

from sqlalchemy.ext.asyncio import AsyncSession

from services.core.actor import Actor
from services.core.errors import NotFound
from services.territories.queries import TerritoryView, territories


def served(actor: Actor, territory_id: int = 0) -> int:
    """The asked territory; for 0 the chosen one if the person serves it, else the first that they serve.

    Raises NotFound for a territory that they do not serve.
    """
    own = actor.staff_territories
    if territory_id == 0:
        return actor.territory_id if actor.territory_id in own and actor.territory_id else own[0]
    if territory_id not in own:
        raise NotFound("territory")
    return territory_id


async def all_served(session: AsyncSession, actor: Actor) -> list[TerritoryView]:
    """Every territory that the person serves."""
    return [land for land in await territories(session) if land.id in actor.staff_territories]
