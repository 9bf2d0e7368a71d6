"""Rows by the hundred: SQLAlchemy words the statement once, the driver takes the values as they are.

Binding a million rows value by value would take longer than the database takes to keep them.
"""

from collections.abc import Mapping, Sequence
from datetime import date
from functools import cache
from typing import Any

from sqlalchemy import insert
from sqlalchemy.engine import Dialect
from sqlalchemy.ext.asyncio import AsyncSession

from services.core.db import Base


async def put_many(session: AsyncSession, kind: type[Base], rows: Sequence[Mapping[str, Any]]) -> None:
    """Insert rows that all have the same columns. A word of an enumeration is a string already."""
    if not rows:
        return
    dialect = session.get_bind().dialect
    statement, names = _statement(dialect, kind, tuple(rows[0]))
    told = _in_words if dialect.name == "sqlite" else tuple
    connection = await session.connection()
    same = _defaults(kind)
    await connection.exec_driver_sql(
        statement, [told([row[name] if name in row else same[name] for name in names]) for row in rows]
    )


@cache
def _statement(dialect: Dialect, kind: type[Base], names: tuple[str, ...]) -> tuple[str, tuple[str, ...]]:
    """The statement in the driver's own style, and the order of its values."""
    compiled = insert(kind).compile(dialect=dialect, column_keys=list(names))
    return str(compiled), tuple(compiled.positiontup or names)


@cache
def _defaults(kind: type[Base]) -> dict[str, Any]:
    """What the model gives to columns that a row does not name: the driver knows no models."""
    known = ((column.key, column.default) for column in kind.__table__.columns)
    return {name: default.arg for name, default in known if default is not None and default.is_scalar}


def _in_words(values: list[Any]) -> tuple[Any, ...]:
    """SQLite keeps days as text."""
    return tuple([value.isoformat() if value.__class__ is date else value for value in values])
