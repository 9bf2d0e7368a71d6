"""two records of one child"""

import sqlalchemy as sa
from alembic import op

revision = "0037"
down_revision = "0036"
branch_labels = None
depends_on = None

BIG = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "child_pairs",
        sa.Column("id", BIG, nullable=False),
        sa.Column("first_id", BIG, nullable=False),
        sa.Column("second_id", BIG, nullable=False),
        sa.Column("territory_id", BIG, nullable=True),
        sa.Column("found_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("state", sa.String(length=32), nullable=False),
        sa.Column("proposed_by", BIG, nullable=True),
        sa.Column("decided_by", BIG, nullable=True),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("ground", sa.String(length=32), nullable=True),
        sa.Column("before", sa.LargeBinary(), nullable=True),
        sa.ForeignKeyConstraint(["decided_by"], ["persons.id"], name=op.f("fk_child_pairs_decided_by")),
        sa.ForeignKeyConstraint(
            ["first_id"], ["children.id"], name=op.f("fk_child_pairs_first_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["proposed_by"], ["persons.id"], name=op.f("fk_child_pairs_proposed_by")),
        sa.ForeignKeyConstraint(
            ["second_id"], ["children.id"], name=op.f("fk_child_pairs_second_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["territory_id"], ["territories.id"], name=op.f("fk_child_pairs_territory_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_child_pairs")),
        sa.UniqueConstraint("first_id", "second_id", name=op.f("uq_child_pairs_first_id_second_id")),
    )
    with op.batch_alter_table("child_pairs", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_child_pairs_second_id"), ["second_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_child_pairs_territory_id"), ["territory_id"], unique=False)

    with op.batch_alter_table("children", schema=None) as batch_op:
        batch_op.add_column(sa.Column("merged_into", BIG, nullable=True))
        batch_op.create_index(batch_op.f("ix_children_merged_into"), ["merged_into"], unique=False)
        batch_op.create_foreign_key(batch_op.f("fk_children_merged_into"), "children", ["merged_into"], ["id"])


def downgrade() -> None:
    with op.batch_alter_table("children", schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f("fk_children_merged_into"), type_="foreignkey")
        batch_op.drop_index(batch_op.f("ix_children_merged_into"))
        batch_op.drop_column("merged_into")

    with op.batch_alter_table("child_pairs", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_child_pairs_territory_id"))
        batch_op.drop_index(batch_op.f("ix_child_pairs_second_id"))

    op.drop_table("child_pairs")
