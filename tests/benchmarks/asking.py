"""A survey wave: the families of Смоленск's target of consumers are asked, batch by batch, as the desk's chores do.

The baseline is the same notices written alone, in one statement a batch. Memory is that of the whole process.
"""

import resource
import tempfile
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path

import aiosqlite
from sqlalchemy import text

from bot.prepare import prepared
from services.core.clock import system_clock
from services.core.db import Database
from services.feedback import actions
from services.notices import actions as notices
from tests.benchmarks.annexing import copy_rows
from tests.benchmarks.delivering import settings_in
from tests.benchmarks.table import Row
from tests.support.factories import feedback as made_of

FAMILIES = 30_700
NOW = datetime(2026, 10, 6, 5, tzinfo=UTC)


async def asking_rows(_wanted: frozenset[str]) -> list[Row]:
    """Seconds until everybody is asked, the longest write, and the memory that a wave adds to a small one."""
    with tempfile.TemporaryDirectory() as name:
        async with prepared(settings_in(Path(name)), system_clock) as database:
            async with database.sessions() as session:
                land = await made_of.add_territory(session, "smolensk")
                await made_of.add_contract(session, territory_id=land)
                await session.commit()
            await _multiply(database.engine.url.database or "")
            before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
            seconds, longest, asked = await _ask(database)
            after = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
            assert asked == FAMILIES + 1, asked
            plain = await _plain(database)
    return [
        Row("survey wave 30,700", "s", seconds, plain, seconds / plain, most=3.0, of_ratio=False),
        Row("  longest write", "ms", longest * 1000),
        Row("  more memory", "MB", after - before, most=20, of_ratio=False),
    ]


async def _ask(database: Database) -> tuple[float, float, int]:
    began, longest, asked, done, wave = time.perf_counter(), 0.0, 0, 1, actions.Wave()
    while done:
        start = time.perf_counter()
        async with database.sessions() as session:
            done = await wave.step(session, now=NOW)
            await session.commit()
        longest, asked = max(longest, time.perf_counter() - start), asked + done
    return time.perf_counter() - began, longest, asked


async def _plain(database: Database) -> float:
    """The messages alone."""
    began = time.perf_counter()
    async with database.reads() as session:
        people = list((await session.execute(text("SELECT DISTINCT person_id FROM surveys"))).scalars())
    for start in range(0, len(people), actions.BATCH):
        async with database.sessions() as session:
            each = [(person, {"surveys": [[person, person]]}) for person in people[start : start + actions.BATCH]]
            await notices.put_each(session, kind="survey", each=each, now=NOW + timedelta(days=1))
            await session.commit()
    return time.perf_counter() - began


async def _multiply(path: str) -> None:
    async with aiosqlite.connect(path, isolation_level=None) as line:
        await line.execute("PRAGMA foreign_keys=off")
        await line.execute("BEGIN")
        await copy_rows(line, "persons", FAMILIES, {"id": "n"})
        numbers = {"id": "n", "parent_id": "n", "application_id": "n", "certificate_id": "n", "child_id": "n"}
        await copy_rows(line, "contracts", FAMILIES, numbers)
        await line.execute("COMMIT")
        await line.execute("ANALYZE")
