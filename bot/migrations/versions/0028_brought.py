"""a promised paper is marked as brought to the office"""

import sqlalchemy as sa
from alembic import op

revision = "0028"
down_revision = "0027"
branch_labels = None
depends_on = None

BIG = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    with op.batch_alter_table("paper_promises", schema=None) as batch_op:
        batch_op.add_column(sa.Column("brought_on", sa.Date(), nullable=True))
        batch_op.add_column(sa.Column("brought_by", BIG, nullable=True))
        batch_op.create_foreign_key(batch_op.f("fk_paper_promises_brought_by"), "persons", ["brought_by"], ["id"])


def downgrade() -> None:
    with op.batch_alter_table("paper_promises", schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f("fk_paper_promises_brought_by"), type_="foreignkey")
        batch_op.drop_column("brought_by")
        batch_op.drop_column("brought_on")
