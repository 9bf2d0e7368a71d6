"""An opening as everybody may see it."""

import json
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from services.certificates.rules import school_year
from services.core.clock import local_date
from services.core.errors import NotFound
from services.openings.models import Opening
from services.openings.rules import Mode
from services.programs.queries import GroupView, group
from services.territories.queries import TerritoryView, territory

AUTUMN = timedelta(days=92)


@dataclass(frozen=True, slots=True)
class OpeningView:
    """``seed`` is None until the results are out; ``seed_digest`` is there from the first hour."""

    id: int
    territory: TerritoryView
    school_year: int
    mode: Mode
    opens_at: datetime
    closes_at: datetime
    four_eyes: bool
    seed_digest: str
    seed: str | None
    drawn_at: datetime | None
    drawn_by: int | None
    published_at: datetime | None
    cancelled_at: datetime | None

    @property
    def zone(self) -> ZoneInfo:
        """The territory's."""
        return self.territory.timezone

    @property
    def is_over(self) -> bool:
        """Published or called off."""
        return self.published_at is not None or self.cancelled_at is not None


def view_of(row: Opening, place: TerritoryView) -> OpeningView:
    """A row as everybody may see it."""
    return OpeningView(
        id=row.id,
        territory=place,
        school_year=row.school_year,
        mode=row.mode,
        opens_at=row.opens_at,
        closes_at=row.closes_at,
        four_eyes=row.four_eyes,
        seed_digest=row.seed_digest,
        seed=row.seed if row.published_at is not None else None,
        drawn_at=row.drawn_at,
        drawn_by=row.drawn_by,
        published_at=row.published_at,
        cancelled_at=row.cancelled_at,
    )


def school_year_of(place: TerritoryView, opens_at: datetime) -> int:
    """The school year that an opening is for: the next to begin; in the first three months of a year, that year."""
    day = local_date(opens_at - AUTUMN, place.timezone)
    begins = place.policy.school_year_start
    return day.year + ((day.month, day.day) >= (begins.month, begins.day))


async def opening(session: AsyncSession, opening_id: int) -> OpeningView:
    """One opening. Raises NotFound."""
    row = await session.get(Opening, opening_id, populate_existing=True)
    if row is None:
        raise NotFound("opening")
    return view_of(row, await territory(session, row.territory_id))


async def latest(session: AsyncSession, territory_id: int) -> OpeningView | None:
    """The territory's opening that is not over, else the last one that was not called off."""
    row = await session.scalar(
        select(Opening)
        .where(Opening.territory_id == territory_id, Opening.cancelled_at.is_(None))
        .order_by(Opening.id.desc())
        .limit(1)
    )
    return None if row is None else view_of(row, await territory(session, territory_id))


async def live_for_group(session: AsyncSession, group_id: int) -> tuple[GroupView, OpeningView] | None:
    """The opening that decides about filing into a group now; None where filing is free. Raises NotFound."""
    running = list(
        await session.scalars(select(Opening).where(Opening.published_at.is_(None), Opening.cancelled_at.is_(None)))
    )
    if not running:
        return None
    wanted = await group(session, group_id)
    row = next((one for one in running if one.territory_id == wanted.territory_id), None)
    if row is None:
        return None
    place = await territory(session, row.territory_id)
    if school_year(wanted.starts_on, place.policy.school_year_start) != row.school_year:
        return None
    return wanted, view_of(row, place)


async def published(session: AsyncSession, opening_id: int) -> dict[str, Any]:
    """The record that repeats the order: numbers and ids, no person. Raises NotFound before it is out."""
    row = await session.get(Opening, opening_id)
    if row is None or row.published_at is None or row.record is None:
        raise NotFound("opening")
    found: dict[str, Any] = json.loads(row.record)
    return found
