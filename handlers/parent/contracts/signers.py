"""Who of a family signs a contract, told to those who only read it; without names, which stay off the messenger."""

from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from handlers.common import formats
from handlers.common.children import unnamed
from handlers.common.formats import safe
from handlers.common.words import _
from services.contracts.queries import ContractView
from services.core.actor import Actor
from services.families.queries import called, child


async def other_signer(session: AsyncSession, actor: Actor, contract: ContractView, now: datetime) -> str:
    """The sentence for a reader whose signature is not awaited while somebody else's is; else nothing."""
    if not contract.awaits_parent(now) or contract.signs(actor, now):
        return ""
    is_first = (await child(session, contract.child_id)).parent_id == contract.parent_id
    nickname, place = (await called(session, [contract.child_id]))[contract.child_id]
    words = (
        _("The first representative of {child} signs it, no later than {day}. You can read it; nothing is needed here.")
        if is_first
        else _(
            "The representative of {child} who filed the application signs it, no later than {day}. You can read it; "
            "nothing is needed here."
        )
    )
    return words.format(child=safe(unnamed(nickname, place)), day=formats.day(contract.sign_by))
