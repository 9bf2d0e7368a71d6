"""A message to a hundred thousand: how long it takes to queue, how long the writer is held, how much memory it takes.

`python -m tests.benchmarks.queueing FOLDER` is the process that is measured.
"""

import asyncio
import resource
import sys
import tempfile
import time
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from aiogram import Bot
from sqlalchemy import insert, select, text

from bot.delivery import Delivery
from bot.limiter import Window
from bot.prepare import prepared
from services.core.clock import system_clock
from services.core.db import Database
from services.core.models import Person
from services.notices import actions
from tests.benchmarks.delivering import DATA, KIND, NO_LIMIT, say, settings_in
from tests.benchmarks.processes import Driver, running
from tests.benchmarks.table import Row

FEW, MANY = 1_000, 100_000


async def queue_rows(_wanted: frozenset[str]) -> list[Row]:
    """A short and a long queue, each in a fresh process."""
    few, many = await _queue(FEW), await _queue(MANY)
    return [
        Row("queueing 100,000", "s", ours=many["seconds"], most=10, of_ratio=False),
        Row("  longest write", "ms", ours=many["step_ms"], most=50, of_ratio=False),
        Row("delivery_memory", "MB", ours=many["rss"], baseline=few["rss"]),
        Row("  more than with 1,000", "MB", ours=many["rss"] - few["rss"], most=20, of_ratio=False),
    ]


async def _queue(people: int) -> dict[str, Any]:
    with tempfile.TemporaryDirectory() as name:
        async with prepared(settings_in(Path(name)), system_clock) as database, database.sessions() as session:
            now = datetime.now(UTC)
            for start in range(0, people, FEW):
                size = min(FEW, people - start)
                await session.execute(insert(Person), [{"locale": "ru", "created_at": now}] * size)
            await session.commit()
        argv = (sys.executable, "-m", "tests.benchmarks.queueing", name)
        async with running(*argv, piped=True) as process:
            return await Driver(process).hear()


async def queue_child(folder: Path) -> None:
    """Queue everybody, then work through two thousand rows (nobody has a door: no network); print time and memory."""
    async with prepared(settings_in(folder), system_clock) as database:
        steps: list[float] = []
        began = time.perf_counter()
        async with database.sessions() as session:
            await actions.open_mailing(
                session, kind=KIND, content={"ru": DATA}, audience=select(Person.id), now=datetime.now(UTC)
            )
            await session.commit()
        steps.append(time.perf_counter() - began)
        bot = Bot("42:nobody")
        delivery = Delivery(bot, database, system_clock, Window(NO_LIMIT), by_night=True)
        async with database.reads() as session:
            people = await session.scalar(text("SELECT count(*) FROM persons")) or 0
        while await _queued(database) < people:
            step = time.perf_counter()
            await delivery.work()
            steps.append(time.perf_counter() - step)
        seconds = time.perf_counter() - began
        for _claim in range(100):
            await delivery.once()
        await bot.session.close()
    rss = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    say({"seconds": seconds, "step_ms": 1000 * max(steps), "rss": rss})


async def _queued(database: Database) -> int:
    async with database.reads() as session:
        return await session.scalar(text("SELECT coalesce(max(filled), 0) FROM mailings")) or 0


if __name__ == "__main__":
    asyncio.run(queue_child(Path(sys.argv[1])))
