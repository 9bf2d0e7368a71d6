"""What a complaint needs to know of a case: whose it is, and who decided it."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from services.certificates.models import Application, ApplicationStatus
from services.certificates.queries.cases import facts_of
from services.certificates.queries.views import Facts
from services.core.actor import Actor
from services.core.errors import NotFound
from services.families.queries import child_ids


@dataclass(frozen=True, slots=True)
class Decider:
    """Who decided a case and how it stands; ``person_id`` is None while nobody has."""

    person_id: int | None
    at: datetime | None
    ground: str | None
    status: ApplicationStatus
    territory_id: int


async def family_case(session: AsyncSession, actor: Actor, application_id: int) -> Facts:
    """A case of the actor's family. Raises NotFound."""
    facts = await facts_of(session, application_id)
    if facts.child_id not in set(await session.scalars(child_ids(actor.person_id))):
        raise NotFound("application")
    return facts


async def decider_of(session: AsyncSession, application_id: int) -> Decider | None:
    """Who decided it; None for a case that is gone."""
    one = Application
    asked = select(one.decided_by, one.decided_at, one.ground, one.status, one.territory_id)
    row = (await session.execute(asked.where(one.id == application_id))).one_or_none()
    return None if row is None else Decider(*row)
