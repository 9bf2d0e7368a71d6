"""What was counted: everything here is a sum of results, and no result is of fewer than may be shown."""

import json
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta, tzinfo
from enum import StrEnum

from sqlalchemy import and_, column, exists, func, select, table
from sqlalchemy.ext.asyncio import AsyncSession

from services.core.clock import local_date
from services.core.db import BigId
from services.feedback.models import Ballot, Moment, Reply, Result, Subject, Survey
from services.feedback.rules import counting, figures, times
from services.feedback.rules.figures import Share, Stratum
from services.providers import queries as providers
from services.territories.queries import TerritoryView

PUBLISHED = 12
"""Months: what families said longer ago says little of the lessons of today."""
_LESSONS = tuple(moment for moment in Moment if moment.subject is Subject.LESSONS)
_providers = table("providers", column("id", BigId), column("territory_id", BigId))


class By(StrEnum):
    """By what results are put together."""

    PROVIDER = "provider"
    SERVICE = "service"
    FOCUS = "focus"
    SETTLEMENT = "settlement"
    PERIOD = "period"


_KEY = {
    By.PROVIDER: Result.provider_id,
    By.SERVICE: Result.service_code,
    By.FOCUS: Result.focus,
    By.SETTLEMENT: Result.settlement,
    By.PERIOD: Result.period,
}


@dataclass(frozen=True, slots=True)
class Satisfaction:
    """Voices of a period: one per contract and year, and a contract has one child. ``weighed``: by those asked."""

    respondents: int
    satisfied: int
    invited: int
    waiting: int = 0
    weighed: float | None = None


@dataclass(frozen=True, slots=True)
class Row:
    """A group of a roll-up. ``key`` is None for voices that were counted without it, so that nobody is known."""

    key: str | int | None
    share: Share


@dataclass(frozen=True, slots=True)
class Month:
    """A club's results of a month."""

    period: int
    share: Share
    answers: dict[str, dict[str, int]]
    remarks: tuple[str, ...] = field(repr=False)
    median: float | None
    """The middle of all clubs' shares of that month."""
    reply: int | None
    words: str | None


async def satisfaction(session: AsyncSession, *, territory: TerritoryView, first: date, last: date) -> Satisfaction:
    """What counts for indicator 5.3 in a period of whole months of one year, in three statements.

    ``invited`` are the consumers whose survey of that year is over, ``waiting`` those whose voices wait to be counted.
    """
    span = Result.period.between(times.period_of(first), times.period_of(last))
    counted = and_(Result.territory_id == territory.id, Result.subject == Subject.LESSONS, Result.counts, span)
    rows = await session.execute(select(Result.provider_id, Result.invited, Result.grades).where(counted))
    strata: dict[int | None, list[tuple[int, dict[str, int]]]] = {}
    for provider, invited, grades in rows:
        strata.setdefault(provider, []).append((invited, grades))
    clubs = [_stratum(parts, territory.policy.satisfied_grades) for parts in strata.values()]
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
    one = _stratum(parts, place.policy.satisfied_grades)
    return Satisfaction(one.respondents, one.satisfied, one.invited)


async def rollup(
    session: AsyncSession, territory: TerritoryView, by: By, *, since: int, until: int, subject: Subject
) -> list[Row]:
    """Results of some months put together, the largest group first; the rest that has no key of its own is last."""
    key = _KEY[by]
    rows = await session.execute(
        select(key, Result.invited, Result.grades).where(
            Result.territory_id == territory.id, Result.period.between(since, until), Result.subject == subject
        )
    )
    groups: dict[str | int | None, list[tuple[int, dict[str, int]]]] = {}
    for name, invited, grades in rows:
        groups.setdefault(name, []).append((invited, grades))
    found = [Row(name, _share(parts, territory.policy.satisfied_grades)) for name, parts in groups.items()]
    if by is By.PERIOD:
        return sorted(found, key=lambda row: int(row.key or 0))
    return sorted(found, key=lambda row: (row.key is None, -row.share.respondents, str(row.key)))


async def months(
    session: AsyncSession, territory: TerritoryView, provider_id: int, *, newest: int = PUBLISHED
) -> list[Month]:
    """A club's results about lessons, the newest month first, each with the median of the territory's clubs.

    The caller has checked who asks.
    """
    mine = (Result.provider_id == provider_id, Result.subject == Subject.LESSONS)
    rows = (await session.execute(select(Result).where(*mine).order_by(Result.period.desc(), Result.id))).scalars()
    by_period: dict[int, list[Result]] = {}
    for row in rows:
        by_period.setdefault(row.period, []).append(row)
    periods = list(by_period)[:newest]
    medians = await _medians(session, territory, periods)
    said = await session.execute(select(Reply).where(Reply.provider_id == provider_id, Reply.period.in_(periods)))
    replies = {one.period: one for one in said.scalars()}
    return [
        _month(period, by_period[period], territory, medians.get(period), replies.get(period)) for period in periods
    ]


async def _medians(
    session: AsyncSession, territory: TerritoryView, periods: Collection[int]
) -> dict[int, float | None]:
    rows = await session.execute(
        select(Result.period, Result.provider_id, Result.invited, Result.grades).where(
            Result.territory_id == territory.id,
            Result.period.in_(periods),
            Result.provider_id.is_not(None),
            Result.subject == Subject.LESSONS,
        )
    )
    clubs: dict[int, dict[int, list[tuple[int, dict[str, int]]]]] = {}
    for period, provider, invited, grades in rows:
        clubs.setdefault(period, {}).setdefault(provider or 0, []).append((invited, grades))
    pleased = territory.policy.satisfied_grades
    return {
        period: figures.middle(_share(parts, pleased).percent for parts in theirs.values())
        for period, theirs in clubs.items()
    }


def _month(
    period: int, results: list[Result], territory: TerritoryView, median: float | None, reply: Reply | None
) -> Month:
    names = sorted({name for one in results for name in one.answers})
    return Month(
        period=period,
        share=_share([(one.invited, one.grades) for one in results], territory.policy.satisfied_grades),
        answers={name: counting.added(one.answers.get(name, {}) for one in results) for name in names},
        remarks=tuple(sorted(words for one in results for words in json.loads(one.remarks or "[]"))),
        median=median,
        reply=reply.ready if reply else None,
        words=reply.words if reply else None,
    )


def _share(parts: Iterable[tuple[int, dict[str, int]]], satisfied: Collection[int]) -> Share:
    known = list(parts)
    return figures.share(sum(asked for asked, _ in known), figures.total(grades for _, grades in known), satisfied)


def _stratum(parts: Iterable[tuple[int, dict[str, int]]], satisfied: Collection[int]) -> Stratum:
    known = list(parts)
    grades = figures.total(one for _, one in known)
    asked = sum(asked for asked, _ in known)
    return Stratum(asked, sum(grades.values()), figures.satisfied_of(grades, satisfied))
