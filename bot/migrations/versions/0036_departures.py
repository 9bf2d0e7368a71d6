"""a club that ends: its groups take nobody, each child is offered other places"""

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0036"
down_revision = "0035"
branch_labels = None
depends_on = None

BIG = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
LIVE = sa.text("stage IN ('running', 'offered')")
WAITS = sa.text("answer IS NULL")


def _moment(name: str, *, nullable: bool = True) -> sa.Column[Any]:
    return sa.Column(name, sa.DateTime(timezone=True), nullable=nullable)


def _to(table: str, column: str, other: str, ondelete: str | None = None) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint([column], [f"{other}.id"], name=op.f(f"fk_{table}_{column}"), ondelete=ondelete)


def upgrade() -> None:
    op.add_column("groups", sa.Column("leaving_since", sa.Date(), nullable=True))
    op.create_table(
        "departures",
        sa.Column("id", BIG, nullable=False),
        sa.Column("territory_id", BIG, nullable=False),
        sa.Column("provider_id", BIG, nullable=False),
        sa.Column("program_id", BIG, nullable=True),
        sa.Column("group_id", BIG, nullable=True),
        sa.Column("subject", sa.String(length=40), nullable=False),
        sa.Column("leaves_on", sa.Date(), nullable=False),
        sa.Column("reply_by", sa.Date(), nullable=False),
        sa.Column("ground", sa.String(length=32), nullable=False),
        sa.Column("document", sa.String(length=200), nullable=False),
        sa.Column("holds", sa.Boolean(), nullable=False),
        sa.Column("stage", sa.String(length=32), nullable=False),
        sa.Column("begun_by", BIG, nullable=True),
        _moment("begun_at", nullable=False),
        _moment("reminded_at"),
        _moment("closed_at"),
        sa.Column("undone_by", BIG, nullable=True),
        _moment("undone_at"),
        _to("departures", "territory_id", "territories"),
        _to("departures", "provider_id", "providers"),
        _to("departures", "program_id", "programs"),
        _to("departures", "group_id", "groups"),
        _to("departures", "begun_by", "persons"),
        _to("departures", "undone_by", "persons"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_departures")),
    )
    op.create_index("ix_departures_territory_id", "departures", ["territory_id"])
    op.create_index("ix_departures_stage", "departures", ["stage", "id"])
    op.create_index(
        "uq_departures_live", "departures", ["subject"], unique=True, sqlite_where=LIVE, postgresql_where=LIVE
    )
    _placements()


def _placements() -> None:
    op.create_table(
        "placements",
        sa.Column("id", BIG, nullable=False),
        sa.Column("departure_id", BIG, nullable=False),
        sa.Column("application_id", BIG, nullable=False),
        sa.Column("child_id", BIG, nullable=False),
        sa.Column("proposals", sa.JSON(), nullable=False),
        sa.Column("held_id", BIG, nullable=True),
        sa.Column("answer", sa.String(length=32), nullable=True),
        _moment("answered_at"),
        sa.Column("answered_by", BIG, nullable=True),
        sa.Column("assisted_how", sa.String(length=16), nullable=True),
        sa.Column("number", BIG, nullable=True),
        _to("placements", "departure_id", "departures"),
        _to("placements", "application_id", "applications", "CASCADE"),
        _to("placements", "child_id", "children", "CASCADE"),
        _to("placements", "held_id", "groups"),
        _to("placements", "answered_by", "persons"),
        _to("placements", "number", "applications", "SET NULL"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_placements")),
        sa.UniqueConstraint("departure_id", "application_id", name=op.f("uq_placements_departure_id_application_id")),
    )
    op.create_index("ix_placements_child_id", "placements", ["child_id"])
    op.create_index(
        "ix_placements_waiting", "placements", ["departure_id", "id"], sqlite_where=WAITS, postgresql_where=WAITS
    )


def downgrade() -> None:
    for table in ("placements", "departures"):
        op.drop_table(table)
    op.execute("UPDATE applications SET status = 'withdrawn' WHERE status = 'left'")
    with op.batch_alter_table("groups", schema=None) as batch_op:
        batch_op.drop_column("leaving_since")
