"""A survey from its message to the last screen, by presses alone; and what came of it at the club's desk."""

from datetime import UTC, datetime, timedelta
from typing import Any

from aiogram.methods import EditMessageText, TelegramMethod
from aiogram.types import InlineKeyboardMarkup
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession, async_sessionmaker

from bot.middlewares.actor import CHANNEL
from handlers.parent.feedback.keyboards import SurveyAnswer
from handlers.provider.feedback.keyboards import ClubReply, ClubVoices
from services.core.actor import Actor, Role
from services.core.db import Database
from services.feedback import actions
from services.feedback.models import Ballot, Reply
from services.notices.models import Notice
from services.staff.actions import arrive
from services.staff.models import Membership
from tests.support.bot import FedDesk, texts
from tests.support.factories import feedback as made_of
from tests.support.factories.providers import add_provider

Sessions = async_sessionmaker[AsyncSession]
NOW = datetime(2026, 9, 10, 5, tzinfo=UTC)
PARENT, STRANGER = 101, 102


async def _surveys(sessions: Sessions, classes: int = 1) -> list[int]:
    async with sessions() as session:
        land = await made_of.add_territory(session)
        people = [await arrive(session, channel=CHANNEL, address=str(who), locale="ru", now=NOW) for who in (101, 102)]
        made = [
            await made_of.add_contract(session, territory_id=land, person_id=people[0].person_id)
            for _each in range(classes)
        ]
        found = [await made_of.add_survey(session, one) for one in made]
        await session.commit()
    return found


def _buttons(calls: list[TelegramMethod[Any]]) -> list[str]:
    screens = [call for call in calls if isinstance(call, EditMessageText)]
    assert len(screens) == 1
    assert len(screens[0].text or "") <= 900
    markup = screens[0].reply_markup
    assert isinstance(markup, InlineKeyboardMarkup)
    assert len(markup.inline_keyboard) <= 8
    return [button.callback_data or "" for row in markup.inline_keyboard for button in row]


async def _answers(sessions: Sessions) -> list[dict[str, int]]:
    async with sessions() as session:
        return list(await session.scalars(select(Ballot.answers)))


async def test_a_press_a_question_to_the_end_and_back(database: Database, sessions: Sessions) -> None:
    (survey_id,) = await _surveys(sessions)
    desk = FedDesk(database, clock=lambda: NOW)
    data, pressed = SurveyAnswer(survey_id=survey_id, question_index=1, grade=4).pack(), 0
    while data.startswith("fbans:"):
        buttons = _buttons(await desk.press(PARENT, data))
        data, pressed = buttons[0], pressed + 1
    assert pressed == 9
    said = {"lessons": 4, "teacher": 5, "schedule": 5, "conditions": 5, "information": 5}
    assert await _answers(sessions) == [{**said, "whole": 2, "surcharge": 1, "access": 2, "recommend": 10}]
    assert buttons[0].startswith("fbask:")
    reopened = _buttons(await desk.press(PARENT, buttons[0]))
    _buttons(await desk.press(PARENT, reopened[0]))
    assert (await _answers(sessions))[0]["lessons"] == 5


async def test_enough_after_one_tap_and_the_next_class_is_offered(database: Database, sessions: Sessions) -> None:
    first, second = await _surveys(sessions, 2)
    desk = FedDesk(database, clock=lambda: NOW)
    buttons = _buttons(await desk.press(PARENT, SurveyAnswer(survey_id=first, question_index=1, grade=2).pack()))
    enough = next(data for data in buttons if data.startswith("fbend:"))
    finished = _buttons(await desk.press(PARENT, enough))
    assert finished[0] == f"fbask:{second}:1"
    assert _buttons(await desk.press(PARENT, finished[0]))[0] == f"fbans:{second}:1:5"
    assert await _answers(sessions) == [{"lessons": 2}]


async def test_forged_late_and_broken_presses_leave_nothing(database: Database, sessions: Sessions) -> None:
    (survey_id,) = await _surveys(sessions)
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
    assert await _answers(sessions) == []


async def test_a_club_reads_its_month_and_answers_all_families_in_one_tap(
    database: Database, sessions: Sessions
) -> None:
    async with sessions() as session:
        land = await made_of.add_territory(session)
        person = await arrive(session, channel=CHANNEL, address=str(PARENT), locale="ru", now=NOW)
        club = await add_provider(session, territory_id=land)
        session.add(
            Membership(person_id=person.person_id, role=Role.PROVIDER, territory_id=land, provider_id=club, since=NOW)
        )
        for grade in (5, 5, 4, 2, 1, None):
            made = await made_of.add_contract(session, territory_id=land, provider_id=club)
            survey = await made_of.add_survey(session, made)
            if grade:
                family = Actor(made.person_id, "ru")
                await actions.answer(session, family, survey_id=survey, question="lessons", grade=grade, now=NOW)
        await made_of.close_and_count(session, land, now=NOW)
        await session.commit()
    desk = FedDesk(database, clock=lambda: NOW)
    seen = await desk.press(PARENT, ClubVoices().pack())
    assert "5" in "".join(texts(seen))
    assert "60" in "".join(texts(seen))
    replies = [data for data in _buttons(seen) if data.startswith(ClubReply.__prefix__)]
    assert len(replies) == 4
    answered = await desk.press(PARENT, replies[0])
    assert not [data for data in _buttons(answered) if data.startswith(ClubReply.__prefix__)]
    assert texts(await desk.press(PARENT, replies[1])), "twice is explained"
    assert texts(await desk.press(STRANGER, replies[1]))
    async with sessions() as session:
        assert list(await session.scalars(select(Reply.ready))) == [1]
        kinds = list(await session.scalars(select(Notice.kind).where(Notice.kind == "survey_reply")))
        assert len(kinds) == 6, "the silent are told too: nothing says who they are"
