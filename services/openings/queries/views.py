"""An opening as everybody may see it."""

import json
from dataclasses import dataclass, fields
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import bindparam, select
from sqlalchemy.ext.asyncio import AsyncSession

from services.certificates.rules import school_year
from services.core.clock import local_date
from services.core.errors import NotFound
from services.openings.models import Opening
from services.openings.rules import Mode
from services.programs.queries import GroupView
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


_ROW = Opening.__table__.c
_RUNNING = select(
    *(_ROW[one.name] for one in fields(OpeningView) if one.name not in {"territory", "seed"}),
).where(
    _ROW.territory_id == bindparam("territory"),
    _ROW.school_year == bindparam("year"),
    _ROW.published_at.is_(None),
    _ROW.cancelled_at.is_(None),
)
"""Every application asks this: built once, and without the seed, which is nobody's before the results."""


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


async def live_for(session: AsyncSession, wanted: GroupView, place: TerritoryView) -> OpeningView | None:
    """The opening that decides about filing into a group of this territory now; None where filing is free."""
    year = school_year(wanted.starts_on, place.policy.school_year_start)
    row = (await session.execute(_RUNNING, {"territory": place.id, "year": year})).one_or_none()
    return None if row is None else OpeningView(territory=place, seed=None, **row._mapping)  # noqa: SLF001 (SQLAlchemy's public name)


async def published(session: AsyncSession, opening_id: int) -> dict[str, Any]:
    """The record that repeats the order: numbers and ids, no person. Raises NotFound before it is out."""
    row = await session.get(Opening, opening_id)
    if row is None or row.published_at is None or row.record is None:
        raise NotFound("opening")
    found: dict[str, Any] = json.loads(row.record)
    return found
