"""Take the answers of an open survey."""

import secrets
from dataclasses import replace
from datetime import datetime

from sqlalchemy import insert, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from services.core.actor import Actor
from services.feedback import queries
from services.feedback.errors import SurveyClosed
from services.feedback.models import TOKEN, Ballot, Survey
from services.feedback.rules import templates, times
from services.territories import queries as territories


async def answer(
    session: AsyncSession, actor: Actor, *, survey_id: int, question: str, grade: int, now: datetime
) -> queries.SurveyView:
    """Take an answer to one question of the actor's own survey, or change it while the survey is open.

    Raises NotFound for a survey that is not theirs, SurveyClosed, and Invalid for a question that it does not ask or
    an answer that the question does not have. A voice of two presses at once is one: the survey has one token.
    """
    survey = await open_one(session, actor, survey_id=survey_id, now=now)
    survey.template.check(question, grade)
    return await _keep(session, survey, {**survey.answers, question: grade}, survey.remark, now)


async def answer_all(
    session: AsyncSession,
    actor: Actor,
    *,
    survey_id: int,
    answers: dict[str, int],
    remark: str | None,
    now: datetime,
) -> queries.SurveyView:
    """Take all answers of a page: what is not answered there is left out.

    Raises as ``answer``, Invalid too for a long remark.
    """
    survey = await open_one(session, actor, survey_id=survey_id, now=now)
    for question, value in answers.items():
        survey.template.check(question, value)
    words = templates.read_remark(remark or "") if survey.template.remark else None
    return await _keep(session, survey, answers, words, now)


async def open_one(session: AsyncSession, actor: Actor, *, survey_id: int, now: datetime) -> queries.SurveyView:
    """The actor's own survey that can be answered. Raises NotFound, SurveyClosed."""
    survey = await queries.own_survey(session, actor, survey_id)
    if survey.is_parted or now >= survey.closes_at:
        raise await _closed(session, survey)
    return survey


async def _keep(
    session: AsyncSession, survey: queries.SurveyView, answers: dict[str, int], remark: str | None, now: datetime
) -> queries.SurveyView:
    """Write the ballot; the survey is tied to it by a new token at the first answer."""
    held = survey.first_lesson_ends_at
    said = {"answers": answers, "remark": remark, "is_held": held is not None and held <= now}
    token = survey.token or await _tie(session, survey.id)
    if token is None:
        raise await _closed(session, survey)
    if survey.token is not None:
        kept = await session.execute(update(Ballot).where(Ballot.token == token).values(said).returning(Ballot.token))
        if kept.one_or_none() is None:
            raise await _closed(session, survey)
    else:
        await session.execute(insert(Ballot).values(**said, **await _cell(session, survey.id), token=token))
    return replace(survey, answers=answers, remark=remark, token=token)


async def _tie(session: AsyncSession, survey_id: int) -> str | None:
    """A new token for a survey that has none; None where it has just got one or is over."""
    token = secrets.token_hex(TOKEN // 2)
    free = (Survey.id == survey_id, Survey.token.is_(None), Survey.is_parted.is_(False))
    tied = await session.execute(update(Survey).where(*free).values(token=token).returning(Survey.id))
    return None if tied.one_or_none() is None else token


async def _cell(session: AsyncSession, survey_id: int) -> dict[str, object]:
    names = ("territory_id", "provider_id", "service_code", "focus", "settlement")
    columns = (*(getattr(Survey, name) for name in names), Survey.moment)
    row = (await session.execute(select(*columns).where(Survey.id == survey_id))).one()
    return {**{name: getattr(row, name) for name in names}, "subject": row.moment.subject}


async def _closed(session: AsyncSession, survey: queries.SurveyView) -> SurveyClosed:
    land = await territories.territory(session, survey.territory_id)
    return SurveyClosed(times.last_day(survey.closes_at, land.timezone))
