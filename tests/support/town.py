"""A real process of the desk against a small Telegram: started, killed, started again."""

import asyncio
import os
import signal
import sys
from asyncio.subprocess import DEVNULL, Process
from collections import Counter
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from sqlalchemy import select, text
from sqlalchemy.ext.asyncio import AsyncSession

from bot.delivery import CHANNEL
from bot.prepare import prepared
from bot.sandbox import touches
from bot.sandbox.server import Sandbox
from bot.sandbox.state import Persona
from bot.settings import Settings
from services.core.clock import system_clock
from services.core.crypto import install, keyring
from services.core.db import open_database
from services.core.models import Door, Person
from services.notices import actions

ROOT = Path(__file__).parents[2]
FIRST = 700_001
PEOPLE = 30
PATIENCE = 60.0
SPEAKS = {"sendmessage", "editmessagetext"}


@dataclass
class Town:
    """The desk's process may die; Telegram and the database stay."""

    sandbox: Sandbox
    folder: Path
    url: str
    process: Process | None = None

    @property
    def settings(self) -> Settings:
        return Settings(_env_file=None, database_url=self.url, key_file=self.folder / "town.key")

    async def up(self) -> None:
        """Start the process; returned at once."""
        env = {
            "PATH": os.environ["PATH"],
            "PYTHONPATH": str(ROOT),
            "BOT_TOKEN": self.sandbox.token,
            "TELEGRAM_API_URL": self.sandbox.url,
            "DATABASE_URL": self.url,
            "KEY_FILE": str(self.settings.key_file),
            "LOG_LEVEL": "ERROR",
        }
        self.process = await asyncio.create_subprocess_exec(
            sys.executable, "-m", "bot", "run", env=env, cwd=self.folder, stdin=DEVNULL, stdout=DEVNULL, stderr=DEVNULL
        )

    async def down(self, how: signal.Signals) -> int:
        """End the process; its exit code."""
        assert self.process is not None
        self.process.send_signal(how)
        async with asyncio.timeout(PATIENCE):
            return await self.process.wait()

    async def until(self, holds: Callable[[], bool]) -> None:
        """Wait for something to become true; TimeoutError if it does not."""
        async with asyncio.timeout(PATIENCE):
            while not holds():  # noqa: ASYNC110 (another process makes it true)
                await asyncio.sleep(0.02)

    def said(self) -> Counter[tuple[int, str]]:
        """(chat, text) of what has arrived, with how often it did."""
        calls = [call for call in self.sandbox.calls.after(0) if call.method.lower() in SPEAKS and call.code == 200]
        return Counter((int(call.params["chat_id"]), call.params["text"]) for call in calls)

    def notices(self) -> int:
        """How many notices have arrived, repeats too: each is a number of its own."""
        return sum(times for (_chat, words), times in self.said().items() if "№" in words)

    async def ask(self, query: str) -> list[tuple[Any, ...]]:
        """Look into the database from outside, or change it."""
        database = open_database(self.url)
        try:
            async with database.engine.begin() as connection:
                found = await connection.execute(text(query))
                return [tuple(row) for row in found] if found.returns_rows else []
        finally:
            await database.dispose()

    async def two_minutes_later(self) -> None:
        """What time does: the leases of a dead process run out."""
        await self.ask("UPDATE notices SET lease_until = '2020-01-01 00:00:00' WHERE status = 'sending'")

    async def morning_comes(self) -> None:
        """What can wait until the morning comes now: nobody soaks until then."""
        await self.ask("UPDATE notices SET not_before = created_at WHERE status = 'pending' AND mailing_id IS NOT NULL")

    def types(self, person: int, words: str) -> None:
        """A person writes; whether anybody listens is not asked."""
        touches.say(self.sandbox.world, self.sandbox.world.chats[FIRST + person], words)


async def tell(town: Town, *, first: int, count: int) -> None:
    """Write notices as a deed would, each with its own number, while no process runs."""

    async def put(session: AsyncSession) -> None:
        ids = list(await session.scalars(select(Person.id).order_by(Person.id)))
        for number in range(first, first + count):
            data = {"number": number, "status": "withdrawn"}
            people = [ids[number % PEOPLE]]
            await actions.put(session, people=people, kind="application_closed", data=data, now=datetime.now(UTC))

    await _write(town, put)


async def tell_everybody(town: Town, number: int) -> None:
    """Open a mailing to all, while no process runs."""

    async def put(session: AsyncSession) -> None:
        content = {"ru": {"number": number, "status": "withdrawn"}}
        everybody, now = select(Person.id), datetime.now(UTC)
        await actions.open_mailing(session, kind="application_closed", content=content, audience=everybody, now=now)

    await _write(town, put)


async def _write(town: Town, put: Callable[[AsyncSession], Awaitable[None]]) -> None:
    kept = keyring()
    try:
        async with prepared(town.settings, system_clock) as database, database.sessions() as session:
            await _settle(town, session)
            await put(session)
            await session.commit()
    finally:
        install(kept)


async def _settle(town: Town, session: AsyncSession) -> None:
    """The people of the town come once."""
    if FIRST in town.sandbox.world.chats:
        return
    people = [Person(locale="ru", created_at=datetime.now(UTC)) for _number in range(PEOPLE)]
    session.add_all(people)
    await session.flush()
    for number, person in enumerate(people):
        town.sandbox.world.admit(Persona(FIRST + number, "Имя", started=True))
        address = str(FIRST + number)
        index = keyring().blind_index(address, f"door.{CHANNEL}")
        session.add(Door(person_id=person.id, channel=CHANNEL, address_index=index, address=address))
    await session.flush()


@asynccontextmanager
async def town_in(folder: Path, url: str | None = None) -> AsyncIterator[Town]:
    """A town whose process is ended at the end, whatever happens; on SQLite in the folder if no database is named."""
    async with Sandbox(persons=(), flood=None) as sandbox:
        town = Town(sandbox, folder, url or f"sqlite:///{folder}/town.db")
        try:
            yield town
        finally:
            if town.process is not None and town.process.returncode is None:
                await town.down(signal.SIGKILL)
