"""openings: the announced hour, and the order of those who filed in it"""

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0020"
down_revision = "0019"
branch_labels = None
depends_on = None

BIG = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
LIVE = "published_at IS NULL AND cancelled_at IS NULL"


def _moment(name: str, *, nullable: bool = False) -> sa.Column[Any]:
    return sa.Column(name, sa.DateTime(timezone=True), nullable=nullable)


def upgrade() -> None:
    op.create_table(
        "openings",
        sa.Column("id", BIG, nullable=False),
        sa.Column("territory_id", BIG, nullable=False),
        sa.Column("school_year", sa.Integer(), nullable=False),
        sa.Column("mode", sa.String(length=32), nullable=False),
        _moment("opens_at"),
        _moment("closes_at"),
        sa.Column("four_eyes", sa.Boolean(), nullable=False),
        sa.Column("announced_by", BIG, nullable=False),
        _moment("announced_at"),
        sa.Column("seed", sa.LargeBinary(), nullable=False),
        sa.Column("seed_digest", sa.String(length=64), nullable=False),
        _moment("cancelled_at", nullable=True),
        sa.Column("drawn_by", BIG, nullable=True),
        _moment("drawn_at", nullable=True),
        sa.Column("published_by", BIG, nullable=True),
        _moment("published_at", nullable=True),
        sa.Column("record", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(["announced_by"], ["persons.id"], name=op.f("fk_openings_announced_by")),
        sa.ForeignKeyConstraint(["drawn_by"], ["persons.id"], name=op.f("fk_openings_drawn_by")),
        sa.ForeignKeyConstraint(["published_by"], ["persons.id"], name=op.f("fk_openings_published_by")),
        sa.ForeignKeyConstraint(["territory_id"], ["territories.id"], name=op.f("fk_openings_territory_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_openings")),
    )
    live = sa.text(LIVE)
    op.create_index(
        "uq_openings_live", "openings", ["territory_id"], unique=True, sqlite_where=live, postgresql_where=live
    )
    op.create_table(
        "opening_entries",
        sa.Column("number", BIG, autoincrement=False, nullable=False),
        sa.Column("opening_id", BIG, nullable=False),
        sa.Column("child_id", BIG, nullable=False),
        sa.Column("group_id", BIG, nullable=False),
        _moment("filed_at"),
        sa.Column("position", sa.Integer(), nullable=True),
        sa.Column("turn", sa.Integer(), nullable=True),
        sa.Column("round", sa.Integer(), nullable=True),
        sa.Column("place", sa.Integer(), nullable=True),
        sa.Column("seat", sa.Boolean(), nullable=True),
        _moment("settled_at", nullable=True),
        sa.Column("settled_how", sa.String(length=40), nullable=True),
        sa.ForeignKeyConstraint(
            ["number"], ["applications.id"], name=op.f("fk_opening_entries_number"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["child_id"], ["children.id"], name=op.f("fk_opening_entries_child_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["group_id"], ["groups.id"], name=op.f("fk_opening_entries_group_id")),
        sa.ForeignKeyConstraint(["opening_id"], ["openings.id"], name=op.f("fk_opening_entries_opening_id")),
        sa.PrimaryKeyConstraint("number", name=op.f("pk_opening_entries")),
    )
    op.create_index("ix_opening_entries_order", "opening_entries", ["opening_id", "group_id", "filed_at", "number"])
    op.create_index("ix_opening_entries_seats", "opening_entries", ["opening_id", "settled_at", "position"])


def downgrade() -> None:
    op.drop_table("opening_entries")
    op.drop_table("openings")
