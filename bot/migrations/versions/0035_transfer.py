"""transfer: an application may come in place of another"""

import sqlalchemy as sa
from alembic import op

revision = "0035"
down_revision = "0034"
branch_labels = None
depends_on = None

BIG = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
LIVE = sa.text(
    "status IN ('draft', 'submitted', 'registered', 'test', 'approved', 'returned', 'awaiting_contract', 'enrolled')"
)


def upgrade() -> None:
    with op.batch_alter_table("applications", schema=None) as batch_op:
        batch_op.add_column(sa.Column("transfer_of", BIG, nullable=True))
        batch_op.create_foreign_key(
            batch_op.f("fk_applications_transfer_of"), "applications", ["transfer_of"], ["id"], ondelete="SET NULL"
        )
        batch_op.create_index(
            "uq_applications_transfer", ["transfer_of"], unique=True, sqlite_where=LIVE, postgresql_where=LIVE
        )


def downgrade() -> None:
    op.execute("UPDATE contracts SET status = 'lapsed' WHERE status = 'ended'")
    op.execute("UPDATE applications SET status = 'withdrawn' WHERE status = 'transferred'")
    with op.batch_alter_table("applications", schema=None) as batch_op:
        batch_op.drop_index("uq_applications_transfer", sqlite_where=LIVE, postgresql_where=LIVE)
        batch_op.drop_constraint(batch_op.f("fk_applications_transfer_of"), type_="foreignkey")
        batch_op.drop_column("transfer_of")
