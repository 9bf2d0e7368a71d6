"""Families: consents, representatives, children. Every personal field is encrypted from the first migration."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import ForeignKey, Index, String, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from services.core.crypto import Encrypted
from services.core.db import Base, BigId, Id, word
from services.families.rules import Kin, Right


class Consent(Base):
    """A separate consent to one purpose (152-FZ, article 9), by version and digest of its text."""

    __tablename__ = "consents"
    __table_args__ = (
        Index(
            "uq_consents_in_force",
            "person_id",
            "purpose",
            "version",
            unique=True,
            sqlite_where=text("withdrawn_at IS NULL"),
            postgresql_where=text("withdrawn_at IS NULL"),
        ),
    )

    id: Mapped[Id]
    person_id: Mapped[int] = mapped_column(BigId, ForeignKey("persons.id"), index=True)
    purpose: Mapped[str] = mapped_column(String(40))
    version: Mapped[str] = mapped_column(String(16))
    text_hash: Mapped[str] = mapped_column(String(64))
    way: Mapped[str] = mapped_column(String(16))
    given_at: Mapped[datetime]
    withdrawn_at: Mapped[datetime | None]


class Representative(Base):
    """The parent (законный представитель) as a contract names them."""

    __tablename__ = "representatives"

    person_id: Mapped[int] = mapped_column(BigId, ForeignKey("persons.id"), primary_key=True)
    full_name: Mapped[str] = mapped_column(Encrypted("representatives.full_name"))
    phone: Mapped[str] = mapped_column(Encrypted("representatives.phone"))
    phone_index: Mapped[str] = mapped_column(String(64), index=True)
    changed_at: Mapped[datetime]
    confirmed_at: Mapped[datetime | None]
    """When a clerk, or an outside system, saw who it is; a changed name is to be confirmed anew."""
    confirmed_by: Mapped[int | None] = mapped_column(BigId, ForeignKey("persons.id"))
    confirmed_how: Mapped[str | None] = mapped_column(String(16))
    """``desk``, or the name of an outside system."""


class Sheet(Base):
    """A filled form beside the main job's two, about the parent or about one child; answers as JSON text.

    A child's form is its first representative's (``person_id``), whoever of the family filled it: there is one.
    """

    __tablename__ = "family_sheets"

    person_id: Mapped[int] = mapped_column(BigId, ForeignKey("persons.id"), primary_key=True)
    key: Mapped[str] = mapped_column(String(40), primary_key=True)
    """The form's code, with the child's number if it is a child's: ``identity-12``."""
    child_id: Mapped[int | None] = mapped_column(BigId, ForeignKey("children.id"), index=True)
    answers: Mapped[str] = mapped_column(Encrypted("family_sheets.answers"))
    changed_at: Mapped[datetime]


class Child(Base):
    """The consumer of services. The category is health data and is encrypted like the rest."""

    __tablename__ = "children"
    __table_args__ = (UniqueConstraint("parent_id", "snils_index"),)

    id: Mapped[Id]
    parent_id: Mapped[int] = mapped_column(BigId, ForeignKey("persons.id"), index=True)
    full_name: Mapped[str] = mapped_column(Encrypted("children.full_name"))
    birth_date: Mapped[str] = mapped_column(Encrypted("children.birth_date"))
    snils: Mapped[str] = mapped_column(Encrypted("children.snils"))
    snils_index: Mapped[str] = mapped_column(String(64), index=True)
    category: Mapped[str] = mapped_column(Encrypted("children.category"))
    nickname: Mapped[str | None] = mapped_column(Encrypted("children.nickname"))
    """What the chat calls the child; chosen by the parent, never a part of a name."""
    created_at: Mapped[datetime]
    merged_into: Mapped[int | None] = mapped_column(BigId, ForeignKey("children.id"), index=True)
    """The record of the same child that goes on in place of this one; this one says nothing personal any more."""


class PairState(StrEnum):
    """What the desk has said of two records with one СНИЛС."""

    OPEN = "open"
    SAME = "same"
    NOT_SAME = "not_same"


class ChildPair(Base):
    """Two records with the same СНИЛС: entered by mother and father, or in two places. Found by the blind index."""

    __tablename__ = "child_pairs"
    __table_args__ = (UniqueConstraint("first_id", "second_id"),)

    id: Mapped[Id]
    first_id: Mapped[int] = mapped_column(BigId, ForeignKey("children.id", ondelete="CASCADE"))
    """The older record: the one that goes on."""
    second_id: Mapped[int] = mapped_column(BigId, ForeignKey("children.id", ondelete="CASCADE"), index=True)
    territory_id: Mapped[int | None] = mapped_column(BigId, ForeignKey("territories.id"), index=True)
    """Whose desk compares them: the territory of whoever entered the child again."""
    found_at: Mapped[datetime]
    state: Mapped[PairState] = mapped_column(word(PairState), default=PairState.OPEN)
    proposed_by: Mapped[int | None] = mapped_column(BigId, ForeignKey("persons.id"))
    """Who said «one child» first, where the territory asks for two persons."""
    decided_by: Mapped[int | None] = mapped_column(BigId, ForeignKey("persons.id"))
    decided_at: Mapped[datetime | None]
    ground: Mapped[str | None] = mapped_column(String(32))
    before: Mapped[str | None] = mapped_column(Encrypted("child_pairs.before"))
    """What the second record was, and which rows were its own, as JSON: to take the merging back within its term."""


class Share(Base):
    """Somebody besides the first representative (``Child.parent_id``) who is of a child's family. Ended ones stay."""

    __tablename__ = "shares"
    __table_args__ = (
        Index(
            "uq_shares_open",
            "child_id",
            "person_id",
            unique=True,
            sqlite_where=text("until IS NULL"),
            postgresql_where=text("until IS NULL"),
        ),
    )

    id: Mapped[Id]
    child_id: Mapped[int] = mapped_column(BigId, ForeignKey("children.id"))
    person_id: Mapped[int] = mapped_column(BigId, ForeignKey("persons.id"), index=True)
    right: Mapped[Right] = mapped_column(word(Right))
    kin: Mapped[Kin] = mapped_column(word(Kin))
    since: Mapped[datetime]
    until: Mapped[datetime | None]


class FamilyInvite(Base):
    """A one-time code with which somebody joins a child's family; only its digest is kept."""

    __tablename__ = "family_invites"

    id: Mapped[Id]
    code_hash: Mapped[str] = mapped_column(String(64), unique=True)
    child_id: Mapped[int] = mapped_column(BigId, ForeignKey("children.id"), index=True)
    right: Mapped[Right] = mapped_column(word(Right))
    kin: Mapped[Kin] = mapped_column(word(Kin))
    invited_by: Mapped[int] = mapped_column(BigId, ForeignKey("persons.id"))
    created_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    used_at: Mapped[datetime | None]
    used_by: Mapped[int | None] = mapped_column(BigId, ForeignKey("persons.id"))
