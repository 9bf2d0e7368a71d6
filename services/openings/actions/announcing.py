"""Announcing an hour, and calling it off before it comes."""

from datetime import datetime

from sqlalchemy import select, update
from sqlalchemy.ext.asyncio import AsyncSession

from services.certificates.actions import end_order
from services.core.actor import Actor
from services.core.db import refused_by_database
from services.core.errors import NotFound
from services.openings import rules
from services.openings.errors import AlreadyAnnounced, TooLateToCancel
from services.openings.models import Opening, OpeningEntry
from services.openings.queries import OpeningView, view_of
from services.openings.rules import Mode
from services.territories.queries import territory


async def announce(
    session: AsyncSession,
    actor: Actor,
    *,
    territory_id: int,
    school_year: int,
    mode: Mode,
    hours: tuple[datetime, datetime],
    now: datetime,
) -> OpeningView:
    """Announce ``hours`` (first, last): nobody files into groups of this school year outside them.

    The digest of the seed is shown at once: nobody can choose another. Raises NotAllowed, Invalid, AlreadyAnnounced.
    """
    actor.require_staff(territory_id)
    rules.check_hours(*hours, now)
    place = await territory(session, territory_id)
    row = Opening(
        territory_id=territory_id,
        school_year=school_year,
        mode=mode,
        opens_at=hours[0],
        closes_at=hours[1],
        four_eyes=bool(place.policy.opening_four_eyes),
        announced_by=actor.person_id,
        announced_at=now,
        seed=(seed := rules.new_seed()),
        seed_digest=rules.digest(seed),
    )
    return view_of(await _write(session, row), place)


async def _write(session: AsyncSession, row: Opening) -> Opening:
    """The database lets one opening of a territory live; the others are AlreadyAnnounced."""
    there = AlreadyAnnounced()
    async with session.begin_nested():
        session.add(row)
        with refused_by_database({"uq_openings_live": there, "openings.territory_id": there}):
            await session.flush()
    return row


async def cancel(session: AsyncSession, actor: Actor, *, opening_id: int, now: datetime) -> None:
    """Call an opening off before its hour. Raises NotFound (also another territory's), TooLateToCancel."""
    ours = (Opening.id == opening_id, Opening.territory_id.in_(actor.staff_territories))
    gone = await session.scalar(
        update(Opening)
        .where(*ours, Opening.opens_at > now, Opening.cancelled_at.is_(None))
        .values(cancelled_at=now)
        .returning(Opening.id)
    )
    if gone is not None:
        entered = select(OpeningEntry.number).where(OpeningEntry.opening_id == opening_id)
        for number in list(await session.scalars(entered)):  # only a clock that was set back has let any in
            await end_order(session, application_id=number)
        return
    row = await session.get(Opening, opening_id)
    if row is None or row.territory_id not in actor.staff_territories:
        raise NotFound("opening")
    raise TooLateToCancel
