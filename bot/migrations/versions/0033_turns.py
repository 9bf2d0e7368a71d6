"""the turn of the year, its offers, reminders of unused money"""

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0033"
down_revision = "0032"
branch_labels = None
depends_on = None

BIG = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
LIVE = sa.text("stage <> 'undone'")
WAITS = sa.text("outcome = 'offered' AND answer IS NULL")


def _moment(name: str, *, nullable: bool = True) -> sa.Column[Any]:
    return sa.Column(name, sa.DateTime(timezone=True), nullable=nullable)


def _to(table: str, column: str, other: str, ondelete: str | None = None) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint([column], [f"{other}.id"], name=op.f(f"fk_{table}_{column}"), ondelete=ondelete)


def upgrade() -> None:
    op.create_table(
        "turns",
        sa.Column("id", BIG, nullable=False),
        sa.Column("territory_id", BIG, nullable=False),
        sa.Column("school_year", sa.Integer(), nullable=False),
        sa.Column("stage", sa.String(length=32), nullable=False),
        sa.Column("asked_by", BIG, nullable=True),
        _moment("asked_at", nullable=False),
        sa.Column("started_by", BIG, nullable=True),
        _moment("started_at"),
        sa.Column("reply_by", sa.Date(), nullable=False),
        sa.Column("cursor", BIG, nullable=False),
        sa.Column("lines", sa.JSON(), nullable=False),
        _moment("opened_at"),
        sa.Column("accounts_closed", sa.Integer(), nullable=True),
        _moment("archived_at"),
        sa.Column("undone_by", BIG, nullable=True),
        _moment("undone_at"),
        _to("turns", "territory_id", "territories"),
        *(_to("turns", name, "persons") for name in ("asked_by", "started_by", "undone_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_turns")),
    )
    key = ["territory_id", "school_year"]
    op.create_index("uq_turns_live", "turns", key, unique=True, sqlite_where=LIVE, postgresql_where=LIVE)
    _renewals()
    op.create_table(
        "money_warnings",
        sa.Column("account_id", BIG, autoincrement=False, nullable=False),
        sa.Column("step", sa.Integer(), autoincrement=False, nullable=False),
        _moment("told_at", nullable=False),
        _to("money_warnings", "account_id", "ledger_accounts"),
        sa.PrimaryKeyConstraint("account_id", "step", name=op.f("pk_money_warnings")),
    )


def _renewals() -> None:
    op.create_table(
        "renewals",
        sa.Column("id", BIG, nullable=False),
        sa.Column("turn_id", BIG, nullable=False),
        sa.Column("application_id", BIG, nullable=False),
        sa.Column("child_id", BIG, nullable=False),
        sa.Column("provider_id", BIG, nullable=False),
        sa.Column("group_id", BIG, nullable=True),
        sa.Column("outcome", sa.String(length=32), nullable=False),
        sa.Column("answer", sa.String(length=32), nullable=True),
        _moment("answered_at"),
        sa.Column("answered_by", BIG, nullable=True),
        sa.Column("number", BIG, nullable=True),
        _to("renewals", "turn_id", "turns"),
        _to("renewals", "application_id", "applications", "CASCADE"),
        _to("renewals", "child_id", "children", "CASCADE"),
        _to("renewals", "provider_id", "providers"),
        _to("renewals", "group_id", "groups"),
        _to("renewals", "answered_by", "persons"),
        _to("renewals", "number", "applications", "SET NULL"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_renewals")),
        sa.UniqueConstraint("turn_id", "application_id", name=op.f("uq_renewals_turn_id_application_id")),
    )
    for name in ("child_id", "provider_id"):
        op.create_index(f"ix_renewals_{name}", "renewals", [name])
    op.create_index("ix_renewals_waiting", "renewals", ["turn_id", "id"], sqlite_where=WAITS, postgresql_where=WAITS)


def downgrade() -> None:
    for table in ("money_warnings", "renewals", "turns"):
        op.drop_table(table)
