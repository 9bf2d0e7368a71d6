"""Surveys as their owner sees them."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy import Row, select
from sqlalchemy.ext.asyncio import AsyncSession

from services.core.actor import Actor
from services.core.errors import NotFound
from services.core.records import Known, records
from services.feedback.models import Ballot, Moment, Survey
from services.feedback.queries.due import contracts
from services.feedback.rules import templates
from services.feedback.rules.templates import Template


@dataclass(frozen=True, slots=True)
class SurveyView:
    """A survey of one person; ``answers`` maps the code of a question to the value chosen. A closed one has none."""

    id: int
    contract_id: int
    territory_id: int
    provider_id: int
    moment: Moment
    template: Template
    opened_at: datetime
    closes_at: datetime
    is_parted: bool
    first_lesson_ends_at: datetime | None
    token: str | None = field(repr=False)
    answers: dict[str, int] = field(repr=False, default_factory=dict)
    remark: str | None = field(repr=False, default=None)


_SURVEYS = (
    select(
        Survey.id,
        Survey.contract_id,
        Survey.territory_id,
        Survey.provider_id,
        Survey.moment,
        Survey.template,
        Survey.opened_at,
        Survey.closes_at,
        Survey.is_parted,
        contracts.c.first_lesson_ends_at,
        Survey.token,
    )
    .join(contracts, contracts.c.id == Survey.contract_id)
    .order_by(Survey.id)
)


async def own_survey(session: AsyncSession, actor: Actor, survey_id: int) -> SurveyView:
    """The actor's own survey with the answers so far, in two statements at most; raises NotFound."""
    found = await _views(session, _SURVEYS.where(Survey.id == survey_id, Survey.person_id == actor.person_id))
    if not found:
        raise NotFound("survey")
    return found[0]


async def open_surveys(session: AsyncSession, actor: Actor, *, now: datetime) -> list[SurveyView]:
    """What the actor is asked today, the oldest first, in two statements at most."""
    return await _views(session, _SURVEYS.where(Survey.person_id == actor.person_id, Survey.closes_at > now))


async def asked_with(session: AsyncSession, actor: Actor, survey: SurveyView) -> list[SurveyView]:
    """The surveys that came in one message with this one, itself among them."""
    together = _SURVEYS.where(Survey.person_id == actor.person_id, Survey.opened_at == survey.opened_at)
    return await _views(session, together)


async def _views(session: AsyncSession, asked: object) -> list[SurveyView]:
    rows: Sequence[Row[*tuple[object, ...]]] = (await session.execute(asked)).all()  # type: ignore[call-overload]
    said = {}
    if tokens := [row.token for row in rows if row.token is not None]:
        ballots = await session.execute(
            select(Ballot.token, Ballot.answers, Ballot.remark).where(Ballot.token.in_(tokens))
        )
        said = {one.token: (one.answers, one.remark) for one in ballots}
    return [_view(row, *said.get(row.token, ({}, None))) for row in rows]


def _view(row: Row[*tuple[object, ...]], answers: dict[str, int], remark: str | None) -> SurveyView:
    known = dict(row._mapping)  # noqa: SLF001 (SQLAlchemy's public name)
    return SurveyView(**{**known, "template": templates.template(known["template"])}, answers=answers, remark=remark)


async def known_of(session: AsyncSession, person_id: int) -> Known:
    """Which surveys were offered to a person; what was said counts only in the common result."""
    offered = select(Survey.contract_id, Survey.moment, Survey.opened_at, Survey.closes_at)
    return {"surveys": await records(session, offered.where(Survey.person_id == person_id).order_by(Survey.id))}
