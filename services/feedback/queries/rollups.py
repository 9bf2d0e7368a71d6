"""What was counted, put together by club, service, focus, settlement and month: sums of results, nothing smaller."""

import json
from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import datetime, time
from enum import StrEnum

from sqlalchemy import and_, select
from sqlalchemy.ext.asyncio import AsyncSession

from services.core.actor import Actor
from services.feedback.models import Moment, Reply, Result, Subject, Survey
from services.feedback.queries.results import PUBLISHED
from services.feedback.rules import counting, figures, times
from services.feedback.rules.figures import Part, Share
from services.providers import queries as providers
from services.territories.queries import TerritoryView


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
    groups: dict[str | int | None, list[Part]] = {}
    for name, invited, grades in rows:
        groups.setdefault(name, []).append((invited, grades))
    found = [Row(name, figures.share_of(parts, territory.policy.satisfied_grades)) for name, parts in groups.items()]
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
    clubs: dict[int, dict[int, list[Part]]] = {}
    for period, provider, invited, grades in rows:
        clubs.setdefault(period, {}).setdefault(provider or 0, []).append((invited, grades))
    pleased = territory.policy.satisfied_grades
    return {
        period: figures.middle(figures.share_of(parts, pleased).percent for parts in theirs.values())
        for period, theirs in clubs.items()
    }


def _month(
    period: int, results: list[Result], territory: TerritoryView, median: float | None, reply: Reply | None
) -> Month:
    names = sorted({name for one in results for name in one.answers})
    return Month(
        period=period,
        share=figures.share_of([(one.invited, one.grades) for one in results], territory.policy.satisfied_grades),
        answers={name: counting.added(one.answers.get(name, {}) for one in results) for name in names},
        remarks=tuple(sorted(words for one in results for words in json.loads(one.remarks or "[]"))),
        median=median,
        reply=reply.ready if reply else None,
        words=reply.words if reply else None,
    )


@dataclass(frozen=True, slots=True)
class Heard:
    """What came of one survey of a family: ``share`` is None where it was counted with other clubs'."""

    contract_id: int
    period: int
    share: Share | None
    reply: int | None
    words: str | None


async def heard(session: AsyncSession, actor: Actor, *, satisfied: Collection[int], limit: int) -> list[Heard]:
    """What came of the actor's own surveys on lessons, the newest first, with what the clubs answered."""
    rows = await session.execute(
        select(Survey.contract_id, Result, Reply.ready, Reply.words)
        .join(Result, Result.id == Survey.result_id)
        .outerjoin(Reply, and_(Reply.provider_id == Result.provider_id, Reply.period == Result.period))
        .where(Survey.person_id == actor.person_id, Result.subject == Subject.LESSONS)
        .order_by(Survey.id.desc())
        .limit(limit)
    )
    return [
        Heard(
            contract,
            one.period,
            figures.share_of([(one.invited, one.grades)], satisfied) if one.provider_id else None,
            ready,
            words,
        )
        for contract, one, ready, words in rows
    ]


@dataclass(frozen=True, slots=True)
class Total:
    """All results of some months; ``unheard``: names of clubs with a closed survey and no result of their own."""

    share: Share
    weighed: float | None
    unheard: tuple[str, ...]


async def total(session: AsyncSession, territory: TerritoryView, *, since: int, until: int, of: Subject) -> Total:
    """The sum of a territory's results, as it is and weighed by clubs."""
    rows = await session.execute(
        select(Result.provider_id, Result.invited, Result.grades).where(
            Result.territory_id == territory.id, Result.period.between(since, until), Result.subject == of
        )
    )
    strata: dict[int | None, list[Part]] = {}
    for provider, invited, grades in rows:
        strata.setdefault(provider, []).append((invited, grades))
    pleased = territory.policy.satisfied_grades
    first, end = times.first_of(since), times.first_of(times.back(until, -1))
    moments = [moment for moment in Moment if moment.subject is of]
    closed = (
        select(Survey.provider_id)
        .distinct()
        .where(
            Survey.territory_id == territory.id,
            Survey.moment.in_(moments),
            Survey.is_parted,
            Survey.closes_at > datetime.combine(first, time(), territory.timezone),
            Survey.closes_at <= datetime.combine(end, time(), territory.timezone),
        )
    )
    silent = set(await session.scalars(closed)) - set(strata)
    return Total(
        share=figures.share_of([part for parts in strata.values() for part in parts], pleased),
        weighed=figures.weighed([figures.stratum_of(parts, pleased) for parts in strata.values()]),
        unheard=tuple(sorted(one.name for one in (await providers.providers(session, silent)).values())),
    )
