"""versions of certificates: suspensions, terms and conversions"""

import sqlalchemy as sa
from alembic import op

revision = "0024"
down_revision = "0023"
branch_labels = None
depends_on = None

BIG = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
UNTOLD = "status = 'active' AND unused_told_at IS NULL"


def upgrade() -> None:
    op.create_table(
        "certificate_changes",
        sa.Column("id", BIG, nullable=False),
        sa.Column("certificate_id", BIG, nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("deed", sa.String(length=16), nullable=False),
        sa.Column("party", sa.String(length=16), nullable=False),
        sa.Column("person_id", BIG, nullable=True),
        sa.Column("code", sa.String(length=32), nullable=True),
        sa.Column("changed", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(
            ["certificate_id"], ["certificates.id"], name=op.f("fk_certificate_changes_certificate_id")
        ),
        sa.ForeignKeyConstraint(["person_id"], ["persons.id"], name=op.f("fk_certificate_changes_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_certificate_changes")),
    )
    op.create_index(op.f("ix_certificate_changes_certificate_id"), "certificate_changes", ["certificate_id"])
    with op.batch_alter_table("certificates", schema=None) as batch_op:
        batch_op.add_column(sa.Column("suspended_till", sa.Date(), nullable=True))
        batch_op.add_column(sa.Column("unused_told_at", sa.DateTime(timezone=True), nullable=True))
        batch_op.drop_index(batch_op.f("ix_certificates_territory_id"))
    op.create_index("ix_certificates_ends", "certificates", ["territory_id", "status", "valid_to"])
    untold = sa.text(UNTOLD)
    op.create_index(
        "ix_certificates_unused",
        "certificates",
        ["territory_id", "activated_at"],
        sqlite_where=untold,
        postgresql_where=untold,
    )


def downgrade() -> None:
    op.drop_index("ix_certificates_unused", "certificates")
    op.drop_index("ix_certificates_ends", "certificates")
    with op.batch_alter_table("certificates", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_certificates_territory_id"), ["territory_id"])
        batch_op.drop_column("unused_told_at")
        batch_op.drop_column("suspended_till")
    op.drop_index(op.f("ix_certificate_changes_certificate_id"), "certificate_changes")
    op.drop_table("certificate_changes")
