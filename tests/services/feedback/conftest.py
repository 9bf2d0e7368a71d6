"""Counting statements."""

from collections.abc import Iterator
from typing import Any

import pytest
from sqlalchemy import event

from services.core.db import Database


@pytest.fixture
def statements(database: Database) -> Iterator[list[str]]:
    """Every statement sent to the database by writing sessions."""
    sent: list[str] = []

    def note(_connection: Any, _cursor: Any, statement: str, *_rest: Any) -> None:
        sent.append(statement)

    event.listen(database.engine.sync_engine, "before_cursor_execute", note)
    yield sent
    event.remove(database.engine.sync_engine, "before_cursor_execute", note)
