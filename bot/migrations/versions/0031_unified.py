"""versions of a unified certificate"""

import sqlalchemy as sa
from alembic import op

revision = "0031"
down_revision = "0030"
branch_labels = None
depends_on = None

BIG = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "unified_versions",
        sa.Column("id", BIG, nullable=False),
        sa.Column("unified_id", BIG, nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("made_by", BIG, nullable=True),
        sa.Column("lines", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(["made_by"], ["persons.id"], name=op.f("fk_unified_versions_made_by")),
        sa.ForeignKeyConstraint(
            ["unified_id"], ["unified_certificates.id"], name=op.f("fk_unified_versions_unified_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_unified_versions")),
        sa.UniqueConstraint("unified_id", "number", name=op.f("uq_unified_versions_unified_id_number")),
    )


def downgrade() -> None:
    op.drop_table("unified_versions")
