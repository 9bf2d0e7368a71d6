"""Imports of a territory's catalogue, and what is known of the neighbours' records."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import ForeignKey, LargeBinary, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from services.core.db import Base, BigId, Id, word


class ImportState(StrEnum):
    """``staging`` is invisible; ``refused`` waits for the acceptance of removals; ``failed`` left nothing."""

    STAGING = "staging"
    LIVE = "live"
    UNCHANGED = "unchanged"
    REFUSED = "refused"
    FAILED = "failed"


class Import(Base):
    """One import of a territory's catalogue: where from, when, and its report."""

    __tablename__ = "imports"
    __table_args__ = (UniqueConstraint("territory_id", "number"),)

    id: Mapped[Id]
    territory_id: Mapped[int] = mapped_column(BigId, ForeignKey("territories.id"))
    number: Mapped[int]
    source: Mapped[str] = mapped_column(String(300))
    """The file's name or the address it was pulled from."""
    digest: Mapped[str] = mapped_column(String(64), default="")
    """SHA-256 of the file and of the rules it was read by: the same again changes nothing."""
    state: Mapped[ImportState] = mapped_column(word(ImportState))
    person_id: Mapped[int | None] = mapped_column(BigId, ForeignKey("persons.id"))
    report: Mapped[str] = mapped_column(Text, default="{}")
    started_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]


class SourceRecord(Base):
    """The newest state that is known of a neighbour's record: only a newer one is applied."""

    __tablename__ = "source_records"

    territory_id: Mapped[int] = mapped_column(BigId, ForeignKey("territories.id"), primary_key=True)
    key: Mapped[bytes] = mapped_column(LargeBinary(16), primary_key=True)
    """The first 16 bytes of BLAKE2b of ``datasource:box:uuid``."""
    modified_ts: Mapped[int] = mapped_column(BigId)
