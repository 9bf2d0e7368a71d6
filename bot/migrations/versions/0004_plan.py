"""marks on the plan of the trial"""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

BIG = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
LIVE = sa.text("undone_at IS NULL")


def upgrade() -> None:
    op.create_table(
        "plan_marks",
        sa.Column("id", BIG, nullable=False),
        sa.Column("territory_id", BIG, nullable=False),
        sa.Column("row_key", sa.String(length=16), nullable=False),
        sa.Column("done_on", sa.Date(), nullable=False),
        sa.Column("note", sa.LargeBinary(), nullable=True),
        sa.Column("marked_by", BIG, nullable=False),
        sa.Column("marked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("undone_by", BIG, nullable=True),
        sa.Column("undone_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["marked_by"], ["persons.id"], name=op.f("fk_plan_marks_marked_by")),
        sa.ForeignKeyConstraint(["territory_id"], ["territories.id"], name=op.f("fk_plan_marks_territory_id")),
        sa.ForeignKeyConstraint(["undone_by"], ["persons.id"], name=op.f("fk_plan_marks_undone_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_plan_marks")),
    )
    with op.batch_alter_table("plan_marks", schema=None) as batch_op:
        batch_op.create_index(
            "uq_plan_marks_live",
            ["territory_id", "row_key"],
            unique=True,
            sqlite_where=LIVE,
            postgresql_where=LIVE,
        )


def downgrade() -> None:
    with op.batch_alter_table("plan_marks", schema=None) as batch_op:
        batch_op.drop_index("uq_plan_marks_live", sqlite_where=LIVE, postgresql_where=LIVE)
    op.drop_table("plan_marks")
