"""answers to the forms beside the main job's two"""

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None

BIG = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "family_sheets",
        sa.Column("person_id", BIG, nullable=False),
        sa.Column("key", sa.String(length=40), nullable=False),
        sa.Column("child_id", BIG, nullable=True),
        sa.Column("answers", sa.LargeBinary(), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["child_id"], ["children.id"], name=op.f("fk_family_sheets_child_id")),
        sa.ForeignKeyConstraint(["person_id"], ["persons.id"], name=op.f("fk_family_sheets_person_id")),
        sa.PrimaryKeyConstraint("person_id", "key", name=op.f("pk_family_sheets")),
    )
    with op.batch_alter_table("family_sheets", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_family_sheets_child_id"), ["child_id"], unique=False)


def downgrade() -> None:
    op.drop_table("family_sheets")
