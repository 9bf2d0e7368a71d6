"""What was counted: everything here is a sum of results, and no result is of fewer than may be shown."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta, tzinfo

from sqlalchemy import and_, column, exists, func, select, table
from sqlalchemy.ext.asyncio import AsyncSession

from services.core.clock import local_date
from services.core.db import BigId
from services.feedback.models import Ballot, Moment, Result, Subject, Survey
from services.feedback.rules import figures, times
from services.feedback.rules.figures import Part
from services.providers import queries as providers
from services.territories.queries import TerritoryView

PUBLISHED = 12
"""Months: what families said longer ago says little of the lessons of today."""
_LESSONS = tuple(moment for moment in Moment if moment.subject is Subject.LESSONS)
_providers = table("providers", column("id", BigId), column("territory_id", BigId))


@dataclass(frozen=True, slots=True)
class Satisfaction:
    """Voices of a period: one per contract and year, and a contract has one child. ``weighed``: by those asked."""

    respondents: int
    satisfied: int
    invited: int
    waiting: int = 0
    weighed: float | None = None


async def satisfaction(session: AsyncSession, *, territory: TerritoryView, first: date, last: date) -> Satisfaction:
    """What counts for indicator 5.3 in a period of whole months of one year, in three statements.

    ``invited`` are the consumers whose survey of that year is over, ``waiting`` those whose voices wait to be counted.
    """
    span = Result.period.between(times.period_of(first), times.period_of(last))
    counted = and_(Result.territory_id == territory.id, Result.subject == Subject.LESSONS, Result.counts, span)
    rows = await session.execute(select(Result.provider_id, Result.invited, Result.grades).where(counted))
    strata: dict[int | None, list[Part]] = {}
    for provider, invited, grades in rows:
        strata.setdefault(provider, []).append((invited, grades))
    clubs = [figures.stratum_of(parts, territory.policy.satisfied_grades) for parts in strata.values()]
    asked = select(func.count()).where(
        Survey.territory_id == territory.id, Survey.counted_in == first.year, Survey.is_parted
    )
    waits = select(func.count()).where(Ballot.territory_id == territory.id, Ballot.period.is_not(None), Ballot.counts)
    return Satisfaction(
        respondents=sum(one.respondents for one in clubs),
        satisfied=sum(one.satisfied for one in clubs),
        invited=await session.scalar(asked) or 0,
        waiting=await session.scalar(waits) or 0,
        weighed=figures.weighed(clubs),
    )


async def asked_before(session: AsyncSession, *, territory_id: int, last: date, zone: tzinfo) -> bool:
    """Whether any parent of a territory was asked about lessons up to the end of a day (indicator 5.1)."""
    until = datetime.combine(last + timedelta(days=1), time(), zone)
    found = select(Survey.id).where(
        Survey.territory_id == territory_id, Survey.moment.in_(_LESSONS), Survey.opened_at < until
    )
    return await session.scalar(found.limit(1)) is not None


async def closed_surveys(
    session: AsyncSession, *, territory_id: int, first: date, last: date, zone: tzinfo
) -> frozenset[str]:
    """Providers, by ИНН, one of whose surveys on lessons was closed in a period (indicator 5.2)."""
    since, until = datetime.combine(first, time(), zone), datetime.combine(last + timedelta(days=1), time(), zone)
    closed = exists().where(
        Survey.provider_id == _providers.c.id,
        Survey.moment.in_(_LESSONS),
        Survey.closes_at > since,
        Survey.closes_at <= until,
        Survey.is_parted,
    )
    ids = await session.scalars(select(_providers.c.id).where(_providers.c.territory_id == territory_id, closed))
    known = await providers.providers(session, ids.all())
    return frozenset(one.identity for one in known.values())


async def published(
    session: AsyncSession, *, provider_id: int, place: TerritoryView, now: datetime
) -> Satisfaction | None:
    """What families said of a provider's lessons in the last PUBLISHED months, as everybody may see it; else None."""
    since = times.back(times.period_of(local_date(now, place.timezone)), PUBLISHED)
    rows = await session.execute(
        select(Result.invited, Result.grades).where(
            Result.provider_id == provider_id, Result.period >= since, Result.subject == Subject.LESSONS
        )
    )
    parts = [(row.invited, row.grades) for row in rows]
    if not parts:
        return None
    one = figures.stratum_of(parts, place.policy.satisfied_grades)
    return Satisfaction(one.respondents, one.satisfied, one.invited)
