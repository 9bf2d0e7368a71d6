"""A survey, one tap for a question; the invitation is a notice."""

from aiogram import Router
from aiogram.types import CallbackQuery
from sqlalchemy.ext.asyncio import AsyncSession

from handlers.common.screen import Screen, show
from handlers.parent.feedback import keyboards, texts
from handlers.parent.feedback.keyboards import SurveyAnswer, SurveyEnough, SurveyQuestion
from services.core.actor import Actor
from services.core.clock import Clock
from services.feedback import actions, queries, rules
from services.territories import queries as territories
from services.territories.queries import TerritoryView

router = Router(name="parent.feedback")


@router.callback_query(SurveyAnswer.filter())
async def take_answer(
    query: CallbackQuery,
    callback_data: SurveyAnswer,
    session: AsyncSession,
    actor: Actor,
    clock: Clock,
) -> None:
    """A grade: keep it, then offer the next question or say what becomes of the answers."""
    question = rules.question_by_no(callback_data.question_index)
    survey = await actions.answer(
        session,
        actor,
        survey_id=callback_data.survey_id,
        question=question.code,
        grade=callback_data.grade,
        now=clock(),
    )
    land = await territories.territory(session, survey.territory_id)
    await session.commit()
    following = rules.following(question)
    await show(query, _question(survey, following, thanks=True) if following else _finished(survey, land))


@router.callback_query(SurveyQuestion.filter())
async def open_question(
    query: CallbackQuery,
    callback_data: SurveyQuestion,
    session: AsyncSession,
    actor: Actor,
) -> None:
    """Back to a question, with the answer given to it."""
    question = rules.question_by_no(callback_data.question_index)
    survey = await queries.own_survey(session, actor, callback_data.survey_id)
    await session.commit()
    await show(query, _question(survey, question, thanks=False))


@router.callback_query(SurveyEnough.filter())
async def stop_here(
    query: CallbackQuery,
    callback_data: SurveyEnough,
    session: AsyncSession,
    actor: Actor,
) -> None:
    """The person has said enough: what is answered stays."""
    survey = await queries.own_survey(session, actor, callback_data.survey_id)
    land = await territories.territory(session, survey.territory_id)
    await session.commit()
    await show(query, _finished(survey, land))


def _question(survey: queries.SurveyView, question: rules.Question, *, thanks: bool) -> Screen:
    return Screen(
        texts.next_question(question, given=survey.answers.get(question.code), thanks=thanks),
        keyboards.next_question(survey.id, question, rules.preceding(question)),
    )


def _finished(survey: queries.SurveyView, land: TerritoryView) -> Screen:
    asked = rules.questions(survey.moment)
    text = texts.finished(
        answered=len(survey.answers),
        total=len(asked),
        needed=land.policy.survey_min_answers,
        last_day=rules.last_day(survey.closes_at, land.timezone),
    )
    return Screen(text, keyboards.finished(survey.id, asked[0]))
