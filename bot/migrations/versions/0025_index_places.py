"""catalogue: PostgreSQL has an index for each place of the words"""

from alembic import op

revision = "0025"
down_revision = "0024"
branch_labels = None
depends_on = None

PLACES = ("title", "topic")
"""Beside the one of everything; SQLite's full-text index has all places in itself."""


def upgrade() -> None:
    if op.get_bind().dialect.name == "postgresql":
        for place in PLACES:
            op.execute(
                f"CREATE INDEX ix_program_index_{place} ON program_index USING gin ({place}) WITH (fastupdate = off)"
            )


def downgrade() -> None:
    if op.get_bind().dialect.name == "postgresql":
        for place in PLACES:
            op.execute(f"DROP INDEX ix_program_index_{place}")
