"""Opening day: five thousand parents file for five hundred seats within a minute, by the button of the real bot.

They press the last button before sending, at even intervals whatever the bot does; the time is from the moment when a
press was due to the message with the number. Afterwards the order is fixed and published, and the seats are counted.
"""

import json
import sys
import tempfile
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import select

from bot.drill.play import Played, count, finish
from bot.drill.stage import Stage, set_stage
from bot.prepare import prepared
from bot.settings import Settings
from handlers.parent.certificates.keyboards import ApplySend
from services.certificates.models import Application
from services.core.clock import system_clock
from services.core.db import Database
from services.openings.rules import Mode
from services.orders.queries import audit
from tests.benchmarks.crowd import settle
from tests.benchmarks.processes import KRUZHOK, Driver, Failed, cores, cpu_seconds, running
from tests.benchmarks.table import Row
from tests.support.postgres import server_in

PARENTS, SEATS, SECONDS = 5_000, 500, 60.0
FIRST = 3_000_000
TERRITORY = "livny"
BORN = "2018-03-14"
WINDOW = timedelta(hours=1)
SCREEN = "Заявление. Мест: 500. Ничего не отправится, пока вы не нажмёте кнопку."
PATIENCE = 120.0


@dataclass(frozen=True, slots=True)
class Day:
    """What the day gave: ``told`` are numbers that people saw, ``filed`` those in the database."""

    played: Played
    cpu_ms: float
    faults: int
    told: set[int]
    filed: set[int]

    @property
    def over(self) -> int:
        """Seats and children of the order above the limit, and rows of the ledger that do not agree."""
        played = self.played
        return max(0, played.taken - played.seats) + max(0, played.order - played.seats) + self.faults


@contextmanager
def url_in(folder: Path, *, on_server: bool) -> Iterator[str]:
    """Where a database of the day is: a file, or a server of its own."""
    if not on_server:
        yield f"sqlite:///{folder}/opening.db"
        return
    with server_in(folder) as server:
        yield server.get_uri()


async def seat(database: Database, parents: int, seats: int) -> tuple[Stage, list[tuple[int, str, str]]]:
    """An opening whose hour has come, and everybody before the last button."""
    now = system_clock()
    hours = (now - timedelta(minutes=1), now + WINDOW)
    async with database.sessions() as session:
        announced = {"seats": seats, "mode": Mode.TIME, "hours": hours, "now": now - timedelta(days=1)}
        stage = await set_stage(session, TERRITORY, **announced)  # type: ignore[arg-type]
        families = await settle(session, parents, first=FIRST, born=BORN, now=now)
        await session.commit()
    buttons = (ApplySend(group_id=stage.group_id, child_id=child).pack() for _parent, child in families)
    return stage, [(FIRST + number, data, SCREEN) for number, data in enumerate(buttons)]


@asynccontextmanager
async def crowd_at(folder: Path, presses: list[tuple[int, str, str]]) -> AsyncIterator[tuple[Driver, dict[str, str]]]:
    """The small Telegram with everybody in it: (its pipe, where the bot finds it)."""
    file = folder / "presses.json"
    file.write_text(json.dumps(presses), encoding="utf-8")
    argv = (sys.executable, "-m", "tests.benchmarks.rushing", str(file))
    async with running(*argv, core=cores()[1], log=folder / "stderr.log", piped=True) as process:
        driver = Driver(process)
        told = await driver.hear()
        yield driver, {"BOT_TOKEN": told["token"], "TELEGRAM_API_URL": told["url"]}


def environment(folder: Path, url: str) -> dict[str, str]:
    """How the bot of the day is run: as it is by default."""
    return {
        "DATABASE_URL": url,
        "KEY_FILE": str(folder / "opening.key"),
        "TRIAL_CHAT_FORMS": "1",
        "LOG_LEVEL": "WARNING",
    }


async def day(folder: Path, url: str, *, parents: int, seats: int, seconds: float) -> Day:
    """One whole day on one database."""
    settings = Settings(_env_file=None, database_url=url, key_file=folder / "opening.key")
    async with prepared(settings, system_clock) as database:
        stage, presses = await seat(database, parents, seats)
        env = environment(folder, url)
        async with (
            crowd_at(folder, presses) as (driver, address),
            running(KRUZHOK, "run", core=cores()[0], env={**env, **address}, cwd=folder, log=folder / "bot.log") as bot,
        ):
            driver.tell(seconds=seconds)
            given = await driver.hear(3 * seconds + PATIENCE)
            cpu = cpu_seconds(bot.pid)
        if given["refusals"]:
            raise Failed(f"calls were refused: {given['refusals']}")
        await finish(database, stage)
        played = await count(database, stage, (parents, seats), given["waits"] or [0.0], given["seconds"])
        return await day_of(database, played, 1000 * cpu / parents, given)


async def day_of(database: Database, played: Played, cpu_ms: float, given: dict[str, Any]) -> Day:
    """What the database holds beside what was told."""
    async with database.reads() as session:
        faults = [fault async for fault in audit(session)]
        filed = set(await session.scalars(select(Application.id)))
    return Day(played, cpu_ms, len(faults), set(given["told"]), filed)


async def opening_rows(_wanted: frozenset[str]) -> list[Row]:
    """The table of the day for both databases."""
    rows: list[Row] = []
    for name, on_server in (("SQLite", False), ("PostgreSQL", True)):
        with tempfile.TemporaryDirectory() as folder, url_in(Path(folder), on_server=on_server) as url:
            given = await day(Path(folder), url, parents=PARENTS, seats=SEATS, seconds=SECONDS)
            rows += _rows(name, given, p99=None if on_server else 3_000)
    return rows


def _rows(name: str, given: Day, *, p99: float | None) -> list[Row]:
    played, apart = given.played, len(given.told ^ given.filed)
    return [
        Row(f"opening, {name}: p99", "ms", ours=played.p99, most=p99, of_ratio=False),
        Row("  p50", "ms", ours=played.p50),
        Row(f"  answered of {played.parents}", "", ours=played.answered, least=played.parents, of_ratio=False),
        Row(f"  seats given of {played.seats}", "", ours=played.approved, least=played.seats, of_ratio=False),
        Row("  seats and children over, faulty rows", "", ours=given.over, most=0, of_ratio=False),
        Row("  numbers told or filed, not both", "", ours=apart, most=0, of_ratio=False),
        Row("  all answered after", "s", ours=played.seconds),
        Row("  processor time of a filing", "ms", ours=given.cpu_ms),
    ]
