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


async def need(
    session: AsyncSession, actor: Actor, place: TerritoryView, *, now: datetime, side: int | None = None
) -> Need | None:
    """What filing in this territory asks beyond what is known of the person in whose name it is filed; None if nothing.

    ``side`` is that person, if not the actor.
    """
    needed, person = Level(place.policy.level_apply), actor.person_id if side is None else side
    if needed is Level.ACCOUNT or await level(session, person) >= needed:
        return None
    today = local_date(now, place.timezone)
    last = await add_working_days(session, today, place.policy.confirm_days)
    return Need(needed, last, is_other=person != actor.person_id)


async def drafts(session: AsyncSession, person_id: int) -> list[int]:
    """Numbers of the applications that wait for the person to be confirmed."""
    own = (Application.parent_id == person_id, Application.status == ApplicationStatus.DRAFT)
    return list(await session.scalars(select(Application.id).where(*own).order_by(Application.id)))
