"""what came in place of a case is found by it, whatever became of it"""

import sqlalchemy as sa
from alembic import op

revision = "0038"
down_revision = "0037"
branch_labels = None
depends_on = None

WENT_OVER = sa.text("transfer_of IS NOT NULL")


def upgrade() -> None:
    op.create_index(
        "ix_applications_went_over",
        "applications",
        ["transfer_of"],
        sqlite_where=WENT_OVER,
        postgresql_where=WENT_OVER,
    )


def downgrade() -> None:
    op.drop_index("ix_applications_went_over", "applications")
