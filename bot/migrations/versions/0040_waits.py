"""the clerk's queue has an index of its own, whatever has been decided"""

import sqlalchemy as sa
from alembic import op

revision = "0040"
down_revision = "0039"
branch_labels = None
depends_on = None

WAITS = sa.text("status IN ('submitted', 'registered', 'test', 'approved')")


def upgrade() -> None:
    op.create_index(
        "ix_applications_waits",
        "applications",
        ["territory_id", "due_on", "id", "in_order"],
        sqlite_where=WAITS,
        postgresql_where=WAITS,
    )


def downgrade() -> None:
    op.drop_index("ix_applications_waits", "applications")
