"""The places of a row, and the seat that is held for it."""

from collections.abc import Sequence

from sqlalchemy.ext.asyncio import AsyncSession

from services.core.errors import ServiceError
from services.departures.models import Departure, Placement
from services.programs.actions import take_seat
from services.programs.queries import GroupView


async def propose(session: AsyncSession, departure: Departure, row: Placement, places: Sequence[GroupView]) -> None:
    """Write the places into the row; where seats are held, the first that has one is held and stands first."""
    row.proposals, row.held_id = [one.id for one in places], None
    if not departure.holds:
        return
    for group_id in row.proposals:
        if await _hold(session, group_id):
            row.held_id = group_id
            row.proposals = [group_id, *(one for one in row.proposals if one != group_id)]
            return
    row.proposals = []


async def _hold(session: AsyncSession, group_id: int) -> bool:
    try:
        async with session.begin_nested():
            await take_seat(session, group_id)
    except ServiceError:  # full or closed meanwhile: the next place is looked at
        return False
    return True
