"""SQLite with one visit to the driver's thread for each statement.

aiosqlite visits its thread four times for a statement (a cursor, the statement, its rows, the end), and SQLAlchemy once
more for BEGIN and for the rollback of what is over: some thirty visits for a touch of six statements, a fifth of its
processor time. Here a statement is run, read and closed in one visit, BEGIN goes with the first statement, and a
transaction in which nothing was run needs no end. Rows are always read at once: nothing is streamed.
"""

import sqlite3
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any, Self

from aiosqlite import Connection

CHUNK = 64
"""aiosqlite asks for it; nothing is read in chunks."""
Run = Callable[[sqlite3.Cursor, str, Any], sqlite3.Cursor]


@dataclass(frozen=True, slots=True)
class Visit:
    """What a statement left behind, in the words of PEP 249."""

    description: Any = None
    rowcount: int = -1
    lastrowid: int | None = None
    rows: Sequence[Any] = ()


class OneVisitCursor:
    """As much of a cursor as SQLAlchemy asks of an asynchronous one."""

    arraysize = 1

    def __init__(self, connection: "OneVisitConnection") -> None:
        self._connection = connection
        self._left = Visit()

    async def __aenter__(self) -> Self:
        return self

    @property
    def description(self) -> Any:
        """The columns, or None for what has no rows."""
        return self._left.description

    @property
    def rowcount(self) -> int:
        """Rows changed; -1 for a SELECT."""
        return self._left.rowcount

    @property
    def lastrowid(self) -> int | None:
        """The id of the row inserted last."""
        return self._left.lastrowid

    async def execute(self, sql: str, parameters: Iterable[Any] = ()) -> None:
        """Run a statement and read all its rows."""
        self._left = await self._connection.visit(sqlite3.Cursor.execute, sql, parameters)

    async def executemany(self, sql: str, parameters: Iterable[Iterable[Any]]) -> None:
        """Run a statement for each set of parameters."""
        self._left = await self._connection.visit(sqlite3.Cursor.executemany, sql, parameters)

    async def fetchall(self) -> Sequence[Any]:
        """The rows that were read."""
        return self._left.rows

    async def close(self) -> None:
        """The cursor of the thread is closed already."""


class OneVisitConnection(Connection):
    """A connection of aiosqlite that visits its thread once for a statement."""

    _opening = ""
    _is_used = False

    def begin(self, opening: str) -> None:
        """Open a transaction with the next statement: ``opening`` is run before it, in the same visit."""
        self._opening = opening

    def cursor(self) -> Any:
        """Made without a visit."""
        return OneVisitCursor(self)

    async def visit(self, run: Run, sql: str, parameters: Any) -> Visit:
        """Run a statement in the thread. What is noted here is noted before: a cancelled visit still takes place."""
        opening, self._opening, self._is_used = self._opening, "", True
        visited = partial(_visited, self._conn, opening, run, sql, parameters)
        left: Visit = await self._execute(visited)  # type: ignore[no-untyped-call]
        return left

    async def commit(self) -> None:
        """Commit what was run."""
        if self._is_used:
            await super().commit()
        self._opening, self._is_used = "", False

    async def rollback(self) -> None:
        """Undo what was run."""
        if self._is_used:
            await super().rollback()
        self._opening, self._is_used = "", False


def _visited(connection: sqlite3.Connection, opening: str, run: Run, sql: str, parameters: Any) -> Visit:
    if opening:
        connection.execute(opening)
    cursor = connection.cursor()
    try:
        run(cursor, sql, parameters)
        rows = cursor.fetchall() if cursor.description else ()
        return Visit(cursor.description, cursor.rowcount, cursor.lastrowid, rows)
    finally:
        cursor.close()


def connect(database: str, **how: Any) -> OneVisitConnection:
    """Make a connection for SQLAlchemy, which awaits it."""
    connection = OneVisitConnection(lambda: sqlite3.connect(database, **how), CHUNK)
    connection._thread.daemon = True  # noqa: SLF001 (as SQLAlchemy does with its own: a forgotten one must not keep the process)
    return connection
