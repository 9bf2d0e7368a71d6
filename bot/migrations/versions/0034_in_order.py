"""applications in the order of an opening wait for their turn"""

import sqlalchemy as sa
from alembic import op

revision = "0034"
down_revision = "0033"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("applications", sa.Column("in_order", sa.Boolean(), nullable=False, server_default=sa.false()))
    op.execute(
        "UPDATE applications SET in_order = true"
        " WHERE id IN (SELECT number FROM opening_entries WHERE settled_at IS NULL)"
    )


def downgrade() -> None:
    with op.batch_alter_table("applications", schema=None) as batch_op:
        batch_op.drop_column("in_order")
