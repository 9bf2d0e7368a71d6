"""A real process of the desk against a small Telegram: started, killed, started again. SQLite in a folder."""

import asyncio
import os
import signal
import sqlite3
import sys
from asyncio.subprocess import DEVNULL, Process
from collections import Counter
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from bot.delivery import CHANNEL
from bot.prepare import prepared
from bot.sandbox import touches
from bot.sandbox.server import Sandbox
from bot.sandbox.state import Persona
from bot.settings import Settings
from services.core.clock import system_clock
from services.core.crypto import install, keyring
from services.core.models import Door, Person
from services.notices import actions

ROOT = Path(__file__).parents[2]
FIRST = 700_001
PEOPLE = 20
PATIENCE = 30.0
SPEAKS = {"sendmessage", "editmessagetext"}


@dataclass
class Town:
    """The desk's process may die; Telegram and the database's file stay."""

    sandbox: Sandbox
    folder: Path
    process: Process | None = None

    @property
    def file(self) -> Path:
        return self.folder / "town.db"

    async def up(self) -> None:
        """Start the process; returned at once."""
        env = {
            "PATH": os.environ["PATH"],
            "PYTHONPATH": str(ROOT),
            "BOT_TOKEN": self.sandbox.token,
            "TELEGRAM_API_URL": self.sandbox.url,
            "DATABASE_URL": f"sqlite:///{self.file}",
            "KEY_FILE": str(self.folder / "town.key"),
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
        return sum(times for (_chat, text), times in self.said().items() if "№" in text)

    def ask(self, query: str) -> list[tuple[Any, ...]]:
        """Look into the database from outside."""
        connection = sqlite3.connect(self.file, timeout=10)
        try:
            with connection:
                return connection.execute(query).fetchall()
        finally:
            connection.close()

    def two_minutes_later(self) -> None:
        """What time does: the leases of a dead process run out."""
        self.ask("UPDATE notices SET lease_until = '2020-01-01 00:00:00' WHERE status = 'sending'")

    def unsent(self) -> int:
        return int(self.ask("SELECT count(*) FROM notices WHERE status <> 'sent'")[0][0])

    def types(self, person: int, text: str) -> None:
        """A person writes; whether anybody listens is not asked."""
        touches.say(self.sandbox.world, self.sandbox.world.chats[FIRST + person], text)


async def tell(town: Town, *, first: int, count: int) -> None:
    """Write notices as a deed would, each with its own number, while no process runs."""
    kept = keyring()
    settings = Settings(_env_file=None, database_url=f"sqlite:///{town.file}", key_file=town.folder / "town.key")
    try:
        async with prepared(settings, system_clock) as database, database.sessions() as session:
            ids = await _people(town, session) if first == 0 else [row[0] for row in town.ask("SELECT id FROM persons")]
            for number in range(first, first + count):
                data = {"number": 1000 + number, "status": "withdrawn"}
                person = ids[number % PEOPLE]
                await actions.put(session, people=[person], kind="application_closed", data=data, now=datetime.now(UTC))
            await session.commit()
    finally:
        install(kept)


async def _people(town: Town, session: AsyncSession) -> list[int]:
    people = [Person(locale="ru", created_at=datetime.now(UTC)) for _number in range(PEOPLE)]
    session.add_all(people)
    await session.flush()
    for number, person in enumerate(people):
        town.sandbox.world.admit(Persona(FIRST + number, "Имя", started=True))
        address = str(FIRST + number)
        index = keyring().blind_index(address, f"door.{CHANNEL}")
        session.add(Door(person_id=person.id, channel=CHANNEL, address_index=index, address=address))
    await session.flush()
    return [person.id for person in people]


@asynccontextmanager
async def town_in(folder: Path) -> AsyncIterator[Town]:
    """A town whose process is ended at the end, whatever happens."""
    async with Sandbox(persons=(), flood=None) as sandbox:
        town = Town(sandbox, folder)
        try:
            yield town
        finally:
            if town.process is not None and town.process.returncode is None:
                await town.down(signal.SIGKILL)
