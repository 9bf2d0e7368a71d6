"""Roads in force in a territory on a day: the law's, or the territory's own by its document."""

from dataclasses import replace
from datetime import date, timedelta

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from services.calendar.queries import add_working_days, working_days_left
from services.complaints.models import ComplaintRoad
from services.complaints.rules import roads
from services.complaints.rules.roads import Road


async def roads_on(session: AsyncSession, territory_id: int, day: date) -> list[Road]:
    """All roads of a territory on a day, in their order."""
    rows = await session.scalars(
        select(ComplaintRoad)
        .where(ComplaintRoad.territory_id == territory_id, ComplaintRoad.since <= day)
        .order_by(ComplaintRoad.since, ComplaintRoad.id)
    )
    own = {row.road: row for row in rows}
    return [_road(roads.by_law(code, day), own.get(code)) for code in roads.codes()]


async def road_on(session: AsyncSession, territory_id: int, code: str, day: date) -> Road:
    """One of them. Raises Invalid for an unknown code."""
    wanted = (ComplaintRoad.territory_id == territory_id, ComplaintRoad.road == code, ComplaintRoad.since <= day)
    row = await session.scalar(select(ComplaintRoad).where(*wanted).order_by(ComplaintRoad.since.desc()).limit(1))
    return _road(roads.by_law(code, day), row)


async def due_on(session: AsyncSession, road: Road, start: date) -> date:
    """The last day for an answer to what was registered on ``start``."""
    if road.is_working:
        return await add_working_days(session, start, road.days)
    return start + timedelta(days=road.days)


async def days_before(session: AsyncSession, last: date, days: int) -> date:
    """The day that has ``days`` working days left until ``last``, itself included in them no more."""
    day = last
    while await working_days_left(session, day, last) < days:
        day -= timedelta(days=1)
    return day


def _road(law: Road, own: ComplaintRoad | None) -> Road:
    """The territory's own terms; never longer than a law that came after them."""
    if own is None:
        return law
    return replace(
        law,
        since=own.since,
        days=min(own.days, law.most),
        warn=own.warn_days,
        club=own.club_days,
        settle=own.settle_days,
        heads=own.for_heads or law.heads,
        document=own.document,
    )
