"""Destroying what a person keeps at hand and waits for."""

from sqlalchemy import delete
from sqlalchemy.ext.asyncio import AsyncSession

from services.programs.models import Favourite, SeatWatch


async def erase(session: AsyncSession, person_id: int) -> dict[str, int]:
    """Destroy a person's favourites and awaited seats; return counts by kind."""
    kept = await session.execute(
        delete(Favourite).where(Favourite.person_id == person_id).returning(Favourite.program_id)
    )
    awaited = await session.execute(
        delete(SeatWatch).where(SeatWatch.person_id == person_id).returning(SeatWatch.group_id)
    )
    return {"favourites": len(kept.all()), "seat_watches": len(awaited.all())}
