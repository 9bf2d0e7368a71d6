"""Who is enrolled where something ends and has no row in a live departure yet."""

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from services.certificates.queries import Continuing, enrolled_at
from services.departures.models import Departure, Placement
from services.departures.rules import LIVE, Subject


async def untold(session: AsyncSession, subject: Subject) -> list[Continuing]:
    """Family by family."""
    told = select(Placement.application_id).join(Departure, Departure.id == Placement.departure_id)
    return await enrolled_at(
        session,
        provider_id=subject.provider_id,
        program_id=subject.program_id,
        group_id=subject.group_id,
        besides=told.where(Departure.stage.in_(LIVE)),
    )
