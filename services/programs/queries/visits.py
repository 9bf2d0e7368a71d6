"""How often links were opened, by where they stood."""

from datetime import date

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from services.programs.models import LinkVisit


async def visits_by_source(session: AsyncSession, territory_id: int, *, first: date, last: date) -> dict[str, int]:
    """Visits from one day to another, both included, by source, the most visited first."""
    many = func.sum(LinkVisit.visits).label("many")
    rows = await session.execute(
        select(LinkVisit.source, many)
        .where(LinkVisit.territory_id == territory_id, LinkVisit.day.between(first, last))
        .group_by(LinkVisit.source)
        .order_by(many.desc(), LinkVisit.source)
    )
    return {source: int(visits) for source, visits in rows}
