"""campaigns"""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

BIG = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "campaigns",
        sa.Column("id", BIG, nullable=False),
        sa.Column("territory_id", BIG, nullable=False),
        sa.Column("author_id", BIG, nullable=False),
        sa.Column("status", sa.String(length=32), nullable=False),
        sa.Column("texts", sa.JSON(), nullable=False),
        sa.Column("attachment", sa.JSON(), nullable=True),
        sa.Column("buttons", sa.JSON(), nullable=False),
        sa.Column("recipients", sa.String(length=32), nullable=False),
        sa.Column("certificate", sa.String(length=32), nullable=False),
        sa.Column("focus", sa.String(length=32), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("approved_by", BIG, nullable=True),
        sa.Column("approved_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("mailing_id", BIG, nullable=True),
        sa.Column("started_by", BIG, nullable=True),
        sa.Column("started_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("resumed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("resumed_from", sa.Integer(), nullable=False),
        sa.Column("finished_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("watcher_id", BIG, nullable=True),
        sa.Column("watched_message", BIG, nullable=True),
        sa.Column("counts", sa.JSON(), nullable=True),
        sa.ForeignKeyConstraint(["territory_id"], ["territories.id"], name=op.f("fk_campaigns_territory_id")),
        sa.ForeignKeyConstraint(["author_id"], ["persons.id"], name=op.f("fk_campaigns_author_id")),
        sa.ForeignKeyConstraint(["approved_by"], ["persons.id"], name=op.f("fk_campaigns_approved_by")),
        sa.ForeignKeyConstraint(["started_by"], ["persons.id"], name=op.f("fk_campaigns_started_by")),
        sa.ForeignKeyConstraint(["watcher_id"], ["persons.id"], name=op.f("fk_campaigns_watcher_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_campaigns")),
    )
    with op.batch_alter_table("campaigns", schema=None) as batch_op:
        batch_op.create_index("ix_campaigns_shelf", ["territory_id", "status", "id"], unique=False)
        batch_op.create_index("ix_campaigns_done", ["status", "finished_at"], unique=False)
        batch_op.create_index(batch_op.f("ix_campaigns_author_id"), ["author_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_campaigns_mailing_id"), ["mailing_id"], unique=False)


def downgrade() -> None:
    op.drop_table("campaigns")
