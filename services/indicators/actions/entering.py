"""What people enter beside the counted figures. Nothing is overwritten: the old row stays. The caller commits."""

from dataclasses import dataclass, field
from datetime import date, datetime

from sqlalchemy import select, update
from sqlalchemy.ext.asyncio import AsyncSession

from services.core.actor import Actor
from services.core.clock import local_date
from services.core.db import refused_by_database
from services.core.errors import Invalid, NotFound, Stale
from services.identifiers import rules as identifiers
from services.indicators import rules
from services.indicators.actions.evidence import Evidence, filed
from services.indicators.errors import ReasonNeeded, TableFixed
from services.indicators.models import (
    Coverage,
    FactorAnalysis,
    IndicatorPeriod,
    IndicatorValue,
    Source,
    Support,
)
from services.indicators.queries.figures import COMPUTED, printed
from services.territories.queries import TerritoryView, territory
from services.territories.rules import IndicatorRow

KOPECKS_MOST = 10**13
_CLASHES = {
    name: Stale("value")
    for name in (
        *("uq_indicator_values_live", "indicator_values.territory_id"),
        *("uq_coverages_live", "coverages.territory_id"),
    )
}
"""What the two databases say of a second live value."""


@dataclass(frozen=True, slots=True)
class Entry:
    """What a person enters for a row: the value as typed, the document behind it, why it replaces a counted one."""

    value: str
    evidence: str
    reason: str = field(default="", repr=False)
    file: Evidence | None = None


async def enter(
    session: AsyncSession, actor: Actor, *, territory_id: int, year: int, row: str, entry: Entry, now: datetime
) -> None:
    """Enter a row's fact of a year by hand; a counted row is replaced only with a reason.

    Raises NotAllowed, NotFound, Invalid, ReasonNeeded, TableFixed.
    """
    place = await _ours(session, actor, territory_id, year, now)
    why = rules.checked_text(entry.reason, "override") if entry.reason.strip() else None
    kept = IndicatorValue(
        territory_id=territory_id,
        year=year,
        row=row,
        value=rules.clean_value(_row(place, row), entry.value),
        source=Source.MANUAL,
        reason=why,
        evidence=rules.checked_text(entry.evidence, "evidence"),
        entered_by=actor.person_id,
        entered_at=now,
    )
    if row in COMPUTED and why is None:
        raise ReasonNeeded
    await _withdraw_value(session, actor, territory_id, year, row, now=now)
    session.add(kept)
    with refused_by_database(_CLASHES):  # a colleague was quicker by a moment: the page shows what stands now
        await session.flush()
    if entry.file is not None:
        session.add(filed(kept.id, entry.file))
        await session.flush()


async def withdraw(
    session: AsyncSession, actor: Actor, *, territory_id: int, year: int, row: str, now: datetime
) -> None:
    """Take a value back: the counted figure stands again, if there is one. Raises NotAllowed, NotFound, TableFixed."""
    place = await _ours(session, actor, territory_id, year, now)
    _row(place, row)
    if not await _withdraw_value(session, actor, territory_id, year, row, now=now):
        raise NotFound("value")


async def _withdraw_value(
    session: AsyncSession, actor: Actor, territory_id: int, year: int, row: str, *, now: datetime
) -> bool:
    live = (IndicatorValue.territory_id == territory_id, IndicatorValue.year == year, IndicatorValue.row == row)
    gone = await session.execute(
        update(IndicatorValue)
        .where(*live, IndicatorValue.withdrawn_at.is_(None))
        .values(withdrawn_at=now, withdrawn_by=actor.person_id)
        .returning(IndicatorValue.id),
    )
    return gone.first() is not None


@dataclass(frozen=True, slots=True)
class Cover:
    """Children of 5–18 in additional education, all such children, and where both figures come from."""

    children: int
    population: int
    origin: str


async def import_coverage(
    session: AsyncSession, actor: Actor, *, territory_id: int, year: int, cover: Cover, now: datetime
) -> None:
    """The coverage of a year, from outside; the newest counts.

    Raises NotAllowed, Invalid where the part is above the whole, TableFixed.
    """
    await _ours(session, actor, territory_id, year, now)
    rules.coverage(cover.children, cover.population)
    live = (Coverage.territory_id == territory_id, Coverage.year == year, Coverage.withdrawn_at.is_(None))
    await session.execute(update(Coverage).where(*live).values(withdrawn_at=now, withdrawn_by=actor.person_id))
    session.add(
        Coverage(
            territory_id=territory_id,
            year=year,
            children=cover.children,
            population=cover.population,
            origin=rules.checked_text(cover.origin, "evidence"),
            entered_by=actor.person_id,
            entered_at=now,
        ),
    )
    with refused_by_database(_CLASHES):
        await session.flush()


@dataclass(frozen=True, slots=True)
class Given:
    """Support of a non-profit: ``amount`` in kopecks, 0 in kind; the document by which it was given."""

    inn: str
    given_on: date
    amount: int
    document: str


async def record_support(
    session: AsyncSession, actor: Actor, *, territory_id: int, given: Given, now: datetime
) -> None:
    """Enter support given to a non-profit organisation. Raises NotAllowed, Invalid, TableFixed."""
    place = await _ours(session, actor, territory_id, given.given_on.year, now)
    if given.given_on > local_date(now, place.timezone):
        raise Invalid("support_day", "future")
    if not 0 <= given.amount <= KOPECKS_MOST:
        raise Invalid("support_amount", "range")
    session.add(
        Support(
            territory_id=territory_id,
            inn=identifiers.inn(given.inn),
            given_on=given.given_on,
            amount=given.amount,
            document=rules.checked_text(given.document, "evidence"),
            entered_by=actor.person_id,
            entered_at=now,
        ),
    )
    await session.flush()


@dataclass(frozen=True, slots=True)
class Findings:
    """A factor analysis: base and target of rows as typed (blank leaves the act's), ИНН of the strong (row 2.4)."""

    confirmed_on: date
    document: str
    values: dict[str, tuple[str, str]]
    strong: tuple[str, ...]


async def confirm_analysis(
    session: AsyncSession, actor: Actor, *, territory_id: int, findings: Findings, now: datetime
) -> None:
    """Enter the confirmed factor analysis. Raises NotAllowed, NotFound for a row that the act has not, Invalid."""
    actor.require_staff(territory_id)
    place = await territory(session, territory_id)
    if findings.confirmed_on > local_date(now, place.timezone):
        raise Invalid("analysis_day", "future")
    values = {row: [_end(_row(place, row), end) for end in ends] for row, ends in findings.values.items()}
    session.add(
        FactorAnalysis(
            territory_id=territory_id,
            confirmed_on=findings.confirmed_on,
            document=rules.checked_text(findings.document, "evidence"),
            values=values,
            strong=sorted({identifiers.inn(one) for one in findings.strong}),
            entered_by=actor.person_id,
            entered_at=now,
        ),
    )
    await session.flush()


def _end(row: IndicatorRow, typed: str) -> str | None:
    return rules.clean_value(row, typed) if typed.strip() else None


def _row(place: TerritoryView, code: str) -> IndicatorRow:
    found = printed(place, code)
    if found is None:
        raise NotFound("row")
    return found


async def _ours(session: AsyncSession, actor: Actor, territory_id: int, year: int, now: datetime) -> TerritoryView:
    """The actor's own territory in a year whose table is not fixed."""
    actor.require_staff(territory_id)
    place = await territory(session, territory_id)
    if not min(place.pack.years) <= year <= local_date(now, place.timezone).year:
        raise Invalid("indicator_year", "range")
    fixed = await session.scalar(
        select(IndicatorPeriod.id).where(
            IndicatorPeriod.territory_id == territory_id,
            IndicatorPeriod.year == year,
            IndicatorPeriod.state.in_(rules.FIXED),
        ),
    )
    if fixed is not None:
        raise TableFixed(year)
    return place
