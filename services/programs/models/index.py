"""The full-text index: FTS5 on SQLite, tsvector on PostgreSQL, both fed with the same normal forms.

``program_index`` has a row per edition, by its id: the words of the title; of its topic (what the program says it is
about: summary, keywords); and of the body (all the rest, where anything may be mentioned in passing). No model maps it:
the two engines keep it each in its own way.
"""

from typing import Any

from sqlalchemy import Connection, ForeignKey, String, event
from sqlalchemy.orm import Mapped, mapped_column

from services.core.db import Base, BigId

INDEX = "program_index"
MAKE: dict[str, tuple[str, ...]] = {
    "sqlite": (
        (
            f"CREATE VIRTUAL TABLE IF NOT EXISTS {INDEX} USING fts5(title, topic, body, detail=column,"
            " tokenize='unicode61 remove_diacritics 0')"
        ),
    ),
    "postgresql": (
        (  # the topic has the title's words too: nothing is joined for each of thousands of hits; bodies lie apart
            f"CREATE TABLE IF NOT EXISTS {INDEX} (rowid bigint PRIMARY KEY, title tsvector, topic tsvector,"
            " body tsvector) WITH (toast_tuple_target = 256)"
        ),
        f"ALTER TABLE {INDEX} ALTER title SET STORAGE MAIN, ALTER topic SET STORAGE MAIN",
        *(
            f"CREATE INDEX IF NOT EXISTS ix_{INDEX}_{name} ON {INDEX} USING gin ({of}) WITH (fastupdate = off)"
            for name, of in (("title", "title"), ("topic", "topic"), ("all", "(topic || body)"))
        ),
    ),
}
UNMAKE = f"DROP TABLE IF EXISTS {INDEX}"


def make_index(connection: Connection) -> None:
    """Make the index of this engine; nothing if it is there."""
    for statement in MAKE[connection.dialect.name]:
        connection.exec_driver_sql(statement)


def unmake_index(connection: Connection) -> None:
    """Drop the index."""
    connection.exec_driver_sql(UNMAKE)


def is_of_index(name: str | None) -> bool:
    """Whether a table belongs to the index: FTS5 keeps shadow tables beside it."""
    return name is not None and name.startswith(INDEX)


@event.listens_for(Base.metadata, "after_create")
def _made(_metadata: object, connection: Connection, **_known: Any) -> None:
    make_index(connection)


@event.listens_for(Base.metadata, "before_drop")
def _unmade(_metadata: object, connection: Connection, **_known: Any) -> None:
    unmake_index(connection)


class SearchWord(Base):
    """A normal form in the index, and how many programs have it: what a typing slip is mended to."""

    __tablename__ = "search_words"

    territory_id: Mapped[int] = mapped_column(BigId, ForeignKey("territories.id"), primary_key=True)
    lemma: Mapped[str] = mapped_column(String(64), primary_key=True)
    programs: Mapped[int]
