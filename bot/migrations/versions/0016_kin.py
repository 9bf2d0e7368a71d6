"""families of more than one: shares and invitations"""

import sqlalchemy as sa
from alembic import op

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None

BIG = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
OPEN = "until IS NULL"


def upgrade() -> None:
    op.create_table(
        "shares",
        sa.Column("id", BIG, nullable=False),
        sa.Column("child_id", BIG, nullable=False),
        sa.Column("person_id", BIG, nullable=False),
        sa.Column("right", sa.String(length=32), nullable=False),
        sa.Column("kin", sa.String(length=32), nullable=False),
        sa.Column("since", sa.DateTime(timezone=True), nullable=False),
        sa.Column("until", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["child_id"], ["children.id"], name=op.f("fk_shares_child_id")),
        sa.ForeignKeyConstraint(["person_id"], ["persons.id"], name=op.f("fk_shares_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_shares")),
    )
    with op.batch_alter_table("shares", schema=None) as batch_op:
        batch_op.create_index(
            "uq_shares_open",
            ["child_id", "person_id"],
            unique=True,
            sqlite_where=sa.text(OPEN),
            postgresql_where=sa.text(OPEN),
        )
        batch_op.create_index(batch_op.f("ix_shares_person_id"), ["person_id"], unique=False)
    op.create_table(
        "family_invites",
        sa.Column("id", BIG, nullable=False),
        sa.Column("code_hash", sa.String(length=64), nullable=False),
        sa.Column("child_id", BIG, nullable=False),
        sa.Column("right", sa.String(length=32), nullable=False),
        sa.Column("kin", sa.String(length=32), nullable=False),
        sa.Column("invited_by", BIG, nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("used_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("used_by", BIG, nullable=True),
        sa.ForeignKeyConstraint(["child_id"], ["children.id"], name=op.f("fk_family_invites_child_id")),
        sa.ForeignKeyConstraint(["invited_by"], ["persons.id"], name=op.f("fk_family_invites_invited_by")),
        sa.ForeignKeyConstraint(["used_by"], ["persons.id"], name=op.f("fk_family_invites_used_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_family_invites")),
        sa.UniqueConstraint("code_hash", name=op.f("uq_family_invites_code_hash")),
    )
    with op.batch_alter_table("family_invites", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_family_invites_child_id"), ["child_id"], unique=False)


def downgrade() -> None:
    op.drop_table("family_invites")
    op.drop_table("shares")
