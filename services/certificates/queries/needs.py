"""What a person still has to confirm before an application can be filed."""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from services.calendar.queries import add_working_days
from services.certificates.models import Application, ApplicationStatus
from services.certificates.queries.views import Need
from services.core.actor import Actor
from services.core.clock import local_date
from services.families.queries import level
from services.families.rules import Level
from services.territories.queries import TerritoryView


async def need(session: AsyncSession, actor: Actor, place: TerritoryView, *, now: datetime) -> Need | None:
    """What filing in this territory asks of the actor beyond what is known; None if nothing."""
    needed = Level(place.policy.level_apply)
    if needed is Level.ACCOUNT or await level(session, actor.person_id) >= needed:
        return None
    today = local_date(now, place.timezone)
    return Need(needed, await add_working_days(session, today, place.policy.confirm_days))


async def drafts(session: AsyncSession, person_id: int) -> list[int]:
    """Numbers of the applications that wait for the person to be confirmed."""
    own = (Application.parent_id == person_id, Application.status == ApplicationStatus.DRAFT)
    return list(await session.scalars(select(Application.id).where(*own).order_by(Application.id)))
