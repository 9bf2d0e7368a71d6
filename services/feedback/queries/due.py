"""Contracts whose families are to be asked now, those to be reminded, and what is over."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from sqlalchemy import ColumnElement, Date, String, and_, column, exists, func, or_, select, table, true
from sqlalchemy.ext.asyncio import AsyncSession

from services.core.clock import local_date
from services.core.db import BigId, UtcDateTime
from services.feedback.models import Moment, Survey
from services.feedback.rules import times
from services.territories.queries import TerritoryView

contracts = table(
    "contracts",
    column("id", BigId),
    column("territory_id", BigId),
    column("provider_id", BigId),
    column("parent_id", BigId),
    column("group_id", BigId),
    column("status", String),
    column("service_code", String),
    column("ends_on", Date),
    column("in_force_at", UtcDateTime),
    column("first_lesson_ends_at", UtcDateTime),
)
"""The few columns read here; the contracts room owns the table."""
_IN_FORCE, _ENDED = "in_force", "ended"


@dataclass(frozen=True, slots=True)
class Due:
    """A contract under which a family is to be asked."""

    contract_id: int
    person_id: int
    territory_id: int
    provider_id: int
    group_id: int
    service_code: str | None


Key = tuple[datetime, int]
"""Where a contract stands in the order of asking: its first lesson and its number."""


@dataclass(frozen=True, slots=True)
class Silent:
    """An open survey that was not answered, and its family was not reminded yet."""

    survey_id: int
    person_id: int
    contract_id: int
    territory_id: int
    moment: Moment
    closes_at: datetime


_DUE = (
    contracts.c.id,
    contracts.c.parent_id,
    contracts.c.territory_id,
    contracts.c.provider_id,
    contracts.c.group_id,
    contracts.c.service_code,
)


async def due(
    session: AsyncSession,
    moment: Moment,
    lands: Iterable[TerritoryView],
    *,
    now: datetime,
    limit: int,
    after: Key | None = None,
) -> tuple[list[Due], Key | None]:
    """Contracts for which a moment has come and whose families were not asked at it; the oldest first.

    A family that has had its survey messages of a year is left alone. With them the key of the last one, to go on
    ``after`` it: what was asked before is not read again. None: there are no more.
    """
    come = or_(*(_come(moment, land, now) for land in lands))
    status = _ENDED if moment is Moment.LEAVING else _IN_FORCE
    first, number = contracts.c.first_lesson_ends_at, contracts.c.id
    further = true() if after is None else or_(first > after[0], and_(first == after[0], number > after[1]))
    begun = true() if after is None else first >= after[0]
    rows = await session.execute(
        select(*_DUE)
        .where(contracts.c.status == status, come, begun, further, ~_asked(moment))
        .order_by(first, number)
        .limit(limit),
    )
    found = [Due(*row) for row in rows]
    if len(found) < limit:
        return found, None
    last = found[-1].contract_id
    return found, ((await session.execute(select(first).where(number == last))).scalar_one(), last)


async def mates(session: AsyncSession, moment: Moment, people: Collection[int], *, begun: datetime) -> list[Due]:
    """Other contracts in force of these families whose first lesson was over by then: they join the message."""
    held = and_(contracts.c.status == _IN_FORCE, contracts.c.first_lesson_ends_at <= begun)
    rows = await session.execute(
        select(*_DUE).where(contracts.c.parent_id.in_(people), held, ~_asked(moment)).order_by(contracts.c.id)
    )
    return [Due(*row) for row in rows]


async def counted(session: AsyncSession, ids: Collection[int], years: Collection[int]) -> set[tuple[int, int]]:
    """(contract, year) of the contracts whose one voice for indicator 5.3 of a year was asked for already."""
    rows = await session.execute(
        select(Survey.contract_id, Survey.counted_in).where(Survey.contract_id.in_(ids), Survey.counted_in.in_(years))
    )
    return {(contract, year) for contract, year in rows if year is not None}


async def silent(session: AsyncSession, lands: Iterable[TerritoryView], *, now: datetime, limit: int) -> list[Silent]:
    """Open surveys whose reminder is due."""
    near = or_(
        *(
            and_(
                Survey.territory_id == land.id,
                Survey.closes_at <= now + timedelta(days=land.policy.survey_remind_days),
            )
            for land in lands
        )
    )
    rows = await session.execute(
        select(Survey.id, Survey.person_id, Survey.contract_id, Survey.territory_id, Survey.moment, Survey.closes_at)
        .where(Survey.is_parted.is_(False), Survey.closes_at > now, near)
        .where(Survey.reminded_at.is_(None), Survey.token.is_(None), Survey.moment != Moment.APPLYING)
        .order_by(Survey.person_id, Survey.id)
        .limit(limit),
    )
    return [Silent(*row) for row in rows]


def by_family(found: Iterable[Due]) -> Mapping[tuple[int, int], list[Due]]:
    """The contracts of each family in a territory: (person, territory) → contracts."""
    families: dict[tuple[int, int], list[Due]] = {}
    for one in found:
        families.setdefault((one.person_id, one.territory_id), []).append(one)
    return families


def _come(moment: Moment, land: TerritoryView, now: datetime) -> ColumnElement[bool]:
    """Whether a moment has come in a territory, by its own days, for a family that may still be asked."""
    span = times.window(moment, land.policy, local_date(now, land.timezone))
    if moment is Moment.APPLYING:
        fresh = contracts.c.in_force_at.between(now - times.LATE, now - times.REST)
        when = and_(contracts.c.first_lesson_ends_at > now, fresh)
    elif moment in (Moment.END, Moment.LEAVING):
        day = contracts.c.ends_on.between(span.since, span.until)
        when = and_(day, contracts.c.first_lesson_ends_at <= now)
    else:
        since, until = _begin(span.since, land), _begin(span.until + timedelta(days=1), land)
        first = contracts.c.first_lesson_ends_at
        when = and_(first >= since, first < until)
    return and_(contracts.c.territory_id == land.id, when, _messages(now) <= times.most(moment, land.policy))


def _begin(day: date, land: TerritoryView) -> datetime:
    return datetime.combine(day, time(), land.timezone)


def _messages(now: datetime) -> ColumnElement[int]:
    """Messages with surveys that the family has had in a year: those opened at one time were one."""
    return (
        select(func.count(Survey.opened_at.distinct()))
        .where(Survey.person_id == contracts.c.parent_id, Survey.opened_at > now - times.YEAR)
        .scalar_subquery()
    )


def _asked(moment: Moment) -> ColumnElement[bool]:
    return exists().where(Survey.contract_id == contracts.c.id, Survey.moment == moment)
