"""The outbox: what must reach people, written in the same transaction as the deed."""

from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import JSON, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from services.core.db import Base, BigId, Id, word


class NoticeStatus(StrEnum):
    """pending → sending → sent | blocked | failed | skipped (the person wants no such messages)."""

    PENDING = "pending"
    SENDING = "sending"
    SENT = "sent"
    BLOCKED = "blocked"
    FAILED = "failed"
    SKIPPED = "skipped"


class Notice(Base):
    """One message to one person; worded at sending, in the language they then have.

    ``data`` holds numbers and ids only: no name, birth date, СНИЛС or phone.
    """

    __tablename__ = "notices"
    __table_args__ = (Index("ix_notices_queue", "status", "not_before", "id"),)

    id: Mapped[Id]
    person_id: Mapped[int] = mapped_column(BigId, ForeignKey("persons.id"), index=True)
    kind: Mapped[str] = mapped_column(String(40))
    data: Mapped[dict[str, Any]] = mapped_column(JSON)
    status: Mapped[NoticeStatus] = mapped_column(word(NoticeStatus), default=NoticeStatus.PENDING)
    created_at: Mapped[datetime]
    not_before: Mapped[datetime]
    lease_until: Mapped[datetime | None]
    attempts: Mapped[int] = mapped_column(default=0)
    done_at: Mapped[datetime | None]
    why: Mapped[str | None] = mapped_column(String(200))
