"""What a room knows about a person, as plain data: for the person's own page, archive and the act of destruction."""

import json
from collections.abc import Iterable
from datetime import date, datetime
from enum import Enum
from typing import Any

from sqlalchemy import Executable
from sqlalchemy.ext.asyncio import AsyncSession

Record = dict[str, str | int | bool | None]
"""One row by names that a reader of the archive understands. Moments are ISO 8601 in UTC."""
Known = dict[str, list[Record]]
"""Kind of record → its rows."""


async def records(session: AsyncSession, statement: Executable) -> list[Record]:
    """The rows of a statement; each column by its label."""
    rows = await session.execute(statement)
    return [{name: _plain(value) for name, value in row.items()} for row in rows.mappings()]


def counted(known: Known) -> dict[str, int]:
    """How many rows there are of each kind that has any."""
    return {kind: len(rows) for kind, rows in known.items() if rows}


def merged(parts: Iterable[Known]) -> Known:
    """The kinds of several rooms; no two rooms use one name."""
    return {kind: rows for part in parts for kind, rows in part.items()}


def _plain(value: Any) -> str | int | bool | None:
    if isinstance(value, Enum):
        return str(value.value)
    if isinstance(value, datetime | date):
        return value.isoformat()
    if isinstance(value, dict | list):
        return json.dumps(value, ensure_ascii=False)
    return value if value is None or isinstance(value, str | int | bool) else str(value)
