"""links counted by source, what was seen of a kept program, voices by provider"""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None

BIG = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "link_visits",
        sa.Column("territory_id", BIG, nullable=False),
        sa.Column("kind", sa.String(length=8), nullable=False),
        sa.Column("source", sa.String(length=16), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("visits", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["territory_id"], ["territories.id"], name=op.f("fk_link_visits_territory_id")),
        sa.PrimaryKeyConstraint("territory_id", "kind", "source", "day", name=op.f("pk_link_visits")),
    )
    with op.batch_alter_table("favourites", schema=None) as batch_op:
        batch_op.add_column(sa.Column("seen_seats", sa.Integer(), nullable=True))
    with op.batch_alter_table("surveys", schema=None) as batch_op:
        batch_op.create_index("ix_surveys_provider", ["provider_id", "moment"], unique=False)


def downgrade() -> None:
    with op.batch_alter_table("surveys", schema=None) as batch_op:
        batch_op.drop_index("ix_surveys_provider")
    with op.batch_alter_table("favourites", schema=None) as batch_op:
        batch_op.drop_column("seen_seats")
    op.drop_table("link_visits")
