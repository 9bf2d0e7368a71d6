"""Whole reserves a second under fifty tasks on SQLite, beside the same four writes sent by raw aiosqlite.

A reserve reads the terms and writes four times: the order's line, the child's account, the hold, the entries; then it
commits. The raw run sends those four statements with values of the same size, one transaction each.
"""

import asyncio
import tempfile
import time
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime
from pathlib import Path

import aiosqlite
from sqlalchemy import event

from bot.prepare import prepared
from services.core.clock import system_clock
from services.core.db import Database
from services.orders import actions
from tests.benchmarks.delivering import settings_in
from tests.benchmarks.table import Row
from tests.support.factories.certificates import Town, add_town
from tests.support.factories.orders import promise

TASKS, RESERVES = 50, 1_500
NOW = datetime(2026, 9, 7, 8, tzinfo=UTC)
LINE = (
    "UPDATE order_lines SET children_reserved = children_reserved + 1, hours_reserved = hours_reserved + 72,"
    " money_reserved = money_reserved + 720000 WHERE id = (SELECT id FROM order_lines WHERE territory_id = ? AND"
    " year = 2026 AND is_removed = 0 AND service_code IS NULL) AND children_limit - children_reserved >= 1 RETURNING id"
)
ACCOUNT = (
    "INSERT INTO ledger_accounts (territory_id, child_id, year, model, unit, nominal, balance, reserved, committed,"
    " paid, entries) VALUES (?, ?, 2026, 'per_service', 'roubles', 720000, 0, 720000, 0, 0, 2) ON CONFLICT"
    " (territory_id, child_id, year, model, unit) DO UPDATE SET nominal = nominal + 720000,"
    " reserved = reserved + 720000, entries = entries + 2 RETURNING id, entries"
)
HOLD = (
    "INSERT INTO ledger_holds (case_id, part, account_id, order_line_id, children, hours_reserved, hours_committed,"
    " hours_paid, money_reserved, money_committed, money_paid, made_at)"
    " VALUES (?, 0, ?, ?, 1, 72, 0, 0, 720000, 0, 0, ?) RETURNING id"
)
ENTRY = (
    "INSERT INTO ledger_entries (account_id, seq, kind, hold_id, hours, money, made_at, digest)"
    " VALUES (?, ?, ?, ?, 72, 720000, ?, ?)"
)


async def reserve_rows(_wanted: frozenset[str]) -> list[Row]:
    """Ours, the raw one on the same file, and the trail of one reserve."""
    with tempfile.TemporaryDirectory() as name:
        async with prepared(settings_in(Path(name)), system_clock) as database:
            async with database.sessions() as session:
                town = await add_town(session, children=10**6, hours=10**8, money=10**14)
                await session.commit()
            trail = await _trail(database, town)
            ours = await _per_second(lambda: _reserve(database, town))
            path = database.engine.url.database or ""
        async with aiosqlite.connect(path, isolation_level=None) as line:
            await line.execute("PRAGMA synchronous=normal")
            await line.execute("PRAGMA foreign_keys=on")
            lock = asyncio.Lock()
            raw = await _per_second(lambda: _raw(line, lock, town))
    row = Row("reserves, 50 tasks", "/s", ours=ours, baseline=raw, ratio=ours / raw, least=0.06)
    return [
        row,
        Row("  at least", "/s", ours=ours, least=150, of_ratio=False),
        *(Row(f"  {number}. {said}", "") for number, said in enumerate(trail, 1)),
    ]


async def _per_second(deed: Callable[[], Awaitable[None]]) -> float:
    async def worker() -> None:
        for _time in range(RESERVES // TASKS):
            await deed()

    began = time.perf_counter()
    async with asyncio.TaskGroup() as group:
        for _task in range(TASKS):
            group.create_task(worker())
    return RESERVES / (time.perf_counter() - began)


async def _reserve(database: Database, town: Town) -> None:
    async with database.sessions() as session:
        await actions.reserve(session, promise(town), actor_id=None, now=NOW)
        await session.commit()


async def _trail(database: Database, town: Town) -> list[str]:
    """The statements of one reserve, by their first words."""
    said: list[str] = []

    def note(_connection: object, _cursor: object, statement: str, *_rest: object) -> None:
        words = statement.split()
        said.append(" ".join(words[: 3 if words[0] != "SELECT" else 1]))

    event.listen(database.engine.sync_engine, "before_cursor_execute", note)
    await _reserve(database, town)
    event.remove(database.engine.sync_engine, "before_cursor_execute", note)
    return said


async def _raw(line: aiosqlite.Connection, lock: asyncio.Lock, town: Town) -> None:
    case, moment = promise(town).case_id, NOW.isoformat()
    async with lock:
        await line.execute("BEGIN IMMEDIATE")
        ((paying,),) = await line.execute_fetchall(LINE, (town.territory_id,))
        ((account, last),) = await line.execute_fetchall(ACCOUNT, (town.territory_id, town.child_id))
        ((hold,),) = await line.execute_fetchall(HOLD, (case, account, paying, moment))
        rows = [
            (account, last - 1, "allocate", None, moment, "0" * 64),
            (account, last, "reserve", hold, moment, "0" * 64),
        ]
        await line.executemany(ENTRY, rows)
        await line.execute("COMMIT")
