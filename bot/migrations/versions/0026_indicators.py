"""indicators: values by hand, the factor analysis, support, coverage, and versions of a year's table"""

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0026"
down_revision = "0025"
branch_labels = None
depends_on = None

BIG = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
LIVE = "withdrawn_at IS NULL"


def _moment(name: str, *, nullable: bool = False) -> sa.Column[Any]:
    return sa.Column(name, sa.DateTime(timezone=True), nullable=nullable)


def _entered(table: str, *columns: sa.Column[Any]) -> None:
    """A table of what people enter: who, when, and who took it back."""
    op.create_table(
        table,
        sa.Column("id", BIG, nullable=False),
        sa.Column("territory_id", BIG, nullable=False),
        *columns,
        sa.Column("entered_by", BIG, nullable=False),
        _moment("entered_at"),
        sa.Column("withdrawn_by", BIG, nullable=True),
        _moment("withdrawn_at", nullable=True),
        sa.ForeignKeyConstraint(["territory_id"], ["territories.id"], name=op.f(f"fk_{table}_territory_id")),
        sa.ForeignKeyConstraint(["entered_by"], ["persons.id"], name=op.f(f"fk_{table}_entered_by")),
        sa.ForeignKeyConstraint(["withdrawn_by"], ["persons.id"], name=op.f(f"fk_{table}_withdrawn_by")),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{table}")),
    )


def _live(name: str, table: str, columns: list[str]) -> None:
    live = sa.text(LIVE)
    op.create_index(name, table, columns, unique=True, sqlite_where=live, postgresql_where=live)


def upgrade() -> None:
    _entered(
        "indicator_values",
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("row", sa.String(length=8), nullable=False),
        sa.Column("value", sa.String(length=120), nullable=False),
        sa.Column("source", sa.String(length=32), nullable=False),
        sa.Column("reason", sa.LargeBinary(), nullable=True),
        sa.Column("evidence", sa.String(length=300), nullable=False),
    )
    _live("uq_indicator_values_live", "indicator_values", ["territory_id", "year", "row"])
    _entered(
        "ngo_support",
        sa.Column("inn", sa.String(length=12), nullable=False),
        sa.Column("given_on", sa.Date(), nullable=False),
        sa.Column("amount", BIG, nullable=False),
        sa.Column("document", sa.String(length=300), nullable=False),
    )
    op.create_index("ix_ngo_support_days", "ngo_support", ["territory_id", "given_on"])
    _entered(
        "factor_analyses",
        sa.Column("confirmed_on", sa.Date(), nullable=False),
        sa.Column("document", sa.String(length=300), nullable=False),
        sa.Column("values", sa.JSON(), nullable=False),
        sa.Column("strong", sa.JSON(), nullable=False),
    )
    op.create_index("ix_factor_analyses_territory", "factor_analyses", ["territory_id", "confirmed_on"])
    _entered(
        "coverages",
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("children", sa.Integer(), nullable=False),
        sa.Column("population", sa.Integer(), nullable=False),
        sa.Column("origin", sa.String(length=300), nullable=False),
    )
    _live("uq_coverages_live", "coverages", ["territory_id", "year"])
    _periods()


def _periods() -> None:
    op.create_table(
        "indicator_periods",
        sa.Column("id", BIG, nullable=False),
        sa.Column("territory_id", BIG, nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(length=32), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("opened_by", BIG, nullable=False),
        _moment("opened_at"),
        sa.Column("agreed_by", BIG, nullable=True),
        _moment("agreed_at", nullable=True),
        sa.Column("signed_by", BIG, nullable=True),
        _moment("signed_at", nullable=True),
        _moment("published_at", nullable=True),
        sa.Column("formula_version", sa.Integer(), nullable=True),
        sa.Column("digest", sa.String(length=64), nullable=True),
        sa.Column("rows", sa.JSON(), nullable=True),
        sa.ForeignKeyConstraint(["territory_id"], ["territories.id"], name=op.f("fk_indicator_periods_territory_id")),
        sa.ForeignKeyConstraint(["opened_by"], ["persons.id"], name=op.f("fk_indicator_periods_opened_by")),
        sa.ForeignKeyConstraint(["agreed_by"], ["persons.id"], name=op.f("fk_indicator_periods_agreed_by")),
        sa.ForeignKeyConstraint(["signed_by"], ["persons.id"], name=op.f("fk_indicator_periods_signed_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_indicator_periods")),
        sa.UniqueConstraint(
            "territory_id", "year", "version", name=op.f("uq_indicator_periods_territory_id_year_version")
        ),
    )


def downgrade() -> None:
    for table in ("indicator_periods", "coverages", "factor_analyses", "ngo_support", "indicator_values"):
        op.drop_table(table)
