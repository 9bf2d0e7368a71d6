"""Fixtures of the whole suite: both databases are real."""

import io
import logging
import tempfile
from collections.abc import AsyncIterator, Iterator
from pathlib import Path
from typing import Any

import pytest
import structlog
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession, async_sessionmaker

from bot import logs
from bot.tables import metadata
from handlers.common import words
from services.core.crypto import install, new_keyring
from services.core.db import Database, open_database
from services.orders.models import APPEND_ONLY
from services.programs.models import INDEX
from tests.support.postgres import server_in


@pytest.fixture(scope="session", autouse=True)
def keys() -> None:
    install(new_keyring())


@pytest.fixture(autouse=True)
def _language() -> None:
    """Each test begins in the desk's own language, whichever the one before it spoke."""
    words.use(words.DEFAULT)


@pytest.fixture
def log() -> Iterator[io.StringIO]:
    """Everything that a process would write at DEBUG."""
    out = io.StringIO()
    before = {name: logging.getLogger(name).level for name in ("", *logs.QUOTING)}
    handlers = list(logging.getLogger().handlers)
    logs.configure("DEBUG", out)
    yield out
    structlog.reset_defaults()
    logging.getLogger().handlers = handlers
    for name, level in before.items():
        logging.getLogger(name).setLevel(level)


@pytest.fixture(scope="session")
def postgres_server() -> Iterator[Any]:
    """A real PostgreSQL from a wheel, on a socket in a temporary folder."""
    with tempfile.TemporaryDirectory() as folder, server_in(Path(folder)) as server:
        yield server


@pytest.fixture(scope="session")
def postgres_url(postgres_server: Any) -> str:
    url: str = postgres_server.get_uri()
    return url


@pytest.fixture(scope="session")
def database_url(request: pytest.FixtureRequest, engine_name: str, tmp_path_factory: pytest.TempPathFactory) -> str:
    """The URL of an empty database of the engine under test."""
    if engine_name == "postgresql":
        url: str = request.getfixturevalue("postgres_url")
        return url
    return f"sqlite:///{tmp_path_factory.mktemp('db')}/test.db"


@pytest.fixture(scope="session", params=["sqlite", "postgresql"])
def engine_name(request: pytest.FixtureRequest) -> str:
    name: str = request.param
    return name


async def _empty(database: Database) -> None:
    """Empty the tables that have rows: many times cheaper than making them anew, or than asking each."""
    tables = [INDEX, *(table.name for table in reversed(metadata.sorted_tables))]
    full = text(" UNION ALL ".join(f"SELECT '{name}' WHERE EXISTS (SELECT 1 FROM {name})" for name in tables))
    async with database.engine.begin() as connection:
        names = set((await connection.execute(full)).scalars())
        empty = [f"DELETE FROM {name}" for name in tables if name in names]
        if connection.dialect.name == "postgresql":
            drawn = text("SELECT quote_ident(sequencename) FROM pg_sequences WHERE last_value IS NOT NULL")
            anew = [f"ALTER SEQUENCE {name} RESTART" for name in (await connection.execute(drawn)).scalars()]
            await connection.exec_driver_sql("SET LOCAL session_replication_role = replica")
            empty += anew
        else:
            await connection.exec_driver_sql("PRAGMA defer_foreign_keys=on")
            if "ledger_entries" in names:
                empty = [*ALLOW, *empty, *APPEND_ONLY["sqlite"]]
        for statement in empty:
            await connection.exec_driver_sql(statement)


ALLOW = tuple(f"DROP TRIGGER ledger_entries_no_{deed}" for deed in ("update", "delete", "replace", "act_line"))
"""Only a test may empty the ledger."""
_opened: dict[str, Database] = {}
"""Databases whose tables stand already: what an engine has once compiled serves the next tests too."""


async def _open(url: str) -> Database:
    if url not in _opened:
        database = open_database(url)
        async with database.engine.begin() as connection:
            await connection.run_sync(metadata.create_all)
        _opened[url] = database
    return _opened[url]


def _listeners(database: Database) -> int:
    """How many functions hear of what the engines do."""
    told = [
        of.dispatch for engine in (database.engine, database.read_engine) for of in (engine.sync_engine, engine.pool)
    ]
    return sum(len(getattr(one, name)) for one in told for name in dir(one) if not name.startswith("_"))


@pytest.fixture
async def database(database_url: str) -> AsyncIterator[Database]:
    """An empty database with all tables, on each engine in turn."""
    database = await _open(database_url)
    await _empty(database)
    listeners = _listeners(database)
    yield database
    await database.dispose()
    if _listeners(database) != listeners:  # the test listens to its engine; the next one has an engine of its own
        _opened[database_url] = open_database(database_url)


@pytest.fixture
def sessions(database: Database) -> async_sessionmaker[AsyncSession]:
    return database.sessions
