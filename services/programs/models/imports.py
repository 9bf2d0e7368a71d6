"""Imports of a territory's catalogue, and what is known of the neighbours' records."""

from datetime import date, datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import JSON, ForeignKey, Index, LargeBinary, SmallInteger, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from services.core.db import Base, BigId, Id, word
from services.programs.models.catalogue import NEVER, REPLACED


class ImportState(StrEnum):
    """``asked`` waits for a yes, ``queued`` for the worker; ``staging`` is invisible; ``failed`` left nothing.

    ``refused`` left nothing either: nobody has accepted the removals. ``unchanged`` had nothing new to show.
    """

    ASKED = "asked"
    QUEUED = "queued"
    STAGING = "staging"
    LIVE = "live"
    UNCHANGED = "unchanged"
    REFUSED = "refused"
    FAILED = "failed"


class Import(Base):
    """One import of a territory's catalogue: where from, when, how far, and its report."""

    __tablename__ = "imports"
    __table_args__ = (UniqueConstraint("territory_id", "number"),)

    id: Mapped[Id]
    territory_id: Mapped[int] = mapped_column(BigId, ForeignKey("territories.id"))
    number: Mapped[int | None]
    """Given when the work begins; what is staged under it shows once ``Catalogue.live`` has reached it."""
    source: Mapped[str] = mapped_column(String(300))
    """The file's name, or the host that it was pulled from."""
    file_id: Mapped[str | None] = mapped_column(String(200))
    """Where the messenger keeps the file that staff have sent."""
    digest: Mapped[str] = mapped_column(String(64), default="")
    """SHA-256 of the file, of the rules it was read by and of the territory's pack: the same again changes nothing."""
    rules: Mapped[str] = mapped_column(String(64), default="")
    """SHA-256 of the rules and the pack alone: if it differs, every program is drawn anew."""
    state: Mapped[ImportState] = mapped_column(word(ImportState), index=True)
    accepts_removals: Mapped[bool] = mapped_column(default=False)
    person_id: Mapped[int | None] = mapped_column(BigId, ForeignKey("persons.id"))
    message_id: Mapped[int | None] = mapped_column(BigId)
    """The message in which the person watches the progress."""
    percent: Mapped[int] = mapped_column(default=0)
    """How much of the file was read."""
    staged: Mapped[int] = mapped_column(default=0)
    to_stage: Mapped[int] = mapped_column(default=0)
    """Programs that are ready to be shown, of those that may have changed."""
    first_edition: Mapped[int] = mapped_column(BigId, default=0)
    first_card: Mapped[int] = mapped_column(BigId, default=0)
    """Nothing that was staged has a smaller id: what is left of a dead import is found by it."""
    report: Mapped[str] = mapped_column(Text, default="{}")
    """JSON: counts, warnings, changes, services that the act has not; the rejected are rows of their own."""
    same_as: Mapped[int | None] = mapped_column(BigId, ForeignKey("imports.id"))
    """The import whose rejected records are also this one's."""
    why: Mapped[dict[str, Any] | None] = mapped_column(JSON)
    """The error that ended it: its name and what it carries."""
    started_at: Mapped[datetime]
    touched_at: Mapped[datetime | None]
    """When it last gave a sign of life."""
    ended_at: Mapped[datetime | None]


class ImportReject(Base):
    """A record that an import refused."""

    __tablename__ = "import_rejects"

    import_id: Mapped[int] = mapped_column(BigId, ForeignKey("imports.id", ondelete="CASCADE"), primary_key=True)
    place: Mapped[int] = mapped_column(primary_key=True)
    box: Mapped[str] = mapped_column(String(32))
    local_id: Mapped[str] = mapped_column(Text)
    reason: Mapped[str] = mapped_column(String(32))


class SourceRecord(Base):
    """The newest state that is known of a neighbour's record: only a newer one is applied.

    Known while ``since <= Catalogue.live < until``, like an edition. A deleted record is known as deleted.
    """

    __tablename__ = "source_records"
    __table_args__ = {"sqlite_with_rowid": False}  # noqa: RUF012 (SQLAlchemy reads it from the class)

    territory_id: Mapped[int] = mapped_column(BigId, ForeignKey("territories.id"), primary_key=True)
    box: Mapped[int] = mapped_column(SmallInteger, primary_key=True)
    """The place of its ``Box``."""
    uuid: Mapped[bytes] = mapped_column(LargeBinary(16), primary_key=True)
    source: Mapped[bytes] = mapped_column(LargeBinary(8), primary_key=True)
    """The first 8 bytes of BLAKE2b of the datasource."""
    since: Mapped[int] = mapped_column(primary_key=True)
    until: Mapped[int] = mapped_column(default=NEVER)
    modified_ts: Mapped[int] = mapped_column(BigId)
    """Unix seconds."""
    is_deleted: Mapped[bool] = mapped_column(default=False)
    program: Mapped[bytes | None] = mapped_column(LargeBinary(16))
    """The uuid of the program whose card has a group or schedule; None if none has it."""


class SourceCard(Base):
    """What the neighbours say of a partner, a direction, or a program with its groups and schedules; as records.

    A package may bring one changed group: its program is drawn anew from the card. Told while
    ``since <= Catalogue.live < until``.
    """

    __tablename__ = "source_cards"
    __table_args__ = (
        UniqueConstraint("territory_id", "box", "uuid", "source", "since"),
        Index("ix_source_cards_replaced", "territory_id", "until", sqlite_where=REPLACED, postgresql_where=REPLACED),
    )

    id: Mapped[Id]
    territory_id: Mapped[int] = mapped_column(BigId, ForeignKey("territories.id"))
    box: Mapped[int] = mapped_column(SmallInteger)
    uuid: Mapped[bytes] = mapped_column(LargeBinary(16))
    source: Mapped[bytes] = mapped_column(LargeBinary(8))
    since: Mapped[int]
    until: Mapped[int] = mapped_column(default=NEVER)
    told: Mapped[bytes] = mapped_column(LargeBinary)


class Pull(Base):
    """The nightly pull of a territory's catalogue: what the last answer was marked with, and what is due."""

    __tablename__ = "pulls"

    territory_id: Mapped[int] = mapped_column(BigId, ForeignKey("territories.id"), primary_key=True)
    etag: Mapped[str] = mapped_column(String(300), default="")
    modified: Mapped[str] = mapped_column(String(100), default="")
    rules: Mapped[str] = mapped_column(String(64), default="")
    """``Import.rules`` of that time, and of the address: with others the whole file is asked for again."""
    night: Mapped[date | None]
    """The territory's day whose pull is under way or over."""
    tries: Mapped[int] = mapped_column(default=0)
    next_at: Mapped[datetime | None]
    """None: nothing more is due that night."""
