"""Alembic's environment: the caller hands over an open connection."""

from typing import Any, Literal

from alembic import context
from sqlalchemy import Enum

from bot.tables import metadata
from services.core.crypto import Encrypted
from services.core.db import UtcDateTime
from services.programs.models import is_of_index


def plain(kind: str, item: Any, _autogen: object) -> str | Literal[False]:
    """Write our column types as what the database sees: an old migration must not change with the code."""
    if kind == "type" and isinstance(item, UtcDateTime):
        return "sa.DateTime(timezone=True)"
    if kind == "type" and isinstance(item, Encrypted):
        return "sa.LargeBinary()"
    if kind == "type" and isinstance(item, Enum):
        return f"sa.String(length={item.length})"
    return False


def run() -> None:
    """Run the migrations on the connection of :mod:`bot.migrate`."""
    context.configure(
        connection=context.config.attributes["connection"],
        target_metadata=metadata,
        render_as_batch=True,
        render_item=plain,
        compare_type=True,
        include_name=lambda name, kind, _parents: kind != "table" or not is_of_index(name),
        transaction_per_migration=False,
    )
    with context.begin_transaction():
        context.run_migrations()


run()
