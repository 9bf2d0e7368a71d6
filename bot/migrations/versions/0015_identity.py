"""levels of identity: who was seen, drafts that wait for it"""

import sqlalchemy as sa
from alembic import op

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None

BIG = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
WAS = "status IN ('submitted', 'awaiting_contract', 'enrolled')"
IS = "status IN ('draft', 'submitted', 'awaiting_contract', 'enrolled')"


def upgrade() -> None:
    with op.batch_alter_table("representatives", schema=None) as batch_op:
        batch_op.add_column(sa.Column("confirmed_at", sa.DateTime(timezone=True), nullable=True))
        batch_op.add_column(sa.Column("confirmed_by", BIG, nullable=True))
        batch_op.add_column(sa.Column("confirmed_how", sa.String(length=16), nullable=True))
        batch_op.create_foreign_key(batch_op.f("fk_representatives_confirmed_by"), "persons", ["confirmed_by"], ["id"])
    with op.batch_alter_table("applications", schema=None) as batch_op:
        batch_op.add_column(sa.Column("confirm_by", sa.Date(), nullable=True))
    _live(WAS, IS)


def downgrade() -> None:
    _live(IS, WAS)
    with op.batch_alter_table("applications", schema=None) as batch_op:
        batch_op.drop_column("confirm_by")
    with op.batch_alter_table("representatives", schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f("fk_representatives_confirmed_by"), type_="foreignkey")
        for name in ("confirmed_how", "confirmed_by", "confirmed_at"):
            batch_op.drop_column(name)


def _live(before: str, after: str) -> None:
    """One live application of a child to a program and year; what counts as live has changed."""
    op.drop_index("uq_applications_live", table_name="applications", sqlite_where=sa.text(before))
    op.create_index(
        "uq_applications_live",
        "applications",
        ["child_id", "program_id", "school_year"],
        unique=True,
        sqlite_where=sa.text(after),
        postgresql_where=sa.text(after),
    )
