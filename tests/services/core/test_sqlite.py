"""SQLite in one visit a statement: as little waiting as that, and nothing left open by whatever goes wrong."""

import asyncio
import logging
import sqlite3
import threading
from collections.abc import AsyncIterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import event, text
from sqlalchemy.exc import IntegrityError, OperationalError

from services.core.db import Database, open_database

WRITE = text("INSERT INTO things (name) VALUES (:name)")
COUNT = text("SELECT count(*) FROM things")


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "visits.db"


@pytest.fixture
async def things(file: Path) -> AsyncIterator[Database]:
    database = open_database(f"sqlite:///{file}")
    async with database.sessions() as session:
        await session.execute(text("CREATE TABLE things (id INTEGER PRIMARY KEY, name TEXT UNIQUE)"))
        await session.commit()
    yield database
    await database.dispose()


async def _count(database: Database) -> int:
    async with database.reads() as session:
        return await session.scalar(COUNT) or 0


async def test_a_statement_is_one_visit_and_begin_comes_along(
    things: Database, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    caplog.set_level(logging.DEBUG, "aiosqlite")
    monkeypatch.setattr(logging.getLogger("aiosqlite"), "disabled", False)
    monkeypatch.setattr(logging.getLogger("aiosqlite"), "propagate", True)
    monkeypatch.setattr(logging.root.manager, "disable", logging.NOTSET)
    async with things.sessions() as session:
        written = await session.execute(text("INSERT INTO things (name) VALUES ('a') RETURNING id"))
        assert written.one().id == 1
        assert (await session.execute(text("SELECT id, name FROM things"))).one() == (1, "a")
        await session.commit()
    visits = [line for line in caplog.messages if line.startswith("executing")]
    assert len(visits) == 3, visits  # two statements and the commit


async def test_what_is_not_committed_is_not_there(things: Database) -> None:
    async with things.sessions() as session:
        await session.execute(WRITE, [{"name": "a"}, {"name": "b"}])
        assert await _count(things) == 0
        await session.rollback()
        await session.execute(WRITE, {"name": "c"})
    assert await _count(things) == 0
    async with things.sessions() as session:
        await session.execute(WRITE, {"name": "d"})
        await session.commit()
    assert await _count(things) == 1


async def test_a_refused_row_undoes_its_savepoint_only(things: Database) -> None:
    async with things.sessions() as session:
        async with session.begin_nested():
            await session.execute(WRITE, {"name": "a"})
        with pytest.raises(IntegrityError):
            async with session.begin_nested():
                await session.execute(WRITE, {"name": "a"})
        await session.execute(WRITE, {"name": "b"})
        await session.commit()
    assert await _count(things) == 2


async def test_a_locked_database_is_told_and_used_again(file: Path, things: Database) -> None:
    await things.dispose()

    @event.listens_for(things.engine.sync_engine, "connect")
    def _impatient(connection: Any, _record: object) -> None:
        connection.execute("PRAGMA busy_timeout=0")

    with closing(sqlite3.connect(file, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        async with things.sessions() as session:
            with pytest.raises(OperationalError, match="locked"):
                await session.execute(COUNT)
            other.execute("ROLLBACK")
        async with things.sessions() as session:
            await session.execute(WRITE, {"name": "a"})
            await session.commit()
        other.execute("INSERT INTO things (name) VALUES ('b')")  # nobody holds the writer's lock
    assert await _count(things) == 2


async def test_a_touch_cut_off_in_the_middle_leaves_nothing_open(file: Path, things: Database) -> None:
    await things.dispose()
    loop, inside, leave = asyncio.get_running_loop(), asyncio.Event(), threading.Event()

    def held() -> bool:
        loop.call_soon_threadsafe(inside.set)
        return leave.wait(10)

    @event.listens_for(things.engine.sync_engine, "connect")
    def _holding(connection: Any, _record: object) -> None:
        connection.create_function("held", 0, held)

    async def touch() -> None:
        async with things.sessions() as session:
            await session.execute(text("INSERT INTO things (name) SELECT 'cut' WHERE held()"))
            await session.commit()

    async with asyncio.TaskGroup() as group:
        task = group.create_task(touch())
        await inside.wait()
        task.cancel()
        leave.set()
    with closing(sqlite3.connect(file, isolation_level=None)) as other:
        other.execute("INSERT INTO things (name) VALUES ('other')")
    async with things.sessions() as session:
        await session.execute(WRITE, {"name": "next"})
        await session.commit()
    async with things.reads() as session:
        assert set(await session.scalars(text("SELECT name FROM things"))) == {"other", "next"}
