"""rows of the plan that come again are marked by their quarter or year; reminders are told once"""

import sqlalchemy as sa
from alembic import op

revision = "0043"
down_revision = "0042"
branch_labels = None
depends_on = None

BIG = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
LIVE = sa.text("undone_at IS NULL")


def upgrade() -> None:
    with op.batch_alter_table("plan_marks", schema=None) as batch:
        batch.add_column(sa.Column("period", sa.String(length=8), nullable=False, server_default=""))
        batch.drop_index("uq_plan_marks_live", sqlite_where=LIVE, postgresql_where=LIVE)
        batch.create_index(
            "uq_plan_marks_live",
            ["territory_id", "row_key", "period"],
            unique=True,
            sqlite_where=LIVE,
            postgresql_where=LIVE,
        )
    op.create_table(
        "plan_told",
        sa.Column("territory_id", BIG, nullable=False),
        sa.Column("row_key", sa.String(length=16), nullable=False),
        sa.Column("period", sa.String(length=8), nullable=False),
        sa.Column("kind", sa.String(length=8), nullable=False),
        sa.Column("told_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["territory_id"], ["territories.id"], name=op.f("fk_plan_told_territory_id")),
        sa.PrimaryKeyConstraint("territory_id", "row_key", "period", "kind", name=op.f("pk_plan_told")),
    )


def downgrade() -> None:
    op.drop_table("plan_told")
    op.execute("DELETE FROM plan_marks WHERE period <> ''")
    with op.batch_alter_table("plan_marks", schema=None) as batch:
        batch.drop_index("uq_plan_marks_live", sqlite_where=LIVE, postgresql_where=LIVE)
        batch.create_index(
            "uq_plan_marks_live", ["territory_id", "row_key"], unique=True, sqlite_where=LIVE, postgresql_where=LIVE
        )
        batch.drop_column("period")
