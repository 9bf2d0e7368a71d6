"""Markup and direction marks in the catalogue, in names and in what is typed stay text; Telegram takes every screen."""

from typing import Any

import pytest
from aiogram.methods import EditMessageText, SendDocument, SendMessage
from sqlalchemy import text

from bot.sandbox.html import parse
from services.core.db import Database
from tests.support.journey import CHIEF, CLERK, CLUB, PARENT, Street, street
from tests.support.ways import to_code, to_confirmation

EVIL = '</b> evil &lt;i&gt; & "\u202e'
NUL = "роботы\x00<b>\ufffe"


@pytest.fixture
async def walk(database: Database) -> Street:
    made = await street(database)
    async with database.sessions() as session:
        for table, columns in (
            ("editions", ("title", "summary", "address")),
            ("offers", ("title",)),
            ("providers", ("name", "licence", "address")),
        ):
            for column in columns:
                await session.execute(text(f"UPDATE {table} SET {column} = :evil"), {"evil": EVIL})
        await session.commit()
    return made


def _check(walk: Street) -> int:
    """Parse all that was said as Telegram would; nothing of the evil markup has become an entity."""
    said: list[Any] = [
        one for one in walk.desk.session.calls if isinstance(one, SendMessage | EditMessageText | SendDocument)
    ]
    seen = 0
    for call in said:
        words = call.caption or "" if isinstance(call, SendDocument) else call.text or ""
        plain, entities = parse(words)
        assert not [entity for entity in entities if entity["type"] == "italic"], words
        assert "\u202e" not in plain, words
        seen += "</b> evil" in plain
    return seen


async def test_a_hostile_catalogue_stays_text_on_every_screen(walk: Street) -> None:
    await to_confirmation(walk)
    for person, pieces in (
        (CLUB, ("certpc", "ctplist")),
        (CLERK, ("certq",)),
        (CHIEF, ("certq",)),
        (PARENT, ("certmine",)),
    ):
        await walk.text(person, "/start")
        for piece in pieces:
            if any(data.startswith(piece) for data in walk.seen(person).buttons.values()):
                await walk.press(person, piece)
    assert _check(walk) >= 3


async def test_a_hostile_contract_stays_text(walk: Street) -> None:
    code = await to_code(walk)
    for piece in ("ctread", "cttext"):
        await walk.press(PARENT, piece)
    await walk.press(PARENT, "ctread", at=walk.old(PARENT, "ctread"))
    await walk.press(PARENT, "ctcode")
    await walk.text(PARENT, f"<b>{code}")
    assert _check(walk) >= 3


@pytest.mark.parametrize("typed", [EVIL, NUL, "<b>" * 1000, "/start t_a\x00b", "/start i_\x00", "%_%\\", "' OR 1=1 --"])
async def test_hostile_typing_is_a_search_or_a_broken_link(walk: Street, typed: str) -> None:
    shown = await walk.text(PARENT, typed)
    assert "вы ни при чём" not in shown.text
    _check(walk)
