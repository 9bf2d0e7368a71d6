"""A survey from its message to the last screen, by presses alone."""

from datetime import UTC, datetime, timedelta
from typing import Any

from aiogram.methods import EditMessageText, TelegramMethod
from aiogram.types import InlineKeyboardMarkup
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession, async_sessionmaker

from bot.middlewares.actor import CHANNEL
from handlers.parent.feedback.keyboards import SurveyAnswer
from services.core.db import Database
from services.feedback.models import Answer
from services.staff.actions import arrive
from tests.support.bot import FedDesk, texts
from tests.support.factories import feedback as made_of

Sessions = async_sessionmaker[AsyncSession]
NOW = datetime(2026, 9, 10, 5, tzinfo=UTC)
PARENT, STRANGER = 101, 102


async def _survey(sessions: Sessions) -> int:
    async with sessions() as session:
        land = await made_of.add_territory(session)
        people = [await arrive(session, channel=CHANNEL, address=str(who), locale="ru", now=NOW) for who in (101, 102)]
        made = await made_of.add_contract(session, territory_id=land, person_id=people[0].person_id)
        survey_id = await made_of.add_survey(session, made)
        await session.commit()
    return survey_id


def _buttons(calls: list[TelegramMethod[Any]]) -> list[str]:
    screens = [call for call in calls if isinstance(call, EditMessageText)]
    assert len(screens) == 1
    assert len(screens[0].text or "") <= 900
    markup = screens[0].reply_markup
    assert isinstance(markup, InlineKeyboardMarkup)
    assert len(markup.inline_keyboard) <= 8
    return [button.callback_data or "" for row in markup.inline_keyboard for button in row]


async def _answers(sessions: Sessions) -> dict[str, int]:
    async with sessions() as session:
        return {row.question: row.grade for row in await session.execute(select(Answer.question, Answer.grade))}


async def test_five_presses_answer_five_questions(database: Database, sessions: Sessions) -> None:
    survey_id = await _survey(sessions)
    desk = FedDesk(database, clock=lambda: NOW)
    data = SurveyAnswer(survey_id=survey_id, question_index=1, grade=4).pack()
    for _question in range(5):
        buttons = _buttons(await desk.press(PARENT, data))
        data = buttons[1]
    assert await _answers(sessions) == dict.fromkeys(("lessons", "teacher", "schedule", "conditions", "information"), 4)
    assert buttons[0].startswith("fbask:")
    reopened = _buttons(await desk.press(PARENT, buttons[0]))
    _buttons(await desk.press(PARENT, reopened[0]))
    assert (await _answers(sessions))["lessons"] == 5


async def test_enough_after_one_tap(database: Database, sessions: Sessions) -> None:
    survey_id = await _survey(sessions)
    desk = FedDesk(database, clock=lambda: NOW)
    one = SurveyAnswer(survey_id=survey_id, question_index=1, grade=2)
    buttons = _buttons(await desk.press(PARENT, one.pack()))
    enough = next(data for data in buttons if data.startswith("fbend:"))
    assert _buttons(await desk.press(PARENT, enough))
    assert await _answers(sessions) == {"lessons": 2}


async def test_forged_late_and_broken_presses_leave_nothing(database: Database, sessions: Sessions) -> None:
    survey_id = await _survey(sessions)
    one = SurveyAnswer(survey_id=survey_id, question_index=1, grade=5)
    desk = FedDesk(database, clock=lambda: NOW)
    late = FedDesk(database, clock=lambda: NOW + timedelta(days=90))
    for where, who, press in (
        (desk, STRANGER, one),
        (desk, PARENT, one.model_copy(update={"question_index": 6})),
        (desk, PARENT, one.model_copy(update={"question_index": 99})),
        (desk, PARENT, one.model_copy(update={"grade": 9})),
        (late, PARENT, one),
    ):
        assert texts(await where.press(who, press.pack()))
    assert await _answers(sessions) == {}
