"""The versions of a year's table: where each stands, and its frozen rows."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import desc, select
from sqlalchemy.ext.asyncio import AsyncSession

from services.core.errors import NotFound
from services.indicators import rules
from services.indicators.models import IndicatorPeriod, PeriodState


@dataclass(frozen=True, slots=True)
class Version:
    """A version of a year's table; ``digest`` is set once it is agreed."""

    version: int
    state: PeriodState
    due_on: date
    opened_at: datetime
    agreed_at: datetime | None
    signed_at: datetime | None
    published_at: datetime | None
    digest: str | None


@dataclass(frozen=True, slots=True)
class Frozen:
    """The rows as they were agreed; ``is_whole``: they still give their digest."""

    version: int
    state: PeriodState
    rows: list[dict[str, Any]]
    digest: str
    formula_version: int
    agreed_at: datetime
    is_whole: bool


async def versions(session: AsyncSession, *, territory_id: int, year: int) -> list[Version]:
    """All versions of a year, the newest first; for staff screens that have checked the territory."""
    rows = await session.execute(
        select(
            IndicatorPeriod.version,
            IndicatorPeriod.state,
            IndicatorPeriod.due_on,
            IndicatorPeriod.opened_at,
            IndicatorPeriod.agreed_at,
            IndicatorPeriod.signed_at,
            IndicatorPeriod.published_at,
            IndicatorPeriod.digest,
        )
        .where(IndicatorPeriod.territory_id == territory_id, IndicatorPeriod.year == year)
        .order_by(desc(IndicatorPeriod.version)),
    )
    return [Version(*row) for row in rows]


async def frozen(session: AsyncSession, *, territory_id: int, year: int, version: int) -> Frozen:
    """One frozen version, in one statement. Raises NotFound, also while its rows are not frozen."""
    found = await session.execute(
        select(
            IndicatorPeriod.state,
            IndicatorPeriod.rows,
            IndicatorPeriod.digest,
            IndicatorPeriod.formula_version,
            IndicatorPeriod.agreed_at,
        ).where(
            IndicatorPeriod.territory_id == territory_id,
            IndicatorPeriod.year == year,
            IndicatorPeriod.version == version,
        ),
    )
    row = found.one_or_none()
    if row is None or row.rows is None:
        raise NotFound("table")
    is_whole = rules.digest(row.rows, row.formula_version) == row.digest
    return Frozen(version, row.state, row.rows, row.digest, row.formula_version, row.agreed_at, is_whole)
