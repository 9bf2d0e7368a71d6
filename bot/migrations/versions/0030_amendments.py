"""drafts of the order are answered step by step; an amendment says why"""

import sqlalchemy as sa
from alembic import op

revision = "0030"
down_revision = "0029"
branch_labels = None
depends_on = None

BIG = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def _drafts(*more: sa.Column[object]) -> None:
    """Made anew: no version before this one wrote any."""
    op.drop_index("ix_order_drafts_person_id", table_name="order_drafts")
    op.drop_table("order_drafts")
    op.create_table(
        "order_drafts",
        sa.Column("id", BIG, nullable=False),
        sa.Column("territory_id", BIG, nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("person_id", BIG, nullable=False),
        sa.Column("source", sa.String(length=300), nullable=False),
        sa.Column("act", sa.String(length=300), nullable=False),
        sa.Column("edition", sa.Integer(), nullable=False),
        sa.Column("changes", sa.JSON(), nullable=False),
        sa.Column("state", sa.String(length=32), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        *more,
        sa.ForeignKeyConstraint(["person_id"], ["persons.id"], name=op.f("fk_order_drafts_person_id")),
        sa.ForeignKeyConstraint(["territory_id"], ["territories.id"], name=op.f("fk_order_drafts_territory_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_order_drafts")),
    )
    op.create_index(op.f("ix_order_drafts_person_id"), "order_drafts", ["person_id"], unique=False)


def upgrade() -> None:
    _drafts(
        sa.Column("wanted", sa.JSON(), nullable=False),
        sa.Column("is_whole", sa.Boolean(), nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=True),
        sa.Column("why", sa.String(length=300), nullable=False),
    )
    with op.batch_alter_table("order_amendments", schema=None) as batch_op:
        batch_op.add_column(sa.Column("why", sa.String(length=300), nullable=False, server_default=""))
    with op.batch_alter_table("order_amendments", schema=None) as batch_op:
        batch_op.alter_column("why", existing_type=sa.String(length=300), server_default=None)


def downgrade() -> None:
    with op.batch_alter_table("order_amendments", schema=None) as batch_op:
        batch_op.drop_column("why")
    _drafts()
