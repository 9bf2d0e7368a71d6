"""Migrations as functions: brought up to date by whichever command comes first."""

from collections.abc import Callable
from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, inspect
from sqlalchemy.ext.asyncio import AsyncEngine

from bot.tables import metadata


class BrokenLinks(Exception):
    """A migration would leave rows that point to nothing: the tables that hold them."""


class DatabaseOutdated(Exception):
    """The database was made by an older version; ``kruzhok db upgrade`` mends it."""


def _config(connection: Connection) -> Config:
    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent / "migrations"))
    config.attributes["connection"] = connection
    return config


def head() -> str:
    """The newest revision."""
    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent / "migrations"))
    revision = ScriptDirectory.from_config(config).get_current_head()
    if revision is None:
        raise DatabaseOutdated("no migrations are installed")
    return revision


def _current(connection: Connection) -> str | None:
    return MigrationContext.configure(connection).get_current_revision()


def _is_empty(connection: Connection) -> bool:
    return not inspect(connection).get_table_names()


def _make(connection: Connection) -> None:
    metadata.create_all(connection)
    command.stamp(_config(connection), "head")


async def upgrade(engine: AsyncEngine, revision: str = "head") -> None:
    """Bring the tables up to ``revision`` in one transaction."""
    await _in_one_transaction(engine, lambda sync: command.upgrade(_config(sync), revision))


async def downgrade(engine: AsyncEngine, revision: str = "base") -> None:
    """Take the tables back; for tests and for a mistake found at once."""
    await _in_one_transaction(engine, lambda sync: command.downgrade(_config(sync), revision))


async def _in_one_transaction(engine: AsyncEngine, work: Callable[[Connection], None]) -> None:
    """SQLite changes a table by making it anew: what points to it is checked at the end, not when the old one goes."""
    async with engine.connect() as connection:
        is_sqlite = engine.dialect.name == "sqlite"
        raw = (await connection.get_raw_connection()).driver_connection
        if is_sqlite and raw is not None:
            await raw.execute("PRAGMA foreign_keys=off")
        try:
            async with connection.begin():
                await connection.run_sync(work)
                if is_sqlite and (broken := (await connection.exec_driver_sql("PRAGMA foreign_key_check")).all()):
                    raise BrokenLinks(sorted({str(row[0]) for row in broken}))
        finally:
            if is_sqlite and raw is not None:
                await raw.execute("PRAGMA foreign_keys=on")


async def ensure(engine: AsyncEngine) -> bool:
    """Make a new database; True if it was new. Raises DatabaseOutdated for an older one.

    A new one is made as the models are, in a sixth of the time of all migrations; a test holds the two equal.
    """
    if await is_new(engine):
        await _in_one_transaction(engine, _make)
        return True
    await check(engine)
    return False


async def is_new(engine: AsyncEngine) -> bool:
    """Whether the database has no tables yet."""
    async with engine.connect() as connection:
        return await connection.run_sync(_is_empty)


async def check(engine: AsyncEngine) -> None:
    """Raise DatabaseOutdated unless the database is of this version."""
    async with engine.connect() as connection:
        if await connection.run_sync(_current) != head():
            raise DatabaseOutdated
