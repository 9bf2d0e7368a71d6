"""All that this room knows about a person."""

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from services.core.records import Known, records
from services.programs.models import Favourite, SeatWatch


async def known_of(session: AsyncSession, person_id: int) -> Known:
    """Programs kept at hand and awaited seats."""
    kept = select(Favourite.program_id, Favourite.added_at).where(Favourite.person_id == person_id)
    awaited = select(SeatWatch.group_id, SeatWatch.since, SeatWatch.told_at, SeatWatch.answered_at)
    return {
        "favourites": await records(session, kept.order_by(Favourite.program_id)),
        "seat_watches": await records(
            session, awaited.where(SeatWatch.person_id == person_id).order_by(SeatWatch.group_id)
        ),
    }
