"""An outside system vouches for a person: level 2 without a visit."""

from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from services.certificates.actions import file_drafts
from services.core.actor import Actor
from services.core.errors import Invalid
from services.families.actions import confirm_person
from services.families.queries import representative
from services.identity.errors import DetailsMissing
from services.identity.gateway import Vouched


async def confirm_from(session: AsyncSession, actor: Actor, *, system: str, vouched: Vouched, now: datetime) -> None:
    """The system ``system`` has seen the actor; asked before the transaction, because no network waits in one.

    The name must be the one in the actor's details. Raises DetailsMissing, and Invalid("full_name") for another name.
    """
    own = await representative(session, actor.person_id)
    if own is None:
        raise DetailsMissing
    if _folded(own.full_name) != _folded(vouched.full_name):
        raise Invalid("full_name", "other")
    await confirm_person(session, actor.person_id, how=system, by=None, full_name=own.full_name, now=now)
    await file_drafts(session, person_id=actor.person_id, now=now)


def _folded(name: str) -> str:
    return " ".join(name.casefold().replace("ё", "е").split())
