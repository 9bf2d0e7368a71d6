"""waiting list: places of children in the list of a group, and seats kept for it"""

import sqlalchemy as sa
from alembic import op

revision = "0027"
down_revision = "0026"
branch_labels = None
depends_on = None

BIG = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
STANDS = sa.text("status IN ('waiting', 'offered')")
AWAITED = sa.text("awaited > 0")
KEPT = "awaited >= 0 AND kept BETWEEN 0 AND taken"


def upgrade() -> None:
    with op.batch_alter_table("groups", schema=None) as batch_op:
        for name in ("kept", "awaited"):
            batch_op.add_column(sa.Column(name, sa.Integer(), nullable=False, server_default="0"))
        batch_op.create_check_constraint(batch_op.f("ck_groups_kept"), KEPT)
        batch_op.create_index("ix_groups_awaited", ["id"], sqlite_where=AWAITED, postgresql_where=AWAITED)
    with op.batch_alter_table("applications", schema=None) as batch_op:
        batch_op.add_column(sa.Column("seat_held", sa.Boolean(), nullable=False, server_default=sa.false()))
    op.create_table(
        "waiting_entries",
        sa.Column("id", BIG, nullable=False),
        sa.Column("territory_id", BIG, nullable=False),
        sa.Column("group_id", BIG, nullable=False),
        sa.Column("child_id", BIG, nullable=False),
        sa.Column("parent_id", BIG, nullable=False),
        sa.Column("party", BIG, nullable=True),
        sa.Column("status", sa.String(length=32), nullable=False),
        sa.Column("joined_at", sa.DateTime(timezone=True), nullable=False),
        *(sa.Column(name, sa.DateTime(timezone=True)) for name in ("offered_at", "answer_by", "ended_at")),
        sa.Column("application_id", BIG, nullable=True),
        *(
            sa.ForeignKeyConstraint([column], [f"{table}.id"], name=op.f(f"fk_waiting_entries_{column}"))
            for column, table in (
                ("territory_id", "territories"),
                ("group_id", "groups"),
                ("child_id", "children"),
                ("parent_id", "persons"),
            )
        ),
        sa.ForeignKeyConstraint(
            ["application_id"],
            ["applications.id"],
            name=op.f("fk_waiting_entries_application_id"),
            ondelete="SET NULL",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_waiting_entries")),
    )
    for column in ("child_id", "parent_id"):
        op.create_index(op.f(f"ix_waiting_entries_{column}"), "waiting_entries", [column])
    op.create_index(
        "uq_waiting_entries_live",
        "waiting_entries",
        ["group_id", "child_id"],
        unique=True,
        sqlite_where=STANDS,
        postgresql_where=STANDS,
    )
    op.create_index(
        "ix_waiting_entries_terms", "waiting_entries", ["answer_by"], sqlite_where=STANDS, postgresql_where=STANDS
    )


def downgrade() -> None:
    op.drop_table("waiting_entries")
    with op.batch_alter_table("applications", schema=None) as batch_op:
        batch_op.drop_column("seat_held")
    op.execute("UPDATE groups SET taken = taken - kept")
    with op.batch_alter_table("groups", schema=None) as batch_op:
        batch_op.drop_index("ix_groups_awaited", sqlite_where=AWAITED, postgresql_where=AWAITED)
        batch_op.drop_constraint(batch_op.f("ck_groups_kept"), type_="check")
        for name in ("awaited", "kept"):
            batch_op.drop_column(name)
