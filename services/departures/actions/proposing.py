"""The places of a row, and the seat that is held for it."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from services.certificates.queries import Continuing, Stand, stands
from services.core.actor import Actor
from services.core.clock import local_date
from services.core.errors import ServiceError
from services.departures.models import Departure, Placement
from services.departures.queries.places import places_of_family
from services.families.queries import child_ids
from services.programs.actions import take_seat
from services.programs.queries import GroupView, group
from services.territories.queries import territory


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


async def look_again(session: AsyncSession, actor: Actor, *, placement_id: int, now: datetime) -> bool:
    """Of a choice that is open and of which every place is taken meanwhile: find others. Whether there are.

    Nothing for another family's. Two looks at once find the same.
    """
    own = (Placement.id == placement_id, Placement.child_id.in_(child_ids(actor.person_id)))
    row = await session.scalar(select(Placement).where(*own, Placement.answer.is_(None), Placement.held_id.is_(None)))
    if row is None:
        return False
    departure = await session.get_one(Departure, row.departure_id)
    stand = (await stands(session, [row.application_id]))[row.application_id]
    await propose_anew(session, departure, row, stand, now)
    return bool(row.proposals)


async def propose_anew(
    session: AsyncSession, departure: Departure, row: Placement, stand: Stand, now: datetime
) -> None:
    """Find places for one child as of now."""
    place, old = await territory(session, departure.territory_id), await group(session, stand.group_id)
    facts = (stand.number, row.child_id, stand.parent_id, old.program_id, departure.provider_id, stand.group_id)
    found = await places_of_family(
        session, [Continuing(*facts)], departure.what, place, local_date(now, place.timezone)
    )
    await propose(session, departure, row, found[0])
    await session.flush()


async def _hold(session: AsyncSession, group_id: int) -> bool:
    try:
        async with session.begin_nested():
            await take_seat(session, group_id)
    except ServiceError:  # full or closed meanwhile: the next place is looked at
        return False
    return True
