"""Doors to the pages: one-time links, sessions, second factors, the journal of who opened whose data, the operator."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from services.core.crypto import Encrypted
from services.core.db import Base, BigId, Id, word


class Audience(StrEnum):
    """Whose pages a session opens."""

    PARENT = "parent"
    STAFF = "staff"
    PROVIDER = "provider"


class Entry(Base):
    """A one-time link or launch data: used once, and never after its term."""

    __tablename__ = "entries"

    id: Mapped[Id]
    token_hash: Mapped[str] = mapped_column(String(64), unique=True)
    person_id: Mapped[int | None] = mapped_column(BigId, ForeignKey("persons.id"))
    audience: Mapped[Audience] = mapped_column(word(Audience))
    target: Mapped[str] = mapped_column(String(200))
    """The page that was wanted: a path of ours without personal data."""
    expires_at: Mapped[datetime] = mapped_column(index=True)
    used_at: Mapped[datetime | None]


class WebSession(Base):
    """A browser that was let in; the secret itself is kept by the browser alone."""

    __tablename__ = "web_sessions"

    id: Mapped[Id]
    secret_hash: Mapped[str] = mapped_column(String(64), unique=True)
    person_id: Mapped[int] = mapped_column(BigId, ForeignKey("persons.id"), index=True)
    audience: Mapped[Audience] = mapped_column(word(Audience))
    is_confirmed: Mapped[bool]
    """The second factor was shown; without it a session of staff opens nothing."""
    client: Mapped[str] = mapped_column(String(80))
    """What kind of browser, for the person's own list of sessions."""
    opened_at: Mapped[datetime]
    seen_at: Mapped[datetime]
    expires_at: Mapped[datetime] = mapped_column(index=True)
    closed_at: Mapped[datetime | None]


class SecondFactor(Base):
    """A person's authenticator (RFC 6238). A code counts once, and wrong ones lock it for a while."""

    __tablename__ = "second_factors"

    person_id: Mapped[int] = mapped_column(BigId, ForeignKey("persons.id"), primary_key=True)
    secret: Mapped[str] = mapped_column(Encrypted("second_factors.secret"))
    confirmed_at: Mapped[datetime | None]
    last_step: Mapped[int] = mapped_column(BigId, default=0)
    failures: Mapped[int] = mapped_column(default=0)
    locked_until: Mapped[datetime | None]


class Press(Base):
    """A pressed button of a page and where it led: pressed twice, it leads there again and does nothing."""

    __tablename__ = "presses"

    session_id: Mapped[int] = mapped_column(BigId, ForeignKey("web_sessions.id", ondelete="CASCADE"), primary_key=True)
    nonce: Mapped[str] = mapped_column(String(32), primary_key=True)
    location: Mapped[str] = mapped_column(String(300))
    at: Mapped[datetime]


class Look(Base):
    """Somebody of the staff or of a provider opened a person's data, and why (access journal)."""

    __tablename__ = "looks"
    __table_args__ = (Index("ix_looks_subject", "subject_id", "at"),)

    id: Mapped[Id]
    subject_id: Mapped[int] = mapped_column(BigId, ForeignKey("persons.id"))
    """The parent whose data, or whose child's data, was opened."""
    person_id: Mapped[int] = mapped_column(BigId, ForeignKey("persons.id"))
    post: Mapped[str] = mapped_column(String(16))
    what: Mapped[str] = mapped_column(String(60))
    """``application:12``, ``contract:7``, ``search:snils``."""
    why: Mapped[str] = mapped_column(String(40))
    at: Mapped[datetime]


class TextMessage(Base):
    """A code on its way to a telephone. Words and number are encrypted, and forgotten once it has gone."""

    __tablename__ = "text_messages"
    __table_args__ = (Index("ix_text_messages_queue", "done_at", "not_before"),)

    id: Mapped[Id]
    person_id: Mapped[int | None] = mapped_column(BigId, ForeignKey("persons.id"))
    phone: Mapped[str | None] = mapped_column(Encrypted("text_messages.phone"))
    words: Mapped[str | None] = mapped_column(Encrypted("text_messages.words"))
    created_at: Mapped[datetime]
    not_before: Mapped[datetime]
    expires_at: Mapped[datetime]
    """After this a code is of no use, and is not sent."""
    attempts: Mapped[int] = mapped_column(default=0)
    done_at: Mapped[datetime | None]
    why: Mapped[str | None] = mapped_column(String(40))
    """Why it did not go."""


class LoginCode(Base):
    """A code that lets a parent in by telephone, or by an application's number (``phone_index`` is then of that).

    Neither the number nor the code can be read from it.
    """

    __tablename__ = "login_codes"
    __table_args__ = (Index("ix_login_codes_phone", "phone_index", "asked_at"),)

    id: Mapped[Id]
    phone_index: Mapped[str] = mapped_column(String(64))
    person_id: Mapped[int | None] = mapped_column(BigId, ForeignKey("persons.id"))
    """None for a telephone that nobody has given: the answer is the same, its holder comes in as somebody new."""
    code_hash: Mapped[str] = mapped_column(String(64))
    tries: Mapped[int] = mapped_column(default=0)
    asked_at: Mapped[datetime]
    expires_at: Mapped[datetime] = mapped_column(index=True)
    used_at: Mapped[datetime | None]


class Confirmation(Base):
    """The operator's word that the messenger may be used in full: who, when, on what ground (41-FZ, article 15)."""

    __tablename__ = "operator_confirmations"

    id: Mapped[Id]
    kind: Mapped[str] = mapped_column(String(16))
    """What the operator was said to be: ``body``, ``institution``, ``other``."""
    who: Mapped[str] = mapped_column(Encrypted("operator_confirmations.who"))
    ground: Mapped[str] = mapped_column(String(400))
    at: Mapped[datetime]
    withdrawn_at: Mapped[datetime | None]
