"""The ledger: accounts, what is held of them for each certificate, and entries that nobody can change.

The database itself keeps the buckets from falling below nought, their sum equal to the nominal, each kind of entry
in its form, and refuses to update or delete an entry.
"""

from datetime import datetime

from sqlalchemy import DDL, CheckConstraint, ForeignKey, Index, String, UniqueConstraint, event, text
from sqlalchemy.orm import Mapped, mapped_column

from services.core.db import Base, BigId, Id, word
from services.orders.models.words import Kind, Model, Unit

LIVE = text("ended_at IS NULL")
BY_ACT = text("act_line IS NOT NULL AND reverses IS NULL")


class Account(Base):
    """A child's money (or hours) in one territory and budget year. Columns are in ``unit``.

    With the model «per service» each certificate brings its nominal here and takes it away; with the model «account»
    the year's nominal comes once.
    """

    __tablename__ = "ledger_accounts"
    __table_args__ = (
        UniqueConstraint("territory_id", "child_id", "year", "model", "unit"),
        CheckConstraint("balance >= 0 AND reserved >= 0 AND committed >= 0 AND paid >= 0", name="not_below_nought"),
        CheckConstraint("nominal = balance + reserved + committed + paid", name="identity"),
    )

    id: Mapped[Id]
    territory_id: Mapped[int] = mapped_column(BigId, ForeignKey("territories.id"))
    child_id: Mapped[int] = mapped_column(BigId, ForeignKey("children.id"), index=True)
    year: Mapped[int]
    model: Mapped[Model] = mapped_column(word(Model))
    unit: Mapped[Unit] = mapped_column(word(Unit))
    nominal: Mapped[int] = mapped_column(BigId, default=0)
    balance: Mapped[int] = mapped_column(BigId, default=0)
    reserved: Mapped[int] = mapped_column(BigId, default=0)
    committed: Mapped[int] = mapped_column(BigId, default=0)
    paid: Mapped[int] = mapped_column(BigId, default=0)
    entries: Mapped[int] = mapped_column(default=0)
    """How many entries it has; the last one's ``seq``."""


class Hold(Base):
    """What one certificate holds of an account and of an order line; where periods split it, one row for each part.

    ``case_id`` is the application's number: the rooms above know their promise by it.
    """

    __tablename__ = "ledger_holds"
    __table_args__ = (
        Index("uq_ledger_holds_live", "case_id", "part", unique=True, sqlite_where=LIVE, postgresql_where=LIVE),
        CheckConstraint(
            "hours_reserved >= 0 AND hours_committed >= 0 AND hours_paid >= 0"
            " AND money_reserved >= 0 AND money_committed >= 0 AND money_paid >= 0",
            name="not_below_nought",
        ),
    )

    id: Mapped[Id]
    case_id: Mapped[int] = mapped_column(BigId)
    part: Mapped[int]
    """0 for the first part."""
    account_id: Mapped[int] = mapped_column(BigId, ForeignKey("ledger_accounts.id"), index=True)
    order_line_id: Mapped[int] = mapped_column(BigId, ForeignKey("order_lines.id"), index=True)
    period_id: Mapped[int | None] = mapped_column(BigId, ForeignKey("funding_periods.id"))
    focus_limit_id: Mapped[int | None] = mapped_column(BigId, ForeignKey("focus_limits.id"))
    agreement_id: Mapped[int | None] = mapped_column(BigId, ForeignKey("agreements.id"))
    children: Mapped[int]
    """1 in the part that counts the child in the line, else 0; again 0 once the line has the place back."""
    hours_reserved: Mapped[int] = mapped_column(default=0)
    hours_committed: Mapped[int] = mapped_column(default=0)
    hours_paid: Mapped[int] = mapped_column(default=0)
    money_reserved: Mapped[int] = mapped_column(BigId, default=0)
    money_committed: Mapped[int] = mapped_column(BigId, default=0)
    money_paid: Mapped[int] = mapped_column(BigId, default=0)
    made_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]
    """When nothing was promised any more."""


class Entry(Base):
    """One move of money. Never changed, never deleted: a mistake is mended by a counter-entry."""

    __tablename__ = "ledger_entries"
    __table_args__ = (
        UniqueConstraint("account_id", "seq"),
        Index("uq_ledger_entries_act_line", "act_line", unique=True, sqlite_where=BY_ACT, postgresql_where=BY_ACT),
        CheckConstraint("kind = 'adjust' OR reverses IS NOT NULL OR (hours >= 0 AND money >= 0)", name="sign"),
        CheckConstraint("kind IN ('allocate', 'adjust') OR hold_id IS NOT NULL", name="held"),
        CheckConstraint("kind <> 'adjust' OR reason IS NOT NULL", name="reason"),
        CheckConstraint("kind <> 'consume' OR act_line IS NOT NULL", name="act_line"),
        CheckConstraint("reverses IS NULL OR kind = 'consume'", name="reverses"),
    )

    id: Mapped[Id]
    account_id: Mapped[int] = mapped_column(BigId, ForeignKey("ledger_accounts.id"))
    seq: Mapped[int]
    """Counts from 1 in each account: a missing number is a deleted entry."""
    kind: Mapped[Kind] = mapped_column(word(Kind))
    hold_id: Mapped[int | None] = mapped_column(BigId, ForeignKey("ledger_holds.id"), index=True)
    hours: Mapped[int]
    money: Mapped[int] = mapped_column(BigId)
    """Kopecks. Both amounts are written; the account counts the one of its unit."""
    reason: Mapped[str | None] = mapped_column(String(300))
    act_line: Mapped[str | None] = mapped_column(String(60))
    """The line of the act of rendered services by which it was paid."""
    reverses: Mapped[int | None] = mapped_column(BigId, ForeignKey("ledger_entries.id"), unique=True)
    actor_id: Mapped[int | None] = mapped_column(BigId, ForeignKey("persons.id"))
    made_at: Mapped[datetime]
    digest: Mapped[str] = mapped_column(String(64))
    """A keyed digest of the row: a change made past the triggers is seen by ``kruzhok ledger check``."""


class Seal(Base):
    """The digest of an opening entry: a migration knows no keys, so it is written once, after it, and beside it.

    Once there is the closing seal, no other is made: an entry that says of itself it is an opening one is seen.
    """

    __tablename__ = "ledger_seals"

    entry_id: Mapped[int] = mapped_column(BigId, primary_key=True, autoincrement=False)
    """CLOSING in the one row whose digest is that of the number of seals."""
    digest: Mapped[str] = mapped_column(String(64))


OPENING = "opening"
"""Reason and digest of the entries that a migration wrote for what was held before there was a ledger."""
CLOSING = 0
_FUNCTION = """\
CREATE OR REPLACE FUNCTION ledger_is_append_only() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN RAISE EXCEPTION 'the ledger is append-only'; END $$"""
_TAKEN = {
    "replace": (
        "EXISTS (SELECT 1 FROM ledger_entries WHERE id = NEW.id)"
        " OR EXISTS (SELECT 1 FROM ledger_entries WHERE account_id = NEW.account_id AND seq = NEW.seq)"
        " OR EXISTS (SELECT 1 FROM ledger_entries WHERE reverses = NEW.reverses)"
    ),
    "act_line": (
        "NEW.reverses IS NULL AND"
        " EXISTS (SELECT 1 FROM ledger_entries WHERE act_line = NEW.act_line AND reverses IS NULL)"
    ),
}
"""SQLite's INSERT OR REPLACE deletes the row in the way of each unique key, and tells no DELETE trigger of it."""
APPEND_ONLY: dict[str, tuple[str, ...]] = {
    "sqlite": (
        *(
            f"CREATE TRIGGER ledger_entries_no_{deed} BEFORE {deed.upper()} ON ledger_entries "
            "BEGIN SELECT RAISE(ABORT, 'the ledger is append-only'); END"
            for deed in ("update", "delete")
        ),
        *(
            f"CREATE TRIGGER ledger_entries_no_{deed} BEFORE INSERT ON ledger_entries WHEN {taken} "
            f"BEGIN SELECT RAISE(ABORT, 'the ledger is append-only: ledger_entries.{deed}'); END"
            for deed, taken in _TAKEN.items()
        ),
    ),
    "postgresql": (
        _FUNCTION,
        (
            "CREATE TRIGGER ledger_entries_append_only BEFORE UPDATE OR DELETE ON ledger_entries "
            "FOR EACH ROW EXECUTE FUNCTION ledger_is_append_only()"
        ),
        (
            "CREATE TRIGGER ledger_entries_no_truncate BEFORE TRUNCATE ON ledger_entries "
            "FOR EACH STATEMENT EXECUTE FUNCTION ledger_is_append_only()"
        ),
    ),
}
"""What makes the table append-only, by dialect; the migrations have a copy."""

for _dialect, _statements in APPEND_ONLY.items():
    for _statement in _statements:
        event.listen(Entry.__table__, "after_create", DDL(_statement).execute_if(dialect=_dialect))  # type: ignore[no-untyped-call]
