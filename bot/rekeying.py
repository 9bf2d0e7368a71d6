"""Key rotation under a running desk: every encrypted column of every table, found from the tables themselves.

A page of rows is read without the writer's lock, sealed anew outside any transaction, and written only where the old
value still stands: what a touch wrote meanwhile is never overwritten. Nothing is remembered: after a kill, whatever is
still under an old key is found again.
"""

import asyncio
import time
from collections import Counter
from collections.abc import AsyncIterator
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnClause, LargeBinary, TableClause, Update, and_, bindparam, column, func, or_, select, table
from sqlalchemy import tuple_ as row_of
from sqlalchemy import update as change

from bot.tables import metadata
from services.core.crypto import Encrypted, Keyring
from services.core.db import Database

LONGEST_WRITE = 0.05
"""Seconds of one write transaction; pages grow and shrink to keep below it."""
PAGE, SMALLEST, LARGEST = 100, 10, 1000
BREATH = 0.003
"""Seconds between two writes: a touch that waits is let in."""


@dataclass(frozen=True)
class Sealed:
    """One table with its encrypted columns, seen as bytes."""

    table: TableClause
    keys: tuple[ColumnClause[Any], ...]
    columns: tuple[ColumnClause[Any], ...]
    names: tuple[str, ...]
    """What each column's values are bound to (additional data)."""

    def old(self, current: int) -> Any:
        """Rows that hold a value under another key."""
        first = [func.substr(one, 1, 1, type_=LargeBinary) for one in self.columns]
        return or_(*(one != bytes([current]) for one in first))

    def write(self) -> Update:
        """Put new values where the old ones still stand."""
        same = [one.is_not_distinct_from(bindparam(f"old_{one.name}", type_=LargeBinary)) for one in self.columns]
        own = [key == bindparam(f"key_{key.name}", type_=key.type) for key in self.keys]
        fresh = {one.name: bindparam(f"new_{one.name}", type_=LargeBinary) for one in self.columns}
        return change(self.table).where(and_(*own, *same)).values(fresh)


def sealed_tables() -> list[Sealed]:
    """All tables with encrypted columns."""
    found = []
    for one in metadata.sorted_tables:
        columns = [each for each in one.columns if isinstance(each.type, Encrypted)]
        if columns:
            keys = tuple(column(key.name, key.type) for key in one.primary_key.columns)
            blobs = tuple(column(each.name, LargeBinary) for each in columns)
            names = tuple(each.type.column for each in columns if isinstance(each.type, Encrypted))
            found.append(Sealed(table(one.name, *keys, *blobs), keys, blobs, names))
    return found


async def counted(database: Database) -> Counter[int]:
    """How many values stand under each key id."""
    total: Counter[int] = Counter()
    async with database.reads() as session:
        for one in sealed_tables():
            for blob in one.columns:
                first = func.substr(blob, 1, 1, type_=LargeBinary)
                rows = await session.execute(
                    select(first, func.count()).select_from(one.table).where(blob.is_not(None)).group_by(first)
                )
                total.update({bytes(number)[0]: many for number, many in rows})
    return total


async def rotate(database: Database, ring: Keyring) -> AsyncIterator[int]:
    """Bring everything under the current key; yields the number of rows of each write.

    Raises KeysBroken for a value whose key is not there; nothing of its page is changed then.
    """
    for one in sealed_tables():
        async for many in _rotate_table(database, ring, one):
            yield many


async def _rotate_table(database: Database, ring: Keyring, one: Sealed) -> AsyncIterator[int]:
    after: tuple[Any, ...] | None = None
    size, write = PAGE, one.write()
    while rows := await _page(database, ring, one, after, size):
        after = tuple(rows[-1][: len(one.keys)])
        changes = [_resealed(ring, one, row) for row in rows]
        began = time.monotonic()
        async with database.engine.begin() as connection:
            await connection.execute(write, changes)
        took = time.monotonic() - began
        size = max(SMALLEST, size // 2) if took > LONGEST_WRITE / 2 else min(LARGEST, size + PAGE)
        yield len(rows)
        await asyncio.sleep(BREATH)


async def _page(
    database: Database, ring: Keyring, one: Sealed, after: tuple[Any, ...] | None, size: int
) -> list[tuple[Any, ...]]:
    asked = select(*one.keys, *one.columns).where(one.old(ring.current)).order_by(*one.keys).limit(size)
    if after is not None:
        last = [bindparam(None, value, type_=key.type) for key, value in zip(one.keys, after, strict=True)]
        asked = asked.where(row_of(*one.keys) > row_of(*last))
    async with database.reads() as session:
        return [tuple(row) for row in await session.execute(asked)]


def _resealed(ring: Keyring, one: Sealed, row: tuple[Any, ...]) -> dict[str, Any]:
    change_of: dict[str, Any] = {f"key_{key.name}": value for key, value in zip(one.keys, row, strict=False)}
    for blob, name, value in zip(one.columns, one.names, row[len(one.keys) :], strict=True):
        is_old = value is not None and value[0] != ring.current
        change_of[f"old_{blob.name}"] = value
        change_of[f"new_{blob.name}"] = ring.seal(ring.open(value, name), name) if is_old else value
    return change_of
