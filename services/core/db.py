"""The database: SQLite in WAL mode out of the box, PostgreSQL by URL; the same code on both."""

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum
from typing import Annotated, Any

from sqlalchemy import BigInteger, DateTime, Enum, Executable, Integer, MetaData, event
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.engine import URL, Connection, Dialect, make_url
from sqlalchemy.exc import DBAPIError, IntegrityError, InterfaceError, OperationalError
from sqlalchemy.exc import TimeoutError as PoolEmpty
from sqlalchemy.ext.asyncio import AsyncEngine, AsyncSession, async_sessionmaker, create_async_engine
from sqlalchemy.orm import DeclarativeBase, mapped_column
from sqlalchemy.types import TypeDecorator

from services.core.sqlite import OneVisitConnection, connect

BUSY_TIMEOUT_MS = 10_000
"""How long a touch waits for a database that is busy or hangs before its person is told."""
_AWAY = ("08", "53", "57P")
"""PostgreSQL's classes of errors that pass by themselves: the line, the resources, a shutdown or a start."""
SQLITE = {"async_creator_fn": connect}


class UtcDateTime(TypeDecorator[datetime]):
    """A moment, always aware and in UTC: SQLite would hand it back without a zone."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:  # noqa: ARG002 (SQLAlchemy's signature)
        if value is not None and value.tzinfo is None:
            raise ValueError(value)
        return None if value is None else value.astimezone(UTC)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:  # noqa: ARG002 (SQLAlchemy's signature)
        return None if value is None else value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


BigId = BigInteger().with_variant(Integer, "sqlite")
"""SQLite counts up only an INTEGER primary key."""

Id = Annotated[int, mapped_column(BigId, primary_key=True)]


def word(kind: type[StrEnum]) -> Enum:
    """A column of one of a few words, kept as the word itself: a new word needs no change of the table."""
    return Enum(kind, native_enum=False, create_constraint=False, length=32, values_callable=list)


class Base(DeclarativeBase):
    """The mother of all tables; named constraints let Alembic change them on SQLite."""

    metadata = MetaData(
        naming_convention={
            "ix": "ix_%(column_0_N_label)s",
            "uq": "uq_%(table_name)s_%(column_0_N_name)s",
            "ck": "ck_%(table_name)s_%(constraint_name)s",
            "fk": "fk_%(table_name)s_%(column_0_N_name)s",
            "pk": "pk_%(table_name)s",
        },
    )
    type_annotation_map = {datetime: UtcDateTime}  # noqa: RUF012 (SQLAlchemy reads it from the class)


@dataclass(frozen=True)
class Database:
    """Two doors to one database: ``sessions`` may write, ``reads`` never holds the writer's lock."""

    engine: AsyncEngine
    read_engine: AsyncEngine
    sessions: async_sessionmaker[AsyncSession]
    reads: async_sessionmaker[AsyncSession]

    async def dispose(self) -> None:
        """Close every connection: aiosqlite's threads would otherwise keep the process alive."""
        await self.engine.dispose()
        if self.read_engine is not self.engine:
            await self.read_engine.dispose()


def async_url(url: str) -> URL:
    """Accept ``postgresql://`` and ``sqlite://`` as people write them, and name the async driver."""
    parsed = make_url(url)
    drivers = {"postgresql": "postgresql+asyncpg", "postgres": "postgresql+asyncpg", "sqlite": "sqlite+aiosqlite"}
    return parsed.set(drivername=drivers.get(parsed.drivername, parsed.drivername))


def _prepare_sqlite(engine: AsyncEngine, begin: str) -> None:
    """Make SQLite wait for its one writer instead of losing an update."""

    @event.listens_for(engine.sync_engine, "connect")
    def _connected(connection: Any, _record: object) -> None:
        connection.isolation_level = None
        cursor = connection.cursor()
        for pragma in (
            "journal_mode=wal",
            f"busy_timeout={BUSY_TIMEOUT_MS}",
            "foreign_keys=on",
            "synchronous=normal",
        ):
            cursor.execute(f"PRAGMA {pragma}")
        cursor.close()

    @event.listens_for(engine.sync_engine, "begin")
    def _begun(connection: Connection) -> None:
        driver = connection.connection.driver_connection
        assert isinstance(driver, OneVisitConnection)
        driver.begin(begin)


def _sqlite_engines(parsed: URL) -> tuple[AsyncEngine, AsyncEngine]:
    """One writer at a time is SQLite's rule: let them queue here, in order, not in its sleeping busy handler."""
    writing = {"pool_size": 1, "max_overflow": 0, "pool_timeout": BUSY_TIMEOUT_MS / 1000}
    engine = create_async_engine(parsed, hide_parameters=True, connect_args=SQLITE, **writing)
    read_engine = create_async_engine(parsed, hide_parameters=True, connect_args=SQLITE)
    _prepare_sqlite(engine, "BEGIN IMMEDIATE")
    _prepare_sqlite(read_engine, "BEGIN")
    return engine, read_engine


SERVER = {"jit": "off", "random_page_cost": "1.1"}
"""What a PostgreSQL is told of each connection: a search takes 0.1 s, and to compile it would take 0.3 s more; disks
have no heads to move any more, so an index is preferred to reading a table of long texts from end to end."""


def open_database(url: str, *, pool_size: int = 10, hurried: bool = True) -> Database:
    """Open the database of ``url``. Nothing is connected until the first statement.

    ``hurried``: a server that hangs is given up after BUSY_TIMEOUT_MS, for people wait; a migration may take its time.
    """
    parsed = async_url(url)
    patience = BUSY_TIMEOUT_MS / 1000
    if parsed.get_backend_name() == "sqlite":
        engine, read_engine = _sqlite_engines(parsed)
    else:
        engine = read_engine = create_async_engine(
            parsed,
            pool_size=pool_size,
            pool_timeout=patience,
            pool_pre_ping=True,
            connect_args={
                "timeout": patience,
                "command_timeout": patience if hurried else None,
                "server_settings": SERVER,
            },
            hide_parameters=True,
        )
    return Database(
        engine=engine,
        read_engine=read_engine,
        sessions=async_sessionmaker(engine, expire_on_commit=False),
        reads=async_sessionmaker(read_engine, expire_on_commit=False),
    )


def is_away(error: BaseException) -> bool:
    """Whether the database is busy, restarting or cut off: nothing of the transaction was kept, it may be tried again.

    An ``OSError`` is a driver's own word for a line that breaks or hangs; nothing else of a touch opens files or lines.
    """
    if isinstance(error, OperationalError | InterfaceError | PoolEmpty | OSError):
        return True
    if not isinstance(error, DBAPIError):
        return False
    return error.connection_invalidated or str(getattr(error.orig, "sqlstate", None) or "").startswith(_AWAY)


class OnBoth:
    """A statement that each database words in its own way (``ON CONFLICT``), built once for both.

    ``make`` is given the dialect's own ``insert``. Building a statement takes as long as running it.
    """

    def __init__(self, make: Callable[[Any], Executable]) -> None:
        self._made = {"sqlite": make(sqlite.insert), "postgresql": make(postgresql.insert)}

    def of(self, session: AsyncSession) -> Executable:
        """The one that the session's database understands."""
        return self._made[session.get_bind().dialect.name]


@contextmanager
def refused_by_database(errors: Mapping[str, Exception]) -> Iterator[None]:
    """Turn the database's word on a constraint into the room's error.

    ``errors`` maps a constraint's name, or a piece of SQLite's message about it, to the error to raise.
    A clash that is not expected goes on as it is: it is a defect.
    """
    try:
        yield
    except IntegrityError as clash:
        told = str(clash.orig)
        for piece, error in errors.items():
            if piece in told:
                raise error from clash
        raise
