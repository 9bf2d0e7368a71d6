"""Who may sign a contract for the family, and how surely the desk must know them."""

from sqlalchemy.ext.asyncio import AsyncSession

from services.contracts.queries import ContractView
from services.core.actor import Actor
from services.families.errors import LevelTooLow, RightMissing
from services.families.queries import level
from services.families.rules import Level, Right


def require_named(actor: Actor, contract: ContractView) -> None:
    """Only who is named in the text signs it; the rest of the family reads."""
    if contract.parent_id != actor.person_id:
        raise RightMissing(Right.SIGN)


async def require_level(session: AsyncSession, actor: Actor, needed: int) -> None:
    """A confirmed telephone is proved by the code itself; a person who was seen is not."""
    if needed >= Level.PERSON and (has := await level(session, actor.person_id)) < needed:
        raise LevelTooLow(needed, has)
