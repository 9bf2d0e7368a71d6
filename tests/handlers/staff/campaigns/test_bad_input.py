"""What a clerk may send and Telegram may not take: one clear sentence, or it is kept as it was meant."""

from typing import Any

import pytest
from aiogram.exceptions import TelegramBadRequest
from aiogram.methods import SendMessage
from aiogram.types import MessageEntity
from sqlalchemy import select

from bot.sandbox.html import parse
from handlers.common import words
from services.campaigns.models import Campaign
from services.core.db import Database
from tests.support.journey import CLERK, Street, street

NEWS = "Запись открыта"
ADDRESS = 'https://example.org/?a="b"&lt=<c>'


@pytest.fixture
async def town(database: Database) -> Street:
    words.use("ru")
    town = await street(database)
    await town.text(CLERK, "/start")
    for piece in ("cmlist", "cmnew"):
        await town.press(CLERK, piece)
    return town


async def _kept(town: Street) -> str:
    """The Russian text of the only draft; it must be markup that Telegram takes."""
    async with town.database.reads() as session:
        found = (await session.scalars(select(Campaign))).one().texts["ru"]
    parse(found)
    return found


async def _said(town: Street, **content: Any) -> None:
    """Write what no screen of the desk may look like: the usual checks of screens would stumble over it."""
    await town.desk.feed(town._message(CLERK, **content))


async def _tried(town: Street) -> str:
    """The trial, as Telegram gets it."""
    calls = await town.desk.feed(town.query(CLERK, "cmtry:1", town.seen(CLERK).id))
    return next(call.text for call in calls if isinstance(call, SendMessage))


@pytest.mark.parametrize("typed", ["<b>Запись открыта", "</i> & <script>", "<b><i></b></i>", "&lt;b&gt; &nosuch;"])
async def test_broken_markup_typed_by_hand_is_words(town: Street, typed: str) -> None:
    await _said(town, text=typed)
    kept = await _kept(town)
    assert parse(kept)[0] == typed
    assert await _tried(town) == kept


async def test_any_address_of_a_link_is_kept(town: Street) -> None:
    link = MessageEntity(type="text_link", offset=0, length=6, url=ADDRESS)
    inside = MessageEntity(type="bold", offset=2, length=2)
    await _said(town, text="Запись открыта <b>", entities=[link, inside])
    text, entities = parse(await _kept(town))
    assert text == "Запись открыта <b>"
    assert [entity["url"] for entity in entities if entity["type"] == "text_link"] == [ADDRESS]
    assert await _tried(town) == await _kept(town)


async def test_what_telegram_refuses_at_the_trial_is_said_and_nothing_is_lost(town: Street) -> None:
    await town.text(CLERK, NEWS)
    await town.press(CLERK, "cmaim")
    before = await town.rows()
    aim = town.seen(CLERK)
    town._session.refuse = TelegramBadRequest(SendMessage(chat_id=CLERK, text=""), "can't parse entities: <b>")
    await town.desk.feed(town.query(CLERK, aim.data("cmtry"), aim.id))
    shown = town.seen(CLERK)
    assert "Телеграм не принял" in shown.text
    assert "can't parse entities: <b>" in shown.text
    assert await town.rows() == before
    opened = await town.press(CLERK, "cmopen")
    assert NEWS in opened.text


async def test_a_missing_language_is_told_before_it_is_sent(town: Street) -> None:
    await town.text(CLERK, NEWS)
    shown = town.seen(CLERK)
    assert "английского текста нет" in shown.text.lower() or "нет английского" in shown.text.lower()
    assert shown.data("cmaim"), "Russian alone may be sent"
    await town.press(CLERK, "cmsay:1:en")
    shown = await town.text(CLERK, "Open")
    assert "английск" in shown.text.lower()
    assert "⚠️" not in shown.text
