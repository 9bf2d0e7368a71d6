"""The way of a year's table: collected, agreed (its rows freeze), signed, published, corrected. The caller commits."""

from datetime import date, datetime

from sqlalchemy import func, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from services.core.actor import Actor, Role
from services.core.clock import local_date
from services.core.db import refused_by_database
from services.core.errors import Invalid, NotAllowed, NotFound, Stale
from services.indicators import rules
from services.indicators.errors import SameHand, StillMissing
from services.indicators.models import IndicatorPeriod, PeriodState
from services.indicators.queries.facts import IndicatorFact
from services.indicators.queries.table import table
from services.notices import actions as notices
from services.staff.queries import people_of_body
from services.territories.queries import TerritoryView, territory

HEADS = frozenset({Role.CHIEF, Role.ADMIN})
_CLASHES = {name: Stale("table") for name in ("uq_indicator_periods", "indicator_periods.territory_id")}
"""What the two databases say of a second version with one number."""


async def collect(
    session: AsyncSession, actor: Actor, *, territory_id: int, year: int, due_on: date, now: datetime
) -> int:
    """Open a year's table, or a correction of a published one: its people are asked for the rows by hand.

    Gives the version. Raises NotAllowed, Invalid for a year or a day, Stale while a version is under way.
    """
    actor.require_staff(territory_id)
    place = await territory(session, territory_id)
    _check_days(place, year, due_on, local_date(now, place.timezone))
    period = IndicatorPeriod(
        territory_id=territory_id,
        year=year,
        version=await _next_version(session, territory_id, year),
        state=PeriodState.COLLECTING,
        due_on=due_on,
        opened_by=actor.person_id,
        opened_at=now,
    )
    session.add(period)
    with refused_by_database(_CLASHES):
        await session.flush()
    left = len(missing(await table(session, territory=place, year=year, now=now)))
    data = {"territory": territory_id, "year": year, "due": due_on.isoformat(), "missing": left}
    people = await people_of_body(session, territory_id)
    await notices.put(session, people=people, kind="indicators_asked", data=data, now=now, can_wait=True)
    return period.version


def _check_days(place: TerritoryView, year: int, due_on: date, today: date) -> None:
    if not min(place.pack.years) <= year <= today.year:
        raise Invalid("indicator_year", "range")
    if due_on < today:
        raise Invalid("indicator_due", "past")


async def _next_version(session: AsyncSession, territory_id: int, year: int) -> int:
    """The number of a new version; a published one before it is marked as corrected. Raises Stale."""
    last = await _newest(session, territory_id, year)
    if last is None:
        return 1
    if last.state is not PeriodState.PUBLISHED:
        raise Stale("table")
    last.state = PeriodState.CORRECTED
    return last.version + 1


def missing(facts: list[IndicatorFact]) -> tuple[str, ...]:
    """Rows that wait for a person's value."""
    return tuple(fact.code or "" for fact in facts if fact.reason == "by_hand")


async def agree(
    session: AsyncSession, actor: Actor, *, territory_id: int, year: int, now: datetime, even_so: bool = False
) -> None:
    """Freeze the rows as they are now. Raises NotAllowed, NotFound, Stale, StillMissing unless ``even_so``."""
    period = await _own(session, actor, territory_id, year, PeriodState.COLLECTING)
    facts = await table(session, territory=await territory(session, territory_id), year=year, now=now)
    if not even_so and (left := missing(facts)):
        raise StillMissing(left)
    period.state, period.agreed_by, period.agreed_at = PeriodState.AGREED, actor.person_id, now
    period.rows = [{"code": fact.code, **fact.row(), **_file_of(fact)} for fact in facts]
    period.formula_version = rules.FORMULA_VERSION
    period.digest = rules.digest(period.rows, period.formula_version)
    await session.flush()


def _file_of(fact: IndicatorFact) -> dict[str, str]:
    """The digest of the file behind the row's value, where it has one."""
    file = fact.kept.file if fact.kept else None
    return {} if file is None else {"file": file.digest}


async def send_back(session: AsyncSession, actor: Actor, *, territory_id: int, year: int) -> None:
    """An agreed table goes back for other values. Raises NotAllowed, NotFound, Stale."""
    period = await _own(session, actor, territory_id, year, PeriodState.AGREED)
    period.state, period.rows, period.digest, period.agreed_by = PeriodState.COLLECTING, None, None, None
    await session.flush()


async def sign(session: AsyncSession, actor: Actor, *, territory_id: int, year: int, now: datetime) -> None:
    """A head stands for the frozen rows; another person agreed them. Raises NotAllowed, NotFound, Stale, SameHand."""
    period = await _own(session, actor, territory_id, year, PeriodState.AGREED)
    if not any(post.role in HEADS and post.territory_id == territory_id for post in actor.posts):
        raise NotAllowed("chief")
    if period.agreed_by == actor.person_id:
        raise SameHand
    period.state, period.signed_by, period.signed_at = PeriodState.SIGNED, actor.person_id, now
    await session.flush()


async def publish(session: AsyncSession, actor: Actor, *, territory_id: int, year: int, now: datetime) -> None:
    """The signed table is everybody's to read. Raises NotAllowed, NotFound, Stale."""
    period = await _own(session, actor, territory_id, year, PeriodState.SIGNED)
    period.state, period.published_at = PeriodState.PUBLISHED, now
    await session.flush()


async def _own(
    session: AsyncSession, actor: Actor, territory_id: int, year: int, state: PeriodState
) -> IndicatorPeriod:
    """The version under way, taken for this transaction; Stale where it stands elsewhere by now."""
    actor.require_staff(territory_id)
    taken: IndicatorPeriod | None = await session.scalar(
        update(IndicatorPeriod)
        .where(
            IndicatorPeriod.territory_id == territory_id,
            IndicatorPeriod.year == year,
            IndicatorPeriod.state == state,
        )
        .values(state=state)
        .returning(IndicatorPeriod),
    )
    if taken is not None:
        return taken
    if await _newest(session, territory_id, year) is None:
        raise NotFound("table")
    raise Stale("table")


async def _newest(session: AsyncSession, territory_id: int, year: int) -> IndicatorPeriod | None:
    newest = select(func.max(IndicatorPeriod.version)).where(
        IndicatorPeriod.territory_id == territory_id, IndicatorPeriod.year == year
    )
    return await session.scalar(
        select(IndicatorPeriod)
        .where(
            IndicatorPeriod.territory_id == territory_id,
            IndicatorPeriod.year == year,
            IndicatorPeriod.version == newest.scalar_subquery(),
        )
        .with_for_update(),
    )
