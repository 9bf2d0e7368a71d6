"""What every touch passes: once, one transaction, isolation, throttle, errors in words."""

import asyncio

import pytest
from aiogram import Router
from aiogram.filters import Command
from aiogram.methods import EditMessageText
from aiogram.types import Message, Sticker
from sqlalchemy import func, select
from sqlalchemy.exc import OperationalError
from sqlalchemy.ext.asyncio import AsyncSession

from bot.tables import DoneUpdate
from handlers.common.start.keyboards import Language, Wanted
from services.core.clock import system_clock
from services.core.db import Database
from services.core.errors import Stale
from services.core.models import Person
from services.territories.actions import load_shipped
from tests.support.bot import FedDesk, answered, texts

ANNA = 501


@pytest.fixture
async def desk(database: Database) -> FedDesk:
    async with database.sessions() as session:
        await load_shipped(session, now=system_clock())
        await session.commit()
    return FedDesk(database)


async def _count(database: Database, model: type) -> int:
    async with database.reads() as session:
        return int(await session.scalar(select(func.count()).select_from(model)) or 0)


async def test_an_update_delivered_twice_is_acted_on_once(desk: FedDesk, database: Database) -> None:
    update = desk.message_update(ANNA, text="/start")
    assert texts(await desk.feed(update))
    assert await desk.feed(update) == []
    assert await _count(database, DoneUpdate) == 1
    assert await _count(database, Person) == 1


async def test_after_a_kill_the_repeated_update_shows_where_things_stand(desk: FedDesk, database: Database) -> None:
    await desk.text(ANNA, "/start")
    update = desk.press_update(ANNA, Wanted(topic="news", on=False).pack())
    await desk.feed(update)
    restarted = FedDesk(database)
    calls = await restarted.feed(update)
    assert answered(calls)
    assert "уже сделан" in texts(calls)[-1]


async def test_double_presses_are_handled_one_after_another(desk: FedDesk) -> None:
    await desk.text(ANNA, "/start")
    presses = [desk.press_update(ANNA, Wanted(topic="news", on=turn % 2 == 0).pack()) for turn in range(6)]
    results = await asyncio.gather(*(desk.feed(press) for press in presses))
    assert all(results)


async def test_a_newcomer_is_written_down_once_for_many_first_touches(desk: FedDesk, database: Database) -> None:
    await asyncio.gather(*(desk.text(ANNA, "/help") for _turn in range(5)))
    assert await _count(database, Person) == 1


async def test_flood_is_answered_and_not_acted_on(database: Database) -> None:
    desk = FedDesk(database, throttle_touches=2)
    await desk.text(ANNA, "/help")
    await desk.text(ANNA, "/help")
    first, second = await desk.text(ANNA, "/help"), await desk.text(ANNA, "/help")
    assert "Слишком быстро" in texts(first)[0]
    assert second == []
    assert answered(await desk.press(ANNA, "home"))
    assert await _count(database, DoneUpdate) == 2


async def test_language_is_the_clients_until_one_is_chosen(desk: FedDesk) -> None:
    assert "Where will the child" in texts(await desk.text(ANNA, "/territory", language="en"))[0]
    calls = await desk.press(ANNA, Language(code="ru").pack())
    assert "без регистрации" in texts(calls)[-1]
    assert "Где ребёнок" in texts(await desk.text(ANNA, "/territory", language="en"))[0]


@pytest.mark.parametrize(
    "payload", ["i_", "i_abc", "p_", "p_99999999999999999999", "p_x", "t_atlantis", "t_", "%%%", "p_7"]
)
async def test_broken_links_are_explained(desk: FedDesk, payload: str) -> None:
    said = texts(await desk.text(ANNA, f"/start {payload}"))
    assert said
    assert "сломалось" not in said[-1]


async def test_stickers_and_old_buttons_are_answered(desk: FedDesk) -> None:
    sticker = Sticker(
        file_id="a", file_unique_id="b", type="regular", width=1, height=1, is_animated=False, is_video=False
    )
    assert "прочитать не могу" in texts(await desk.feed(desk.message_update(ANNA, sticker=sticker)))[0]
    calls = await desk.press(ANNA, "nobody:knows:this")
    assert answered(calls)
    assert "больше не работает" in texts(calls)[-1]


async def test_staff_buttons_are_closed_to_others(desk: FedDesk) -> None:
    calls = await desk.press(ANNA, "certq:0")
    assert "больше не работает" in texts(calls)[-1]


def _breaking(desk: FedDesk, error: Exception) -> None:
    router = Router(name="test.breaking")

    @router.message(Command("break"))
    async def handler(_message: Message, session: AsyncSession) -> None:
        session.add(Person(locale="xx", created_at=system_clock()))
        await session.flush()
        raise error

    desk.dispatcher.sub_routers.insert(0, router)
    router._parent_router = desk.dispatcher


@pytest.mark.parametrize(
    ("error", "words"),
    [
        (Stale("button"), "устарела"),
        (OperationalError("select 1", {}, Exception("locked")), "не отвечает"),
        (ZeroDivisionError("СНИЛС 112-233-445 95"), "вы ни при чём"),
    ],
)
async def test_errors_are_worded_after_the_rollback(
    desk: FedDesk,
    database: Database,
    capsys: pytest.CaptureFixture[str],
    error: Exception,
    words: str,
) -> None:
    _breaking(desk, error)
    before = await _count(database, Person)
    said = texts(await desk.text(ANNA, "/break"))
    assert words in said[-1]
    assert await _count(database, Person) == before
    captured = capsys.readouterr()
    assert "112-233" not in captured.out + captured.err


async def test_a_screen_that_would_not_change_is_not_edited(database: Database) -> None:
    desk = FedDesk(database)
    await desk.text(ANNA, "/start")
    first = next(call for call in await desk.press(ANNA, "help") if isinstance(call, EditMessageText))
    shown = desk.press_update(ANNA, "help")
    assert shown.callback_query is not None
    message = shown.callback_query.message
    assert isinstance(message, Message)
    assert first.text is not None
    plain = first.text.replace("&lt;", "<")
    same = message.model_copy(update={"text": plain, "reply_markup": first.reply_markup})
    update = shown.model_copy(update={"callback_query": shown.callback_query.model_copy(update={"message": same})})
    calls = await desk.feed(update)
    assert answered(calls)
    assert not [call for call in calls if isinstance(call, EditMessageText)]
