"""The outbox: what must reach people, written in the same transaction as the deed."""

from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import JSON, ForeignKey, Index, LargeBinary, String, text
from sqlalchemy.orm import Mapped, mapped_column

from services.core.db import Base, BigId, Id, word

WAITS = text("status = 'pending'")
"""Written out, not bound: a database uses a partial index only for the very words of its condition."""


class NoticeStatus(StrEnum):
    """pending → sending → sent | blocked | failed | skipped (not wanted, stopped, or nowhere to send)."""

    PENDING = "pending"
    SENDING = "sending"
    SENT = "sent"
    BLOCKED = "blocked"
    FAILED = "failed"
    SKIPPED = "skipped"


class Lane(StrEnum):
    """What goes first: people's own cases, then messages to everyone."""

    CASE = "case"
    CAMPAIGN = "campaign"


class MailingState(StrEnum):
    """running ↔ paused; both → stopped; running → done when nobody is left."""

    RUNNING = "running"
    PAUSED = "paused"
    STOPPED = "stopped"
    DONE = "done"


class Mailing(Base):
    """One message to many people. Its recipients are fixed when it is opened; their notices are written in steps.

    ``audience`` holds the ids of persons, eight bytes each, until the last of them has a notice; ``filled`` is how
    many have one.
    """

    __tablename__ = "mailings"

    id: Mapped[Id]
    kind: Mapped[str] = mapped_column(String(40))
    content: Mapped[dict[str, Any]] = mapped_column(JSON)
    state: Mapped[MailingState] = mapped_column(word(MailingState))
    created_at: Mapped[datetime]
    started_at: Mapped[datetime]
    finished_at: Mapped[datetime | None]
    total: Mapped[int]
    filled: Mapped[int] = mapped_column(default=0)
    audience: Mapped[bytes | None] = mapped_column(LargeBinary, deferred=True)


class Notice(Base):
    """One message to one person; worded at sending, in the language they then have.

    ``data`` holds numbers and ids only: no name, birth date, СНИЛС or phone. Notices of a mailing hold nothing: what
    they say is the mailing's.
    """

    __tablename__ = "notices"
    __table_args__ = (
        Index("ix_notices_queue", "status", "lane", "not_before", "id"),
        Index("ix_notices_mailing", "mailing_id", "status", "not_before", "id"),
        Index("uq_notices_same", "person_id", "same_key", unique=True, sqlite_where=WAITS, postgresql_where=WAITS),
    )

    id: Mapped[Id]
    person_id: Mapped[int] = mapped_column(BigId, ForeignKey("persons.id"), index=True)
    lane: Mapped[Lane] = mapped_column(word(Lane), default=Lane.CASE)
    mailing_id: Mapped[int | None] = mapped_column(BigId, ForeignKey("mailings.id"))
    kind: Mapped[str] = mapped_column(String(40))
    data: Mapped[dict[str, Any]] = mapped_column(JSON)
    same_key: Mapped[str | None] = mapped_column(String(80))
    """Of two events that say the same, while the first still waits, the second takes its place."""
    status: Mapped[NoticeStatus] = mapped_column(word(NoticeStatus), default=NoticeStatus.PENDING)
    created_at: Mapped[datetime]
    not_before: Mapped[datetime]
    lease_until: Mapped[datetime | None]
    attempts: Mapped[int] = mapped_column(default=0)
    done_at: Mapped[datetime | None]
    why: Mapped[str | None] = mapped_column(String(200))


class OptOut(Base):
    """A topic that a person does not want to hear of; messages about own cases have no topic."""

    __tablename__ = "opt_outs"

    person_id: Mapped[int] = mapped_column(BigId, ForeignKey("persons.id"), primary_key=True)
    topic: Mapped[str] = mapped_column(String(16), primary_key=True)
    since: Mapped[datetime]
