"""acts of destruction; applications and contracts closed at the parent's word"""

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None

BIG = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
CLOSED = ("applications", "contracts")


def upgrade() -> None:
    op.create_table(
        "destructions",
        sa.Column("id", BIG, nullable=False),
        sa.Column("person_id", BIG, nullable=False),
        sa.Column("operator", sa.String(length=400), nullable=False),
        sa.Column("ground", sa.String(length=40), nullable=False),
        sa.Column("destroyed", sa.JSON(), nullable=False),
        sa.Column("kept", sa.JSON(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("token_hash", sa.String(length=64), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["persons.id"], name=op.f("fk_destructions_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_destructions")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_destructions_token_hash")),
    )
    with op.batch_alter_table("destructions", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_destructions_person_id"), ["person_id"], unique=False)
    for table in CLOSED:
        with op.batch_alter_table(table, schema=None) as batch_op:
            batch_op.add_column(sa.Column("blocked_until", sa.Date(), nullable=True))


def downgrade() -> None:
    for table in reversed(CLOSED):
        with op.batch_alter_table(table, schema=None) as batch_op:
            batch_op.drop_column("blocked_until")
    with op.batch_alter_table("destructions", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_destructions_person_id"))
    op.drop_table("destructions")
