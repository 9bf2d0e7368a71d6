"""What people enter beside the counted figures. Nothing is overwritten: the old row stays. The caller commits."""

from datetime import date, datetime

from sqlalchemy import select, update
from sqlalchemy.ext.asyncio import AsyncSession

from services.core.actor import Actor
from services.core.clock import local_date
from services.core.errors import Invalid, NotFound
from services.identifiers import rules as identifiers
from services.indicators import rules
from services.indicators.errors import ReasonNeeded, TableFixed
from services.indicators.models import Coverage, FactorAnalysis, IndicatorPeriod, IndicatorValue, Source, Support
from services.indicators.queries.figures import COMPUTED, printed
from services.territories.queries import TerritoryView, territory
from services.territories.rules import IndicatorRow

KOPECKS_MOST = 10**13


async def enter(
    session: AsyncSession,
    actor: Actor,
    *,
    territory_id: int,
    year: int,
    row: str,
    value: str,
    evidence: str,
    reason: str = "",
    now: datetime,
) -> None:
    """Enter a row's fact of a year by hand; a counted row is replaced only with a reason.

    ``evidence`` names the document behind it. Raises NotAllowed, NotFound, Invalid, ReasonNeeded, TableFixed.
    """
    place = await _ours(session, actor, territory_id, year, now)
    shown = _row(place, row)
    kept = rules.clean_value(shown, value)
    document = rules.checked_text(evidence, "evidence")
    why = rules.checked_text(reason, "override") if reason.strip() else None
    if row in COMPUTED and why is None:
        raise ReasonNeeded
    await _withdraw_value(session, actor, territory_id, year, row, now=now)
    session.add(
        IndicatorValue(
            territory_id=territory_id,
            year=year,
            row=row,
            value=kept,
            source=Source.MANUAL,
            reason=why,
            evidence=document,
            entered_by=actor.person_id,
            entered_at=now,
        ),
    )
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


async def import_coverage(
    session: AsyncSession,
    actor: Actor,
    *,
    territory_id: int,
    year: int,
    children: int,
    population: int,
    origin: str,
    now: datetime,
) -> None:
    """Children 5–18 in additional education of all such children, from outside; ``origin`` names the source.

    Raises NotAllowed, Invalid where the part is above the whole, TableFixed.
    """
    await _ours(session, actor, territory_id, year, now)
    rules.coverage(children, population)
    source = rules.checked_text(origin, "evidence")
    await session.execute(
        update(Coverage)
        .where(Coverage.territory_id == territory_id, Coverage.year == year, Coverage.withdrawn_at.is_(None))
        .values(withdrawn_at=now, withdrawn_by=actor.person_id),
    )
    session.add(
        Coverage(
            territory_id=territory_id,
            year=year,
            children=children,
            population=population,
            origin=source,
            entered_by=actor.person_id,
            entered_at=now,
        ),
    )
    await session.flush()


async def record_support(
    session: AsyncSession,
    actor: Actor,
    *,
    territory_id: int,
    inn: str,
    given_on: date,
    amount: int,
    document: str,
    now: datetime,
) -> None:
    """Support given to a non-profit: ``amount`` in kopecks, 0 in kind. Raises NotAllowed, Invalid, TableFixed."""
    place = await _ours(session, actor, territory_id, given_on.year, now)
    if given_on > local_date(now, place.timezone):
        raise Invalid("support_day", "future")
    if not 0 <= amount <= KOPECKS_MOST:
        raise Invalid("support_amount", "range")
    session.add(
        Support(
            territory_id=territory_id,
            inn=identifiers.inn(inn),
            given_on=given_on,
            amount=amount,
            document=rules.checked_text(document, "evidence"),
            entered_by=actor.person_id,
            entered_at=now,
        ),
    )
    await session.flush()


async def confirm_analysis(
    session: AsyncSession,
    actor: Actor,
    *,
    territory_id: int,
    confirmed_on: date,
    document: str,
    values: dict[str, tuple[str, str]],
    strong: tuple[str, ...],
    now: datetime,
) -> None:
    """The confirmed factor analysis: base and target of rows («» leaves the act's), ИНН of the strong (row 2.4).

    Raises NotAllowed, NotFound for a row that the act has not, Invalid.
    """
    actor.require_staff(territory_id)
    place = await territory(session, territory_id)
    if confirmed_on > local_date(now, place.timezone):
        raise Invalid("analysis_day", "future")
    clean = {row: [_end(_row(place, row), end) for end in ends] for row, ends in values.items()}
    session.add(
        FactorAnalysis(
            territory_id=territory_id,
            confirmed_on=confirmed_on,
            document=rules.checked_text(document, "evidence"),
            values=clean,
            strong=sorted({identifiers.inn(one) for one in strong}),
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
