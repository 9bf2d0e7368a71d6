"""sealed files and promised papers"""

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None

BIG = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "uploads",
        sa.Column("id", BIG, nullable=False),
        sa.Column("person_id", BIG, nullable=False),
        sa.Column("child_id", BIG, nullable=False),
        sa.Column("kind", sa.String(length=32), nullable=False),
        sa.Column("name", sa.LargeBinary(), nullable=False),
        sa.Column("key", sa.LargeBinary(), nullable=False),
        sa.Column("place", sa.String(length=32), nullable=False),
        sa.Column("mark", sa.String(length=64), nullable=True),
        sa.Column("media", sa.String(length=32), nullable=True),
        sa.Column("size", BIG, nullable=False),
        sa.Column("received", BIG, nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("kept_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["child_id"], ["children.id"], name=op.f("fk_uploads_child_id")),
        sa.ForeignKeyConstraint(["person_id"], ["persons.id"], name=op.f("fk_uploads_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_uploads")),
        sa.UniqueConstraint("place", name=op.f("uq_uploads_place")),
    )
    with op.batch_alter_table("uploads", schema=None) as batch_op:
        batch_op.create_index("ix_uploads_child", ["child_id", "kind"], unique=False)
        batch_op.create_index(batch_op.f("ix_uploads_person_id"), ["person_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_uploads_changed_at"), ["changed_at"], unique=False)
    op.create_table(
        "paper_promises",
        sa.Column("child_id", BIG, nullable=False),
        sa.Column("kind", sa.String(length=32), nullable=False),
        sa.Column("person_id", BIG, nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["child_id"], ["children.id"], name=op.f("fk_paper_promises_child_id")),
        sa.ForeignKeyConstraint(["person_id"], ["persons.id"], name=op.f("fk_paper_promises_person_id")),
        sa.PrimaryKeyConstraint("child_id", "kind", name=op.f("pk_paper_promises")),
    )
    with op.batch_alter_table("paper_promises", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_paper_promises_person_id"), ["person_id"], unique=False)


def downgrade() -> None:
    op.drop_table("paper_promises")
    op.drop_table("uploads")
