"""Files by their owner. The bytes lie in a folder apart; each file's own key lies here, sealed."""

from datetime import date, datetime

from sqlalchemy import ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from services.core.crypto import Encrypted
from services.core.db import Base, BigId, Id


class Upload(Base):
    """A paper that was sent, whole or in part. Without its key nobody opens the bytes: to delete it is to shred."""

    __tablename__ = "uploads"
    __table_args__ = (Index("ix_uploads_child", "child_id", "kind"),)

    id: Mapped[Id]
    person_id: Mapped[int] = mapped_column(BigId, ForeignKey("persons.id"), index=True)
    child_id: Mapped[int] = mapped_column(BigId, ForeignKey("children.id"))
    kind: Mapped[str] = mapped_column(String(32))
    """The field of the form «documents» that it answers."""
    name: Mapped[str] = mapped_column(Encrypted("uploads.name"))
    """What the sender's device called it, without signs that deceive; only ever shown, never a path."""
    key: Mapped[str] = mapped_column(Encrypted("uploads.key"))
    place: Mapped[str] = mapped_column(String(32), unique=True)
    """Random: the folder of the sealed pieces."""
    mark: Mapped[str | None] = mapped_column(String(64))
    """Digest by which a browser finds its half-sent file again; None once it is whole."""
    media: Mapped[str | None] = mapped_column(String(32))
    """Media type by the contents; None until all has come and was checked."""
    size: Mapped[int] = mapped_column(BigId)
    received: Mapped[int] = mapped_column(BigId)
    changed_at: Mapped[datetime] = mapped_column(index=True)
    kept_at: Mapped[datetime | None]


class Promise(Base):
    """«I shall bring it to the office»: instead of a file, with the last day."""

    __tablename__ = "paper_promises"

    child_id: Mapped[int] = mapped_column(BigId, ForeignKey("children.id"), primary_key=True)
    kind: Mapped[str] = mapped_column(String(32), primary_key=True)
    person_id: Mapped[int] = mapped_column(BigId, ForeignKey("persons.id"), index=True)
    due_on: Mapped[date]
    made_at: Mapped[datetime]
    brought_on: Mapped[date | None]
    """The day on which it lay on the desk, in the territory's time."""
    brought_by: Mapped[int | None] = mapped_column(BigId, ForeignKey("persons.id"))
    """Who of the body wrote that down."""
