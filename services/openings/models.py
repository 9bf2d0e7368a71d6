"""Openings and who filed in them. Nothing here names a person: numbers of applications, ids, moments."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index, String, Text, text
from sqlalchemy.orm import Mapped, mapped_column

from services.core.crypto import Encrypted
from services.core.db import Base, BigId, Id, word
from services.openings.rules import Mode

LIVE = text("published_at IS NULL AND cancelled_at IS NULL")


class Opening(Base):
    """An announced hour of a territory and school year. At most one that is not over."""

    __tablename__ = "openings"
    __table_args__ = (Index("uq_openings_live", "territory_id", unique=True, sqlite_where=LIVE, postgresql_where=LIVE),)

    id: Mapped[Id]
    territory_id: Mapped[int] = mapped_column(BigId, ForeignKey("territories.id"))
    school_year: Mapped[int]
    """The calendar year in which it starts: groups of other years are not touched."""
    mode: Mapped[Mode] = mapped_column(word(Mode))
    opens_at: Mapped[datetime]
    closes_at: Mapped[datetime]
    four_eyes: Mapped[bool]
    announced_by: Mapped[int] = mapped_column(BigId, ForeignKey("persons.id"))
    announced_at: Mapped[datetime]
    seed: Mapped[str] = mapped_column(Encrypted("openings.seed"))
    """Sealed until the results are out; its digest is shown from the announcement on."""
    seed_digest: Mapped[str] = mapped_column(String(64))
    cancelled_at: Mapped[datetime | None]
    drawn_by: Mapped[int | None] = mapped_column(BigId, ForeignKey("persons.id"))
    drawn_at: Mapped[datetime | None]
    published_by: Mapped[int | None] = mapped_column(BigId, ForeignKey("persons.id"))
    published_at: Mapped[datetime | None]
    record: Mapped[str | None] = mapped_column(Text)
    """JSON: all that is needed to repeat the draw; public once ``published_at`` is set."""


class OpeningEntry(Base):
    """An application filed in an opening, and its place once the order is fixed."""

    __tablename__ = "opening_entries"
    __table_args__ = (
        Index("ix_opening_entries_order", "opening_id", "group_id", "filed_at", "number"),
        Index("ix_opening_entries_seats", "opening_id", "settled_at", "position"),
    )

    number: Mapped[int] = mapped_column(
        BigId, ForeignKey("applications.id", ondelete="CASCADE"), primary_key=True, autoincrement=False
    )
    """Of the application; its retention takes this row with it, the published record stays."""
    opening_id: Mapped[int] = mapped_column(BigId, ForeignKey("openings.id"))
    child_id: Mapped[int] = mapped_column(BigId, ForeignKey("children.id", ondelete="CASCADE"))
    group_id: Mapped[int] = mapped_column(BigId, ForeignKey("groups.id"))
    filed_at: Mapped[datetime]
    position: Mapped[int | None]
    """The order in which all applications were looked at, from 1."""
    turn: Mapped[int | None]
    round: Mapped[int | None]
    place: Mapped[int | None]
    """Among the applications to the same group, from 1."""
    seat: Mapped[bool | None]
    settled_at: Mapped[datetime | None]
    settled_how: Mapped[str | None] = mapped_column(String(40))
    """``approved``, or the class of the rule that left it to a clerk."""
