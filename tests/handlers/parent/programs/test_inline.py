"""Inline mode: public cards for anybody, nothing kept of whoever asks."""

import asyncio
from typing import Any

import pytest
from aiogram.exceptions import TelegramBadRequest
from aiogram.methods import AnswerInlineQuery, TelegramMethod
from aiogram.types import (
    ChosenInlineResult,
    InlineQuery,
    InlineQueryResultArticle,
    InputTextMessageContent,
    Update,
    User,
)
from sqlalchemy import select

from bot.middlewares.elsewhere import ASKED
from bot.sandbox.html import parse
from bot.tables import DoneUpdate
from services.core.db import Database
from services.programs.queries.visits import visits_by_source
from tests.support.factories.programs import add_group, add_program
from tests.support.journey import PARENT, STRANGER, Street, street

MANY = 13
pytestmark = pytest.mark.parametrize("engine_name", ["sqlite"], indirect=True)
"""What the database does here is the search's and the visits': they have tests of their own on both."""


@pytest.fixture
async def walk(database: Database) -> Street:
    """A town with more programs than one page of answers has."""
    made = await street(database)
    async with database.sessions() as session:
        for number in range(MANY):
            program_id = await add_program(
                session,
                territory_id=made.town.territory_id,
                provider_id=made.town.provider_id,
                title=f"Рисование {number}",
                summary="Кисти < красок & холстов",
            )
            await add_group(session, program_id=program_id, capacity=12, taken=number % 13)
        await session.commit()
    return made


def _user(person: int, *, is_bot: bool = False) -> User:
    return User(id=person, is_bot=is_bot, first_name="Имя", language_code="ru")


async def _ask(walk: Street, text: str, *, person: int = PARENT, offset: str = "") -> list[TelegramMethod[Any]]:
    asked = InlineQuery(id=str(next(walk._ids)), from_user=_user(person), query=text, offset=offset)
    return await walk.desk.feed(Update(update_id=next(walk._updates), inline_query=asked))


async def _choose(walk: Street, result: str, *, person: int = STRANGER) -> list[TelegramMethod[Any]]:
    chosen = ChosenInlineResult(result_id=result, from_user=_user(person), query="рисование")
    return await walk.desk.feed(Update(update_id=next(walk._updates), chosen_inline_result=chosen))


def _answer(calls: list[TelegramMethod[Any]]) -> AnswerInlineQuery:
    """The only call, within Telegram's limits."""
    (call,) = calls
    assert isinstance(call, AnswerInlineQuery)
    assert len(call.results) <= 20
    assert len({one.id for one in call.results}) == len(call.results)
    assert len((call.next_offset or "").encode()) <= 64
    assert call.is_personal
    assert call.cache_time is not None
    assert call.cache_time <= 30
    return call


def _articles(calls: list[TelegramMethod[Any]]) -> list[InlineQueryResultArticle]:
    found = []
    for one in _answer(calls).results:
        assert isinstance(one, InlineQueryResultArticle)
        assert len(one.id.encode()) <= 64
        found.append(one)
    return found


async def test_results_are_public_cards_that_lead_to_the_desk(walk: Street) -> None:
    articles = _articles(await _ask(walk, "рисование"))
    assert articles
    for one in articles:
        assert one.title.startswith("Рисование")
        content = one.input_message_content
        assert isinstance(content, InputTextMessageContent)
        plain, entities = parse(content.message_text)
        assert len(plain) <= 900
        assert {entity["type"] for entity in entities} == {"bold"}
        assert "Кисти < красок & холстов" in plain
        assert "Дом творчества «Высота»" in plain
        (link,) = [button for row in one.reply_markup.inline_keyboard for button in row]  # type: ignore[union-attr]
        assert link.url == f"https://t.me/kruzhok_bot?start=p_{one.id}_inline"
        shown = await walk.text(STRANGER, f"/start p_{one.id}_inline")
        assert one.title in shown.text


async def test_pages_go_on_to_the_end_without_a_repeat(walk: Street) -> None:
    seen: list[str] = []
    offset, pages = "", 0
    while pages == 0 or offset:
        answer = _answer(await _ask(walk, "рисование", offset=offset))
        seen += [one.id for one in answer.results]
        offset, pages = answer.next_offset or "", pages + 1
        assert pages <= MANY
    assert len(seen) == len(set(seen)) == MANY
    assert pages > 1


async def test_odd_queries_and_offsets_are_answered(walk: Street) -> None:
    texts = ("", " ", "😀", "ы" * 256, '" OR *', "%_'; DROP TABLE programs;--", "<b>", "\x00")
    offsets = ("abc", "-1", "99999", "9" * 64, "²")
    for text, offset in [*((text, "") for text in texts), *(("рисование", offset) for offset in offsets)]:
        answer = _answer(await _ask(walk, text, offset=offset))
        assert answer.button is not None
        assert answer.button.start_parameter == "t_livny_inline"


async def test_what_is_only_close_says_so(walk: Street) -> None:
    buttons = {_answer(await _ask(walk, text)).button for text in ("рисование", "рисование по вторникам", "акваланг")}
    assert len({button.text for button in buttons if button is not None}) == 3


async def test_nothing_is_kept_of_whoever_asks(walk: Street) -> None:
    before = await walk.rows()
    assert _articles(await _ask(walk, "рисование", person=STRANGER))
    assert await walk.rows() == before
    async with walk.database.reads() as session:
        assert list(await session.scalars(select(DoneUpdate.update_id))) == []


async def test_a_card_that_was_sent_is_counted(walk: Street) -> None:
    assert await _choose(walk, str(walk.town.program_id)) == []
    for forged in ("404", "x", "9" * 30, "", "²"):
        assert await _choose(walk, forged) == []
    async with walk.database.reads() as session:
        today = walk.now.date()
        counted = await visits_by_source(session, walk.town.territory_id, first=today, last=today)
    assert counted == {"inline": 1}


async def test_bots_are_not_answered(walk: Street) -> None:
    asked = InlineQuery(id="1", from_user=_user(7, is_bot=True), query="рисование", offset="")
    assert await walk.desk.feed(Update(update_id=next(walk._updates), inline_query=asked)) == []


async def test_a_flood_of_letters_is_not_answered_for_ever_and_holds_up_no_touch(walk: Street) -> None:
    answered = [len(await _ask(walk, "😀", person=STRANGER)) for _letter in range(ASKED + 5)]
    assert sum(answered) == ASKED
    assert (await walk.text(STRANGER, "/start")).buttons


async def test_a_query_does_not_wait_for_the_writer(walk: Street) -> None:
    async with walk.database.sessions() as session:
        await add_program(session, territory_id=walk.town.territory_id, provider_id=walk.town.provider_id)
        async with asyncio.timeout(5):
            assert _articles(await _ask(walk, "рисование"))


async def test_a_query_that_telegram_has_forgotten_is_no_defect(walk: Street) -> None:
    walk._session.refuse = TelegramBadRequest(method=AnswerInlineQuery(inline_query_id="1", results=[]), message="old")
    assert len(await _ask(walk, "рисование")) == 1
    assert len(await _ask(walk, "рисование")) == 1
