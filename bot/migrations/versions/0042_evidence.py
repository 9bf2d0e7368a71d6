"""the document behind a value of the table as a file"""

import sqlalchemy as sa
from alembic import op

revision = "0042"
down_revision = "0041"
branch_labels = None
depends_on = None

BIG = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "evidence_files",
        sa.Column("id", BIG, nullable=False),
        sa.Column("value_id", BIG, nullable=False),
        sa.Column("name", sa.LargeBinary(), nullable=False),
        sa.Column("key", sa.LargeBinary(), nullable=False),
        sa.Column("place", sa.String(32), nullable=False),
        sa.Column("media", sa.String(32), nullable=False),
        sa.Column("size", BIG, nullable=False),
        sa.Column("digest", sa.String(64), nullable=False),
        sa.ForeignKeyConstraint(["value_id"], ["indicator_values.id"], name=op.f("fk_evidence_files_value_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_evidence_files")),
        sa.UniqueConstraint("value_id", name=op.f("uq_evidence_files_value_id")),
        sa.UniqueConstraint("place", name=op.f("uq_evidence_files_place")),
    )


def downgrade() -> None:
    op.drop_table("evidence_files")
