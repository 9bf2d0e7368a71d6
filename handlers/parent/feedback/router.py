"""A survey, one tap for a question; the invitation is a notice."""

from aiogram import Router
from aiogram.types import CallbackQuery
from sqlalchemy.ext.asyncio import AsyncSession

from handlers.common.context import Desk
from handlers.common.pages.keyboards import open_page
from handlers.common.screen import Row, Screen, show
from handlers.common.words import _
from handlers.parent.feedback import keyboards, texts
from handlers.parent.feedback.keyboards import SurveyAnswer, SurveyEnough, SurveyQuestion
from services.core.actor import Actor
from services.core.clock import Clock
from services.feedback import actions, queries
from services.feedback.rules import templates, times
from services.feedback.rules.templates import Question
from services.territories import queries as territories

router = Router(name="parent.feedback")


@router.callback_query(SurveyAnswer.filter())
async def take_answer(
    query: CallbackQuery,
    callback_data: SurveyAnswer,
    session: AsyncSession,
    actor: Actor,
    clock: Clock,
    desk: Desk,
) -> None:
    """An answer: keep it, then offer the next question or say what becomes of the answers."""
    question = templates.question_by_no(callback_data.question_index)
    survey = await actions.answer(
        session,
        actor,
        survey_id=callback_data.survey_id,
        question=question.code,
        grade=callback_data.grade,
        now=clock(),
    )
    following = survey.template.following(question)
    screen = _question(survey, following, thanks=True) if following else await _finished(session, actor, survey, desk)
    await session.commit()
    await show(query, screen)


@router.callback_query(SurveyQuestion.filter())
async def open_question(
    query: CallbackQuery,
    callback_data: SurveyQuestion,
    session: AsyncSession,
    actor: Actor,
    clock: Clock,
) -> None:
    """To a question, with the answer given to it."""
    survey = await actions.open_one(session, actor, survey_id=callback_data.survey_id, now=clock())
    await session.commit()
    await show(query, _question(survey, survey.template.by_no(callback_data.question_index), thanks=False))


@router.callback_query(SurveyEnough.filter())
async def stop_here(
    query: CallbackQuery,
    callback_data: SurveyEnough,
    session: AsyncSession,
    actor: Actor,
    desk: Desk,
) -> None:
    """The person has said enough: what is answered stays."""
    survey = await queries.own_survey(session, actor, callback_data.survey_id)
    screen = await _finished(session, actor, survey, desk)
    await session.commit()
    await show(query, screen)


def _question(survey: queries.SurveyView, question: Question, *, thanks: bool) -> Screen:
    template = survey.template
    return Screen(
        texts.next_question(template, question, given=survey.answers.get(question.code), thanks=thanks),
        keyboards.next_question(survey.id, question, template.preceding(question)),
    )


async def _finished(session: AsyncSession, actor: Actor, survey: queries.SurveyView, desk: Desk) -> Screen:
    land = await territories.territory(session, survey.territory_id)
    together = await queries.asked_with(session, actor, survey)
    text = texts.finished(
        answered=len(survey.answers),
        total=len(survey.template.questions),
        needed=land.policy.survey_min_answers,
        last_day=times.last_day(survey.closes_at, land.timezone),
    )
    others = [(one.id, one.contract_id) for one in together if one.id != survey.id and not one.answers]
    page: list[Row] = []
    if survey.template.remark and desk.public_url is not None:
        page = [[open_page(desk, _("✏️ Say more in own words"), f"/my/surveys/{survey.id}")]]
    return Screen(text, keyboards.finished(survey.id, survey.template.key, others, page))
