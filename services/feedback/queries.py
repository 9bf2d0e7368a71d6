"""Surveys as their owner sees them, contracts that wait for one, and the voices counted."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta, tzinfo
from typing import Any

from sqlalchemy import ColumnElement, String, and_, bindparam, case, column, exists, func, or_, select, table, true
from sqlalchemy.ext.asyncio import AsyncSession

from services.core.actor import Actor
from services.core.db import BigId, UtcDateTime
from services.core.errors import NotFound
from services.core.records import Known, records
from services.feedback import rules
from services.feedback.models import Answer, Moment, Survey
from services.providers import queries as providers
from services.territories.queries import TerritoryView

_IN_FORCE = "in_force"
PUBLISHED = timedelta(days=365)
"""What families said longer ago says little of the lessons of today."""
_contracts = table(
    "contracts",
    column("id", BigId),
    column("territory_id", BigId),
    column("provider_id", BigId),
    column("parent_id", BigId),
    column("status", String),
    column("service_code", String),
    column("first_lesson_ends_at", UtcDateTime),
)
_providers = table("providers", column("id", BigId), column("territory_id", BigId))
"""The few columns read here; the contracts and providers rooms own the tables."""


@dataclass(frozen=True, slots=True)
class SurveyView:
    """A survey of one person; ``answers`` maps the code of a question to its grade."""

    id: int
    contract_id: int
    territory_id: int
    moment: Moment
    opened_at: datetime
    closes_at: datetime
    answers: dict[str, int]


@dataclass(frozen=True, slots=True)
class Due:
    """A contract in force whose first lesson is over and whose parent was not asked yet."""

    contract_id: int
    person_id: int
    territory_id: int
    provider_id: int


@dataclass(frozen=True, slots=True)
class Satisfaction:
    """Voices of a period: one per contract, and a contract has one child."""

    respondents: int
    satisfied: int
    invited: int


async def own_survey(session: AsyncSession, actor: Actor, survey_id: int) -> SurveyView:
    """The actor's own survey with the answers so far, in one statement; raises NotFound."""
    found = await session.execute(
        select(
            Survey.id,
            Survey.contract_id,
            Survey.territory_id,
            Survey.moment,
            Survey.opened_at,
            Survey.closes_at,
            Answer.question,
            Answer.grade,
        )
        .outerjoin(Answer, Answer.survey_id == Survey.id)
        .where(Survey.id == survey_id, Survey.person_id == actor.person_id),
    )
    rows = found.all()
    if not rows:
        raise NotFound("survey")
    answers = {row.question: row.grade for row in rows if row.question is not None}
    return SurveyView(*rows[0][:6], answers=answers)


async def lessons_begun(session: AsyncSession, *, now: datetime, limit: int) -> list[Due]:
    """Contracts in force whose first lesson is over and that have no survey on lessons; the oldest first."""
    asked = exists().where(Survey.contract_id == _contracts.c.id, Survey.moment == Moment.LESSONS)
    rows = await session.execute(
        select(_contracts.c.id, _contracts.c.parent_id, _contracts.c.territory_id, _contracts.c.provider_id)
        .where(_contracts.c.status == _IN_FORCE, _contracts.c.first_lesson_ends_at <= now, ~asked)
        .order_by(_contracts.c.first_lesson_ends_at, _contracts.c.id)
        .limit(limit),
    )
    return [Due(*row) for row in rows]


async def satisfaction(
    session: AsyncSession,
    *,
    territory_id: int,
    first: date,
    last: date,
    zone: tzinfo,
    satisfied: Collection[int],
    codes: Collection[str] = (),
) -> Satisfaction:
    """Count the voices of days ``first`` to ``last`` (both included, in ``zone``) in one statement.

    A respondent answered the key question on lessons in those days, after the first held lesson; ``satisfied`` are
    the grades that count so, ``codes`` the only services that count, if any are given. Invited are the surveys on
    lessons that could be answered on one of the days.
    """
    since, until = datetime.combine(first, time(), zone), datetime.combine(last + timedelta(days=1), time(), zone)
    asked = or_(and_(Survey.opened_at < until, Survey.closes_at > since), Answer.id.is_not(None))
    counted = _contracts.c.service_code.in_(codes) if codes else true()
    row = await session.execute(
        select(func.count(Answer.id), func.count(case((Answer.grade.in_(satisfied), 1))), func.count(Survey.id))
        .select_from(Survey)
        .join(_contracts, and_(_contracts.c.id == Survey.contract_id, counted))
        .outerjoin(Answer, _voice(since, until))
        .where(Survey.territory_id == territory_id, Survey.moment == Moment.LESSONS, asked),
    )
    return Satisfaction(*row.one())


async def asked_before(session: AsyncSession, *, territory_id: int, last: date, zone: tzinfo) -> bool:
    """Whether any parent of a territory was asked about lessons up to the end of a day (indicator 5.1)."""
    until = datetime.combine(last + timedelta(days=1), time(), zone)
    found = select(Survey.id).where(
        Survey.territory_id == territory_id, Survey.moment == Moment.LESSONS, Survey.opened_at < until
    )
    return await session.scalar(found.limit(1)) is not None


async def closed_surveys(
    session: AsyncSession, *, territory_id: int, first: date, last: date, zone: tzinfo, now: datetime
) -> frozenset[str]:
    """Providers, by ИНН, one of whose surveys on lessons got an answer and is over by now (indicator 5.2)."""
    since, until = datetime.combine(first, time(), zone), datetime.combine(last + timedelta(days=1), time(), zone)
    closed = exists().where(
        Survey.provider_id == _providers.c.id,
        Survey.moment == Moment.LESSONS,
        Survey.closes_at > since,
        Survey.closes_at <= min(until, now),
        exists().where(Answer.survey_id == Survey.id),
    )
    ids = await session.scalars(select(_providers.c.id).where(_providers.c.territory_id == territory_id, closed))
    known = await providers.providers(session, ids.all())
    return frozenset(one.identity for one in known.values())


async def published(
    session: AsyncSession, *, provider_id: int, place: TerritoryView, now: datetime
) -> Satisfaction | None:
    """The voices on a provider's lessons of the last PUBLISHED days, as everybody may see them, in one statement.

    None while they are fewer than the territory publishes: a few families would be known by their answers.
    """
    these = {
        "provider": provider_id,
        "satisfied": place.policy.satisfied_grades,
        "since": now - PUBLISHED,
        "until": now,
    }
    row = await session.execute(_PUBLISHED, these)
    found = Satisfaction(*row.one())
    return found if found.respondents >= place.policy.survey_min_answers else None


def _voice(since: Any, until: Any) -> ColumnElement[bool]:
    """The answer of a survey that counts: to the key question, in time, after the first held lesson."""
    return and_(
        Answer.survey_id == Survey.id,
        Answer.question == rules.key_question(Moment.LESSONS),
        Answer.answered_at >= since,
        Answer.answered_at < until,
        Answer.answered_at >= _contracts.c.first_lesson_ends_at,
    )


_PUBLISHED = (
    select(
        func.count(Answer.id),
        func.count(case((Answer.grade.in_(bindparam("satisfied", expanding=True)), 1))),
        func.count(),
    )
    .select_from(Survey)
    .join(_contracts, _contracts.c.id == Survey.contract_id)
    .outerjoin(Answer, _voice(bindparam("since"), bindparam("until")))
    .where(Survey.provider_id == bindparam("provider"), Survey.moment == Moment.LESSONS)
    .where(Survey.closes_at > bindparam("since"))
)
"""Every card asks this: built once."""


async def known_of(session: AsyncSession, person_id: int) -> Known:
    """Which surveys were offered to a person; the grades count only in the common result."""
    offered = select(Survey.contract_id, Survey.moment, Survey.opened_at, Survey.closes_at)
    return {"surveys": await records(session, offered.where(Survey.person_id == person_id).order_by(Survey.id))}
