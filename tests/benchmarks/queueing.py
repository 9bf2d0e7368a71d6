"""A message to a hundred thousand: how long it takes to queue, how long the writer is held, how much memory it takes.

`python -m tests.benchmarks.queueing FOLDER` is the process that is measured.
"""

import asyncio
import resource
import sys
import tempfile
import time
from collections.abc import Awaitable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from aiogram import Bot
from sqlalchemy import Select, insert, select, text

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
        Row("  longest write", "ms", ours=many["longest"], most=50, of_ratio=False),
        Row("  most processor time", "ms", ours=many["busiest"]),
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
        bot = Bot("42:nobody")
        delivery = Delivery(bot, database, system_clock, Window(NO_LIMIT), by_night=True)
        await _queue_all(database, delivery, select(Person.id).limit(1))  # a desk that has worked a while
        began = time.perf_counter()
        writes = await _queue_all(database, delivery, select(Person.id))
        seconds = time.perf_counter() - began
        for _claim in range(100):
            await delivery.once()
        await bot.session.close()
    rss = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    longest, busiest = (max(part) for part in zip(*writes, strict=True))
    say({"seconds": seconds, "longest": 1000 * longest, "busiest": 1000 * busiest, "rss": rss})


async def _queue_all(database: Database, delivery: Delivery, audience: Select[int]) -> list[tuple[float, float]]:
    """Open a mailing and write all its rows; of each write the seconds on the clock and of the processor."""
    writes = [await _timed(_open(database, audience))]
    while await _unfilled(database):
        writes.append(await _timed(delivery.work()))
    return writes


async def _timed(write: Awaitable[object]) -> tuple[float, float]:
    clock, processor = time.perf_counter(), time.process_time()
    await write
    return time.perf_counter() - clock, time.process_time() - processor


async def _open(database: Database, audience: Select[int]) -> None:
    async with database.sessions() as session:
        now = datetime.now(UTC)
        await actions.open_mailing(session, kind=KIND, content={"ru": DATA}, audience=audience, now=now)
        await session.commit()


async def _unfilled(database: Database) -> int:
    async with database.reads() as session:
        return await session.scalar(text("SELECT sum(total - filled) FROM mailings")) or 0


if __name__ == "__main__":
    asyncio.run(queue_child(Path(sys.argv[1])))
