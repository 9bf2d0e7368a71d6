"""The worker's part, a family in a transaction: killed at any point it goes on behind the last that was told."""

from collections.abc import Sequence
from datetime import date, datetime
from itertools import takewhile
from typing import NamedTuple

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from services.certificates.queries import Continuing
from services.core.clock import local_date
from services.departures.actions.proposing import propose
from services.departures.actions.settling import settle
from services.departures.actions.starting import close_subject
from services.departures.actions.telling import tell_families
from services.departures.models import Departure, Placement
from services.departures.queries.places import places_of_family
from services.departures.queries.untold import untold
from services.departures.rules import LIVE, Stage
from services.notices.actions import put
from services.staff.queries import people_of_body, people_of_provider
from services.territories.queries import TerritoryView, territory
from services.turns.rules import check_clock


class _Work(NamedTuple):
    departure: Departure
    place: TerritoryView
    today: date
    now: datetime


async def run(session: AsyncSession, *, now: datetime) -> int:
    """Do the next piece of the departures that are live; 0 when there is nothing left to do now. Raises ClockBack."""
    live = select(Departure).where(Departure.stage.in_(LIVE)).order_by(Departure.id)
    for departure in list(await session.scalars(live.with_for_update(skip_locked=True))):
        check_clock(now, departure.begun_at)
        place = await territory(session, departure.territory_id)
        work = _Work(departure, place, local_date(now, place.timezone), now)
        await close_subject(session, departure, work.today)
        if await _next_family(session, work):
            return 1
        if departure.stage is Stage.RUNNING:
            await _finish(session, work)
            return 1
        if await settle(session, departure, place, now):
            return 1
    return 0


async def _next_family(session: AsyncSession, work: _Work) -> bool:
    """Whoever is enrolled there and has no row yet, latecomers too: a family at a time."""
    found = await untold(session, work.departure.what)
    family = list(takewhile(lambda one: one.parent_id == found[0].parent_id, found))
    if family:
        await _propose(session, work, family)
    return bool(family)


async def _propose(session: AsyncSession, work: _Work, family: Sequence[Continuing]) -> None:
    """Find places, hold the first of each, tell the family: all in the transaction of the rows."""
    rows, what = [], work.departure.what
    for one, places in zip(family, await places_of_family(session, family, what, work.place, work.today), strict=True):
        row = Placement(departure_id=work.departure.id, application_id=one.number, child_id=one.child_id, proposals=[])
        await propose(session, work.departure, row, places)
        session.add(row)
        rows.append(row)
    await session.flush()
    await tell_families(session, work.departure, rows, kind="departure_offer", now=work.now)


async def _finish(session: AsyncSession, work: _Work) -> None:
    """All are told: the club and the body hear how many."""
    departure = work.departure
    departure.stage = Stage.OFFERED
    await session.flush()
    rows = list(await session.scalars(select(Placement).where(Placement.departure_id == departure.id)))
    data = {
        "departure_id": departure.id,
        "count": len(rows),
        "without": sum(not row.proposals for row in rows),
        "leaves_on": departure.leaves_on.isoformat(),
        "reply_by": departure.reply_by.isoformat(),
    }
    body = await people_of_body(session, departure.territory_id)
    await put(session, people=body, kind="departure_begun", data=data, now=work.now)
    club = await people_of_provider(session, departure.provider_id)
    await put(session, people=club, kind="departure_of_club", data=data, now=work.now)
