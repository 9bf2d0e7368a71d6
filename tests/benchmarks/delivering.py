"""The delivery beside a bare loop of sends: with limits off, and at Telegram's pace.

`python -m tests.benchmarks.delivering PEOPLE [flood]` is the small Telegram of these measures.
"""

import asyncio
import json
import sys
import tempfile
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from aiogram import Bot
from aiogram.client.default import DefaultBotProperties
from aiogram.client.session.aiohttp import AiohttpSession
from aiogram.client.telegram import TelegramAPIServer
from sqlalchemy import insert, select, text

from bot.delivery import CHANNEL, Delivery
from bot.limiter import ChatBuckets, Mouth, Window
from bot.prepare import prepared
from bot.sandbox.flood import Flood
from bot.sandbox.server import Sandbox
from bot.sandbox.state import Persona
from bot.settings import Settings
from handlers.common import words
from handlers.common.notices import render
from services.core.clock import system_clock
from services.core.crypto import keyring
from services.core.db import Database
from services.core.models import Door, Person
from services.notices import actions
from services.notices.actions import CLAIM
from tests.benchmarks.processes import Driver, cores, running
from tests.benchmarks.table import Row

FIRST = 2_000_000
FREE, PACED_SECONDS, RATE = 3000, 60.0, 30
KIND, DATA = "application_closed", {"number": 7, "status": "withdrawn"}
NO_LIMIT = 1_000_000


@asynccontextmanager
async def telegram(people: int, *, flood: bool) -> AsyncIterator[tuple[Driver, str, str]]:
    """The small Telegram in a process and on a core of its own: (its pipe, url, token)."""
    argv = (sys.executable, "-m", "tests.benchmarks.delivering", str(people), "flood" if flood else "")
    async with running(*argv, core=cores()[1], piped=True) as process:
        driver = Driver(process)
        told = await driver.hear()
        yield driver, told["url"], told["token"]


@asynccontextmanager
async def desk(people: int, *, notices: bool) -> AsyncIterator[Database]:
    """A new SQLite file with people who have doors, and perhaps a notice for each."""
    with tempfile.TemporaryDirectory() as name:
        settings = settings_in(Path(name))
        async with prepared(settings, system_clock) as database:
            await populate(database, people)
            if notices:
                async with database.sessions() as session:
                    everybody = list(await session.scalars(select(Person.id)))
                    await actions.put(session, people=everybody, kind=KIND, data=DATA, now=datetime.now(UTC))
                    await session.commit()
            yield database


def settings_in(folder: Path) -> Settings:
    return Settings(_env_file=None, database_url=f"sqlite:///{folder}/bench.db", key_file=folder / "bench.key")


async def populate(database: Database, people: int, first: int = FIRST) -> list[int]:
    """People with doors; return their ids."""
    now = datetime.now(UTC)
    async with database.sessions() as session:
        before = await session.scalar(text("SELECT coalesce(max(id), 0) FROM persons")) or 0
        await session.execute(insert(Person), [{"locale": "ru", "created_at": now}] * people)
        ids = list(await session.scalars(select(Person.id).where(Person.id > before).order_by(Person.id)))
        await session.execute(
            insert(Door),
            [
                {
                    "person_id": person,
                    "channel": CHANNEL,
                    "address": str(first + number),
                    "address_index": keyring().blind_index(str(first + number), f"door.{CHANNEL}"),
                }
                for number, person in enumerate(ids)
            ],
        )
        await session.commit()
    return ids


@asynccontextmanager
async def bot_at(url: str, token: str, window: Window | None) -> AsyncIterator[Bot]:
    """A bot with its mouth, or a bare one."""
    session = AiohttpSession(api=TelegramAPIServer.from_base(url))
    bot = Bot(token, session=session, default=DefaultBotProperties(parse_mode="HTML", link_preview_is_disabled=True))
    if window is not None:
        session.middleware(Mouth(chats=ChatBuckets(), notices=window))
    try:
        yield bot
    finally:
        await session.close()


async def free() -> list[Row]:
    """Limits off; every state is written. The baseline sends the same screen with the same concurrency."""
    async with telegram(FREE, flood=False) as (_driver, url, token):
        async with desk(FREE, notices=True) as database, bot_at(url, token, Window(NO_LIMIT)) as bot:
            delivery = Delivery(bot, database, system_clock, Window(NO_LIMIT))
            began, sent = time.perf_counter(), 0
            while done := await delivery.once():
                sent += done
            ours = sent / (time.perf_counter() - began)
        async with bot_at(url, token, None) as bot:
            words.use("ru")
            waiting = iter(range(FIRST, FIRST + FREE))

            async def send() -> None:
                for chat in waiting:
                    screen = render(KIND, DATA)
                    await bot.send_message(chat, screen.text, reply_markup=screen.keyboard)

            began = time.perf_counter()
            await asyncio.gather(*(send() for _one in range(CLAIM)))
            bare = FREE / (time.perf_counter() - began)
    return [
        Row("delivery_free", "/s", ours=ours, baseline=bare, ratio=ours / bare, least=0.2),
        Row("  at least", "/s", ours=ours, least=400, of_ratio=False),
    ]


async def paced() -> list[Row]:
    """Telegram's own pace with its flood control on: how much of the budget is used, and no 429."""
    people = int(RATE * PACED_SECONDS * 1.2)
    window = Window(RATE)
    async with (
        telegram(people, flood=True) as (driver, url, token),
        desk(people, notices=True) as database,
        bot_at(url, token, window) as bot,
    ):
        delivery, stop = Delivery(bot, database, system_clock, window), asyncio.Event()
        async with asyncio.TaskGroup() as group:
            group.create_task(delivery.run(stop))
            await asyncio.sleep(PACED_SECONDS)
            told = await driver.order("count")
            stop.set()
            delivery.rung.set()
    share = told["sent"] / (RATE * PACED_SECONDS)
    return [
        Row("delivery_paced", "", ours=share, least=0.97, of_ratio=False),
        Row("  told 429", "", ours=float(told["flood"]), most=0, of_ratio=False),
    ]


async def telegram_child(people: int, *, flood: bool) -> None:
    """The small Telegram until the pipe closes; each line in asks for the counts."""
    personas = [Persona(FIRST + number, "Персона", started=True) for number in range(people)]
    async with Sandbox(persons=personas, flood=Flood() if flood else None) as sandbox:
        say({"url": sandbox.url, "token": sandbox.token})
        reader = asyncio.StreamReader()
        await asyncio.get_running_loop().connect_read_pipe(lambda: asyncio.StreamReaderProtocol(reader), sys.stdin)
        while await reader.readline():
            codes = [call.code for call in sandbox.calls.after(0) if call.method.lower() == "sendmessage"]
            say({"sent": codes.count(200), "flood": codes.count(429)})


def say(told: dict[str, Any]) -> None:
    sys.stdout.write(json.dumps(told) + "\n")
    sys.stdout.flush()


async def delivery_rows(_wanted: frozenset[str]) -> list[Row]:
    """Free, then paced."""
    return [*await free(), *await paced()]


if __name__ == "__main__":
    with suppress(KeyboardInterrupt):
        asyncio.run(telegram_child(int(sys.argv[1]), flood=sys.argv[2] == "flood"))
