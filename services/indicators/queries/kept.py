"""What people entered for a year's table."""

from dataclasses import dataclass, field
from datetime import date, datetime

from sqlalchemy import desc, select
from sqlalchemy.ext.asyncio import AsyncSession

from services.core.errors import NotFound
from services.indicators.models import Coverage, EvidenceFile, FactorAnalysis, IndicatorValue, Source, Support
from services.uploads.gateway import Sealed


@dataclass(frozen=True, slots=True)
class FileView:
    """The file behind a value: its number, what its sender called it, SHA-256 of its bytes."""

    id: int
    name: str = field(repr=False)
    digest: str


@dataclass(frozen=True, slots=True)
class Kept:
    """A value entered for a row: what it is, on which document, and why it stands instead of a counted one."""

    row: str
    value: str
    source: Source
    reason: str | None = field(repr=False)
    evidence: str
    entered_by: int
    entered_at: datetime
    file: FileView | None = None


@dataclass(frozen=True, slots=True)
class Analysis:
    """The newest confirmed factor analysis: row → base and target as printed, ИНН of the strong."""

    confirmed_on: date
    document: str
    values: dict[str, list[str | None]]
    strong: frozenset[str]


@dataclass(frozen=True, slots=True)
class Covered:
    """Children in additional education of all children, as imported."""

    children: int
    population: int
    origin: str


async def kept_values(session: AsyncSession, territory_id: int, year: int) -> dict[str, Kept]:
    """The values entered for a year, by row."""
    rows = await session.execute(
        select(IndicatorValue, EvidenceFile)
        .outerjoin(EvidenceFile, EvidenceFile.value_id == IndicatorValue.id)
        .where(
            IndicatorValue.territory_id == territory_id,
            IndicatorValue.year == year,
            IndicatorValue.withdrawn_at.is_(None),
        ),
    )
    return {one.row: _kept(one, file) for one, file in rows}


def _kept(one: IndicatorValue, file: EvidenceFile | None) -> Kept:
    seen = None if file is None else FileView(file.id, file.name, file.digest)
    return Kept(one.row, one.value, one.source, one.reason, one.evidence, one.entered_by, one.entered_at, seen)


async def evidence(session: AsyncSession, *, territory_id: int, year: int, file_id: int) -> Sealed:
    """A file behind a value of a territory's year, taken back ones too, and how to open it. Raises NotFound."""
    found = await session.scalar(
        select(EvidenceFile)
        .join(IndicatorValue, IndicatorValue.id == EvidenceFile.value_id)
        .where(EvidenceFile.id == file_id, IndicatorValue.territory_id == territory_id, IndicatorValue.year == year),
    )
    if found is None:
        raise NotFound("paper")
    return Sealed(found.place, found.key, found.size, found.media, found.digest)


async def places(session: AsyncSession) -> frozenset[str]:
    """Every place of the store of papers that a file behind a value has."""
    return frozenset(await session.scalars(select(EvidenceFile.place)))


async def analysis(session: AsyncSession, territory_id: int) -> Analysis | None:
    """The newest factor analysis that was not taken back."""
    found = await session.scalar(
        select(FactorAnalysis)
        .where(FactorAnalysis.territory_id == territory_id, FactorAnalysis.withdrawn_at.is_(None))
        .order_by(desc(FactorAnalysis.confirmed_on), desc(FactorAnalysis.id))
        .limit(1),
    )
    if found is None:
        return None
    return Analysis(found.confirmed_on, found.document, found.values, frozenset(found.strong))


async def covered(session: AsyncSession, territory_id: int, year: int) -> Covered | None:
    """The imported coverage of a year."""
    row = await session.execute(
        select(Coverage.children, Coverage.population, Coverage.origin).where(
            Coverage.territory_id == territory_id, Coverage.year == year, Coverage.withdrawn_at.is_(None)
        ),
    )
    found = row.one_or_none()
    return None if found is None else Covered(*found)


async def supported(session: AsyncSession, territory_id: int, first: date, last: date) -> frozenset[str]:
    """ИНН of those who got support in the period, both days included."""
    return frozenset(
        await session.scalars(
            select(Support.inn)
            .where(
                Support.territory_id == territory_id,
                Support.given_on.between(first, last),
                Support.withdrawn_at.is_(None),
            )
            .distinct(),
        ),
    )
