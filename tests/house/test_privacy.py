"""What is personal is nowhere in plain: not in a table, not in a notice, not in a button, not in a log at DEBUG.

A family with invented, rare names walks the whole main job; then everything that was kept or said aside is searched.
"""

import json
import logging
import subprocess
import sys
from collections.abc import Sequence
from typing import Any

import pytest
from aiogram import Router
from aiogram.filters import Command
from aiogram.methods import TelegramMethod
from aiogram.types import InlineKeyboardMarkup, Message
from sqlalchemy import select, text
from sqlalchemy.exc import IntegrityError, OperationalError

from bot.delivery import Delivery
from bot.limiter import Window
from bot.tables import metadata
from services.core.db import Database
from services.families.models import Child
from services.feedback.actions import open_due
from services.notices.models import Notice
from tests.support.journey import CLERK, CLUB, Street, street
from tests.support.ways import code_in, to_card, wrong

FAMILY = 7_770_001_234_567
TYPED = (
    "Кваквилина Ундина Ксаверьевна",
    "+7 900 765-43-21",
    "Шмыгуля Пантелей Зотович",
    "14.05.2018",
    "112-233-445 95",
)
TOKENS = (
    *("квакви", "ундин", "ксавер", "шмыгул", "пантел", "зотов"),
    *("9007654321", "765-43-21", "14.05.2018", "2018-05-14", "11223344595", "112-233-445", str(FAMILY)),
)
"""What may be found nowhere; looked for without regard to case, as it is and as JSON would spell it."""


def leaks(*kept: str) -> list[str]:
    """The tokens that are readable in any of these."""
    whole = "\n".join(kept).lower()
    spelt = {
        token: (token, json.dumps(token)[1:-1], token.encode().hex(), repr(token.encode())[2:-1]) for token in TOKENS
    }
    capital = {token: json.dumps(token.capitalize())[1:-1].lower() for token in TOKENS}
    return [token for token in TOKENS if capital[token] in whole or any(way in whole for way in spelt[token])]


@pytest.fixture
def loud(caplog: pytest.LogCaptureFixture) -> pytest.LogCaptureFixture:
    """The desk's own lines at DEBUG, and aiogram's with them; the others as bot.logs holds them, see the test below."""
    for name in ("aiogram", "asyncio"):
        caplog.set_level(logging.DEBUG, logger=name)
    return caplog


async def _play(walk: Street) -> str:
    """From /start to the survey; return the one-time code."""
    await to_card(walk, FAMILY)
    for piece in ("certto", "famadd", "famlaw", "famgo"):
        await walk.press(FAMILY, piece)
    for answer in TYPED:
        await walk.text(FAMILY, answer)
    for piece in ("fampick", "certfor", "certsend"):
        await walk.press(FAMILY, piece)
    await walk.text(FAMILY, f"{TYPED[2]} {TYPED[1]}")  # typed past the form: a search
    await walk.deliver()
    for person, pieces in ((CLERK, ("certdo", "certyes")), (CLUB, ()), (FAMILY, ())):
        for piece in pieces:
            await walk.press(person, piece)
        await walk.deliver()
    await walk.press(CLUB, "ctpok")
    await walk.deliver()
    await walk.press(FAMILY, "ctread")
    code = code_in((await walk.press(FAMILY, "ctcode")).text)
    await walk.text(FAMILY, wrong(code))
    await walk.text(FAMILY, code)
    walk.later(days=45)
    async with walk.database.sessions() as session:
        assert await open_due(session, now=walk.now) == 1
        await session.commit()
    await walk.deliver()
    await walk.press(FAMILY, "fbans")
    return code


async def _raw(database: Database) -> dict[str, str]:
    """Every column of every table as the database itself shows it, without our types."""
    kept: dict[str, str] = {}
    async with database.reads() as session:
        for table in metadata.sorted_tables:
            for row in (await session.execute(text(f"SELECT * FROM {table.name}"))).mappings():
                for column, value in row.items():
                    shown = (
                        bytes(value).decode("utf-8", "replace") if isinstance(value, bytes | memoryview) else str(value)
                    )
                    kept[f"{table.name}.{column}"] = f"{kept.get(f'{table.name}.{column}', '')}\n{shown}"
    return kept


def _buttons(calls: Sequence[TelegramMethod[Any]]) -> list[str]:
    return [
        button.callback_data or ""
        for call in calls
        if isinstance(markup := getattr(call, "reply_markup", None), InlineKeyboardMarkup)
        for row in markup.inline_keyboard
        for button in row
    ]


async def test_the_search_for_leaks_finds_them() -> None:
    assert leaks("ШМЫГУЛЯ") == ["шмыгул"]
    assert leaks(json.dumps("Шмыгуля")) == ["шмыгул"]
    assert leaks(repr("шмыгуля".encode())) == ["шмыгул"]
    assert leaks("nothing") == []


async def test_nothing_personal_is_readable_after_the_main_job(
    loud: pytest.LogCaptureFixture, capsys: pytest.CaptureFixture[str], database: Database
) -> None:
    walk = await street(database)
    code = await _play(walk)
    async with database.reads() as session:
        names = list(await session.scalars(select(Child.full_name)))
        told = [f"{notice.kind} {json.dumps(notice.data)}" for notice in await session.scalars(select(Notice))]
    assert TYPED[2] in names  # it was kept, and the desk itself can read it
    raw = await _raw(database)
    assert {name: found for name, kept in raw.items() if (found := leaks(kept))} == {}
    assert len(told) >= 6
    assert leaks(*told) == []
    assert leaks(*_buttons(walk.desk.session.calls)) == []
    captured = capsys.readouterr()
    logged = (loud.text, captured.out, captured.err)
    assert leaks(*logged) == []
    assert not any(code in line for line in logged)
    assert not [name for name, kept in raw.items() if f"\n{code}\n" in f"{kept}\n"]


async def test_notices_name_nobody(database: Database) -> None:
    walk = await street(database)
    await _play(walk)
    async with database.sessions() as session:
        await session.execute(text("UPDATE notices SET status = 'pending', lease_until = NULL"))
        await session.commit()
    before = len(walk.desk.session.calls)
    await Delivery(walk.desk.bot, database, lambda: walk.now, Window(1000)).once()
    said = [getattr(call, "text", "") or "" for call in walk.desk.session.calls[before:]]
    assert len(said) >= 6
    assert leaks(*said) == []


@pytest.mark.parametrize(
    "error",
    [
        ValueError(TYPED[2]),
        KeyError(TYPED[4]),
        IntegrityError("INSERT", {"full_name": TYPED[0]}, Exception(f"Key (phone)=({TYPED[1]}) already exists")),
        OperationalError("INSERT", {"full_name": TYPED[0]}, Exception(TYPED[2])),
    ],
)
async def test_the_text_of_an_exception_is_not_logged(
    loud: pytest.LogCaptureFixture, capsys: pytest.CaptureFixture[str], database: Database, error: Exception
) -> None:
    walk = await street(database)
    router = Router(name="test.breaking")

    @router.message(Command("break"))
    async def handler(_message: Message) -> None:
        raise error

    walk.desk.dispatcher.sub_routers.insert(0, router)
    router._parent_router = walk.desk.dispatcher
    shown = await walk.text(FAMILY, "/break")
    captured = capsys.readouterr()
    assert "touch." in captured.out + captured.err
    assert leaks(loud.text, captured.out, captured.err, shown.text) == []


def test_libraries_whose_debug_lines_quote_values_stay_quiet_at_debug() -> None:
    """aiosqlite quotes parameters and SQLAlchemy the rows it has decrypted: no setting may open them."""
    asked = (
        "import logging; from bot.logs import configure; configure('DEBUG');"
        "print([n for n in ('', 'aiosqlite', 'sqlalchemy.engine.Engine', 'aiogram.event', 'aiohttp.access', 'asyncio')"
        " if logging.getLogger(n).isEnabledFor(logging.INFO)])"
    )
    done = subprocess.run([sys.executable, "-c", asked], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
