"""delivery"""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

BIG = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
WAITS = sa.text("status = 'pending'")


def upgrade() -> None:
    op.create_table(
        "mailings",
        sa.Column("id", BIG, nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("content", sa.JSON(), nullable=False),
        sa.Column("state", sa.String(length=32), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("started_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("finished_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("total", sa.Integer(), nullable=False),
        sa.Column("filled", sa.Integer(), nullable=False),
        sa.Column("audience", sa.LargeBinary(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_mailings")),
    )
    op.create_table(
        "opt_outs",
        sa.Column("person_id", BIG, nullable=False),
        sa.Column("topic", sa.String(length=16), nullable=False),
        sa.Column("since", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["persons.id"], name=op.f("fk_opt_outs_person_id")),
        sa.PrimaryKeyConstraint("person_id", "topic", name=op.f("pk_opt_outs")),
    )
    for topic in ("surveys", "news"):
        op.execute(
            sa.text(
                "INSERT INTO opt_outs (person_id, topic, since) "
                "SELECT id, :topic, quiet_since FROM persons WHERE quiet_since IS NOT NULL"
            ).bindparams(sa.bindparam("topic", topic, sa.String(16)))
        )
    op.drop_column("persons", "quiet_since")  # not in a batch: SQLite would have to drop the table that others refer to

    with op.batch_alter_table("notices", schema=None) as batch_op:
        batch_op.drop_index("ix_notices_queue")
        batch_op.add_column(sa.Column("lane", sa.String(length=32), server_default="case", nullable=False))
        batch_op.add_column(sa.Column("mailing_id", BIG, nullable=True))
        batch_op.add_column(sa.Column("same_key", sa.String(length=80), nullable=True))
        batch_op.create_foreign_key(op.f("fk_notices_mailing_id"), "mailings", ["mailing_id"], ["id"])
    with op.batch_alter_table("notices", schema=None) as batch_op:
        batch_op.alter_column("lane", existing_type=sa.String(length=32), server_default=None)
        batch_op.create_index("ix_notices_queue", ["status", "lane", "not_before", "id"], unique=False)
        batch_op.create_index("ix_notices_mailing", ["mailing_id", "status", "not_before", "id"], unique=False)
        batch_op.create_index(
            "uq_notices_same", ["person_id", "same_key"], unique=True, sqlite_where=WAITS, postgresql_where=WAITS
        )


def downgrade() -> None:
    op.execute("DELETE FROM notices WHERE mailing_id IS NOT NULL")  # without their mailing they have no words
    with op.batch_alter_table("notices", schema=None) as batch_op:
        batch_op.drop_index("uq_notices_same", sqlite_where=WAITS, postgresql_where=WAITS)
        batch_op.drop_index("ix_notices_mailing")
        batch_op.drop_index("ix_notices_queue")
        batch_op.drop_constraint(op.f("fk_notices_mailing_id"), type_="foreignkey")
        batch_op.drop_column("same_key")
        batch_op.drop_column("mailing_id")
        batch_op.drop_column("lane")
        batch_op.create_index("ix_notices_queue", ["status", "not_before", "id"], unique=False)

    op.add_column("persons", sa.Column("quiet_since", sa.DateTime(timezone=True), nullable=True))
    op.execute(
        "UPDATE persons SET quiet_since = (SELECT min(since) FROM opt_outs WHERE opt_outs.person_id = persons.id)"
    )
    op.drop_table("opt_outs")
    op.drop_table("mailings")
