"""One-time codes and the protocol of every signature."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from services.core.db import Base, BigId, Id, word


class SignatureKind(StrEnum):
    """What a mark is worth: a press in the bot is a confirmation, never a signature (63-FZ)."""

    CONFIRMED_IN_BOT = "confirmed_in_bot"
    SIMPLE = "simple"


class SigningCode(Base):
    """A one-time code, bound to a document's digest; only a salted hash is kept. The last ``no`` alone can be used."""

    __tablename__ = "signing_codes"
    __table_args__ = (UniqueConstraint("person_id", "document", "no"),)

    id: Mapped[Id]
    person_id: Mapped[int] = mapped_column(BigId, ForeignKey("persons.id"))
    document: Mapped[str] = mapped_column(String(40))
    """``contract:12``."""
    no: Mapped[int]
    """Counts a person's codes for a document: two codes asked for at once cannot both be the last."""
    digest: Mapped[str] = mapped_column(String(64))
    salt: Mapped[str] = mapped_column(String(32))
    code_hash: Mapped[str] = mapped_column(String(64))
    tries_left: Mapped[int]
    issued_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    used_at: Mapped[datetime | None]


class Signature(Base):
    """Who agreed to which bytes, when and how: the protocol. A side signs a document once."""

    __tablename__ = "signatures"
    __table_args__ = (UniqueConstraint("document", "side"),)

    id: Mapped[Id]
    document: Mapped[str] = mapped_column(String(40))
    digest: Mapped[str] = mapped_column(String(64))
    person_id: Mapped[int] = mapped_column(BigId, ForeignKey("persons.id"))
    side: Mapped[str] = mapped_column(String(16))
    """``provider`` or ``parent``."""
    kind: Mapped[SignatureKind] = mapped_column(word(SignatureKind))
    made_at: Mapped[datetime]
    how: Mapped[str] = mapped_column(String(200))
