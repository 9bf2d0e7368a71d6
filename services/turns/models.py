"""Turns of a year and what they offer to each child. Nothing here names a person."""

from datetime import date, datetime

from sqlalchemy import JSON, ForeignKey, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from services.core.db import Base, BigId, Id, word
from services.turns.rules import Answer, Outcome, Stage

LIVE = text("stage <> 'undone'")
WAITS = text("outcome = 'offered' AND answer IS NULL")


class Turn(Base):
    """A territory's turn to a school year: at most one that is not undone."""

    __tablename__ = "turns"
    __table_args__ = (
        Index("uq_turns_live", "territory_id", "school_year", unique=True, sqlite_where=LIVE, postgresql_where=LIVE),
    )

    id: Mapped[Id]
    territory_id: Mapped[int] = mapped_column(BigId, ForeignKey("territories.id"))
    school_year: Mapped[int]
    stage: Mapped[Stage] = mapped_column(word(Stage))
    asked_by: Mapped[int | None] = mapped_column(BigId, ForeignKey("persons.id"))
    """None: the command line."""
    asked_at: Mapped[datetime]
    started_by: Mapped[int | None] = mapped_column(BigId, ForeignKey("persons.id"))
    started_at: Mapped[datetime | None]
    reply_by: Mapped[date]
    """The last day for an answer; seats are held through it."""
    cursor: Mapped[int] = mapped_column(BigId, default=0)
    """The last application that was looked at: a killed turn goes on behind it."""
    lines: Mapped[list[int]] = mapped_column(JSON, default=list)
    """Lines of the order that the turn has opened, empty."""
    opened_at: Mapped[datetime | None]
    accounts_closed: Mapped[int | None]
    archived_at: Mapped[datetime | None]
    undone_by: Mapped[int | None] = mapped_column(BigId, ForeignKey("persons.id"))
    undone_at: Mapped[datetime | None]


class Renewal(Base):
    """What the new year has for one child's seat of the old; once for each, however often the turn is run."""

    __tablename__ = "renewals"
    __table_args__ = (
        UniqueConstraint("turn_id", "application_id"),
        Index("ix_renewals_waiting", "turn_id", "id", sqlite_where=WAITS, postgresql_where=WAITS),
    )

    id: Mapped[Id]
    turn_id: Mapped[int] = mapped_column(BigId, ForeignKey("turns.id"))
    application_id: Mapped[int] = mapped_column(BigId, ForeignKey("applications.id", ondelete="CASCADE"))
    """Of the old year."""
    child_id: Mapped[int] = mapped_column(BigId, ForeignKey("children.id", ondelete="CASCADE"), index=True)
    provider_id: Mapped[int] = mapped_column(BigId, ForeignKey("providers.id"), index=True)
    group_id: Mapped[int | None] = mapped_column(BigId, ForeignKey("groups.id"))
    """Of the new year; the seat in it is held while the offer waits."""
    outcome: Mapped[Outcome] = mapped_column(word(Outcome))
    answer: Mapped[Answer | None] = mapped_column(word(Answer))
    answered_at: Mapped[datetime | None]
    answered_by: Mapped[int | None] = mapped_column(BigId, ForeignKey("persons.id"))
    number: Mapped[int | None] = mapped_column(BigId, ForeignKey("applications.id", ondelete="SET NULL"))
    """The application of the new year, once the family said yes."""


class MoneyWarning(Base):
    """That a family was told of a yearly account's money that would end unused: each step once."""

    __tablename__ = "money_warnings"

    account_id: Mapped[int] = mapped_column(
        BigId, ForeignKey("ledger_accounts.id"), primary_key=True, autoincrement=False
    )
    step: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    """1 the first reminder, 2 the last."""
    told_at: Mapped[datetime]
