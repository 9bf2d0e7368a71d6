"""Open surveys when their moment comes, and take the answers."""

from dataclasses import replace
from datetime import datetime

from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.ext.asyncio import AsyncSession

from services.core.actor import Actor
from services.feedback import queries, rules
from services.feedback.errors import SurveyClosed
from services.feedback.models import Answer, Moment, Survey
from services.notices import actions as notices
from services.territories import queries as territories
from services.territories.queries import TerritoryView

BATCH = 500
"""Surveys opened by one call: a transaction stays short, the next call takes the rest."""
_KINDS = {Moment.LESSONS: "survey", Moment.APPLYING: "survey_applying"}


async def open_due(session: AsyncSession, *, now: datetime) -> int:
    """Ask about lessons under every contract in force whose first lesson is over; return how many were opened.

    At most BATCH per call. Each survey has one notice ``survey``. Two calls at once open one survey per contract.
    """
    due = await queries.lessons_begun(session, now=now, limit=BATCH)
    lands = {of: await territories.territory(session, of) for of in sorted({one.territory_id for one in due})}
    surveys = [_survey(Moment.LESSONS, one, lands[one.territory_id], now) for one in due]
    return await _open(session, Moment.LESSONS, surveys, lands, now)


async def open_applying(
    session: AsyncSession,
    *,
    contract_id: int,
    person_id: int,
    territory_id: int,
    provider_id: int,
    now: datetime,
) -> int:
    """Ask whether it was easy to apply; such a voice never counts for indicator 5.3. Return 0 if asked before."""
    land = await territories.territory(session, territory_id)
    due = queries.Due(contract_id, person_id, territory_id, provider_id)
    surveys = [_survey(Moment.APPLYING, due, land, now)]
    return await _open(session, Moment.APPLYING, surveys, {territory_id: land}, now)


async def answer(
    session: AsyncSession,
    actor: Actor,
    *,
    survey_id: int,
    question: str,
    grade: int,
    now: datetime,
) -> queries.SurveyView:
    """Take a grade from 1 to 5 for one question of the actor's own survey, or change it while the survey is open.

    Raises NotFound for a survey that is not theirs, SurveyClosed, and Invalid for a question of another moment or
    a grade that does not exist. One voice per question: the database keeps a single row of it.
    """
    survey = await queries.own_survey(session, actor, survey_id)
    if now >= survey.closes_at:
        land = await territories.territory(session, survey.territory_id)
        raise SurveyClosed(rules.last_day(survey.closes_at, land.timezone))
    rules.check(survey.moment, question, grade)
    voice = _insert(session, Answer).values(survey_id=survey_id, question=question, grade=grade, answered_at=now)
    await session.execute(
        voice.on_conflict_do_update(
            index_elements=["survey_id", "question"],
            set_={"grade": voice.excluded.grade, "answered_at": voice.excluded.answered_at},
        ),
    )
    return replace(survey, answers={**survey.answers, question: grade})


def _survey(moment: Moment, due: queries.Due, land: TerritoryView, now: datetime) -> dict[str, object]:
    return {
        "contract_id": due.contract_id,
        "person_id": due.person_id,
        "territory_id": due.territory_id,
        "provider_id": due.provider_id,
        "moment": moment,
        "opened_at": now,
        "closes_at": rules.closes_at(now, land.policy.survey_open_days, land.timezone),
    }


async def _open(
    session: AsyncSession,
    moment: Moment,
    surveys: list[dict[str, object]],
    lands: dict[int, TerritoryView],
    now: datetime,
) -> int:
    """Write surveys in one statement, skipping those that another process has just opened, and tell the people."""
    if not surveys:
        return 0
    opened = await session.execute(
        _insert(session, Survey)
        .values(surveys)
        .on_conflict_do_nothing(index_elements=["contract_id", "moment"])
        .returning(Survey.id, Survey.person_id, Survey.contract_id, Survey.territory_id, Survey.closes_at),
    )
    each = [
        (
            person_id,
            {
                "survey": survey_id,
                "contract": contract_id,
                "needed": lands[territory_id].policy.survey_min_answers,
                "last_day": rules.last_day(closes_at, lands[territory_id].timezone).isoformat(),
            },
        )
        for survey_id, person_id, contract_id, territory_id, closes_at in opened
    ]
    await notices.put_each(session, kind=_KINDS[moment], each=each, now=now)
    return len(each)


def _insert(session: AsyncSession, model: type[Survey | Answer]) -> postgresql.Insert | sqlite.Insert:
    """Both databases know ON CONFLICT; SQLAlchemy keeps it in their dialects."""
    if session.get_bind().dialect.name == "postgresql":
        return postgresql.insert(model)
    return sqlite.insert(model)
