"""monitoring: the unit, checklists in force, checks and their marks"""

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0029"
down_revision = "0028"
branch_labels = None
depends_on = None

BIG = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def _big(name: str, *, nullable: bool = False) -> sa.Column[Any]:
    return sa.Column(name, BIG, nullable=nullable)


def _key(table: str, column: str, to: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint([column], [f"{to}.id"], name=op.f(f"fk_{table}_{column}"))


def _moment(name: str, *, nullable: bool = False) -> sa.Column[Any]:
    return sa.Column(name, sa.DateTime(timezone=True), nullable=nullable)


def upgrade() -> None:
    op.create_table(
        "monitoring_units",
        _big("id"),
        _big("territory_id"),
        sa.Column("name", sa.String(length=300), nullable=False),
        sa.Column("document", sa.String(length=300), nullable=False),
        sa.Column("since", sa.Date(), nullable=False),
        sa.Column("until", sa.Date(), nullable=True),
        _big("entered_by"),
        _moment("entered_at"),
        _key("monitoring_units", "territory_id", "territories"),
        _key("monitoring_units", "entered_by", "persons"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_monitoring_units")),
    )
    op.create_index(op.f("ix_monitoring_units_territory_id"), "monitoring_units", ["territory_id"])
    op.create_table(
        "checklists",
        _big("id"),
        _big("territory_id"),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("document", sa.String(length=300), nullable=False),
        sa.Column("since", sa.Date(), nullable=False),
        sa.Column("until", sa.Date(), nullable=True),
        sa.Column("measures", sa.JSON(), nullable=False),
        _big("entered_by"),
        _moment("entered_at"),
        _key("checklists", "territory_id", "territories"),
        _key("checklists", "entered_by", "persons"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_checklists")),
        sa.UniqueConstraint("territory_id", "version", name=op.f("uq_checklists_territory_id_version")),
    )
    _visits()


def _visits() -> None:
    op.create_table(
        "visits",
        _big("id"),
        _big("territory_id"),
        _big("provider_id"),
        _big("checklist_id"),
        sa.Column("kind", sa.String(length=32), nullable=False),
        sa.Column("state", sa.String(length=32), nullable=False),
        sa.Column("held_on", sa.Date(), nullable=False),
        _big("opened_by"),
        _moment("opened_at"),
        _big("signed_by", nullable=True),
        _moment("signed_at", nullable=True),
        sa.Column("object_by", sa.Date(), nullable=True),
        _moment("closed_at", nullable=True),
        _key("visits", "territory_id", "territories"),
        _key("visits", "provider_id", "providers"),
        _key("visits", "checklist_id", "checklists"),
        _key("visits", "opened_by", "persons"),
        _key("visits", "signed_by", "persons"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_visits")),
    )
    op.create_index("ix_visits_period", "visits", ["territory_id", "kind", "state", "held_on"])
    op.create_index("ix_visits_provider", "visits", ["provider_id", "held_on"])
    op.create_table(
        "visit_marks",
        _big("id"),
        _big("visit_id"),
        sa.Column("measure", sa.String(length=32), nullable=False),
        sa.Column("mark", sa.String(length=32), nullable=False),
        sa.Column("finding", sa.LargeBinary(), nullable=True),
        sa.Column("remedy_by", sa.Date(), nullable=True),
        sa.Column("remedied_on", sa.Date(), nullable=True),
        sa.Column("objection", sa.LargeBinary(), nullable=True),
        _moment("objected_at", nullable=True),
        sa.Column("is_upheld", sa.Boolean(), nullable=True),
        _key("visit_marks", "visit_id", "visits"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_visit_marks")),
        sa.UniqueConstraint("visit_id", "measure", name=op.f("uq_visit_marks_visit_id_measure")),
    )


def downgrade() -> None:
    for table in ("visit_marks", "visits", "checklists", "monitoring_units"):
        op.drop_table(table)
