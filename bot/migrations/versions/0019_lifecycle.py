"""the life of an application: register, answers, history; one contract of an application that has not lapsed"""

import sqlalchemy as sa
from alembic import op

revision = "0019"
down_revision = "0018"
branch_labels = None
depends_on = None

BIG = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
WAS = "status IN ('draft', 'submitted', 'awaiting_contract', 'enrolled')"
IS = "status IN ('draft', 'submitted', 'registered', 'test', 'approved', 'returned', 'awaiting_contract', 'enrolled')"
UNLAPSED = "status <> 'lapsed'"
TIMES = ("registered_at", "warned_at", "escalated_at")


def upgrade() -> None:
    with op.batch_alter_table("applications", schema=None) as batch_op:
        for name in TIMES:
            batch_op.add_column(sa.Column(name, sa.DateTime(timezone=True), nullable=True))
        batch_op.add_column(sa.Column("club_by", sa.Date(), nullable=True))
        batch_op.add_column(sa.Column("answer_by", sa.Date(), nullable=True))
        batch_op.add_column(sa.Column("days_left", sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column("remark", sa.String(length=32), nullable=True))
        batch_op.add_column(sa.Column("priority", sa.Integer(), nullable=False, server_default="1"))
        batch_op.add_column(sa.Column("filed_by", BIG, nullable=True))
        batch_op.add_column(sa.Column("filed_how", sa.String(length=16), nullable=True))
        batch_op.create_foreign_key(batch_op.f("fk_applications_filed_by"), "persons", ["filed_by"], ["id"])
    with op.batch_alter_table("applications", schema=None) as batch_op:
        batch_op.alter_column("priority", existing_type=sa.Integer(), server_default=None)
    op.execute(
        "UPDATE applications SET registered_at = submitted_at WHERE status NOT IN ('draft', 'lapsed')",
    )
    op.execute("UPDATE applications SET status = 'registered' WHERE status = 'submitted'")
    _live(WAS, IS)
    op.create_table(
        "application_steps",
        sa.Column("id", BIG, nullable=False),
        sa.Column("application_id", BIG, nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("deed", sa.String(length=16), nullable=False),
        sa.Column("party", sa.String(length=16), nullable=False),
        sa.Column("person_id", BIG, nullable=True),
        sa.Column("status", sa.String(length=32), nullable=False),
        sa.Column("code", sa.String(length=32), nullable=True),
        sa.Column("is_late", sa.Boolean(), nullable=True),
        sa.Column("applied", sa.JSON(), nullable=True),
        sa.ForeignKeyConstraint(
            ["application_id"], ["applications.id"], name=op.f("fk_application_steps_application_id")
        ),
        sa.ForeignKeyConstraint(["person_id"], ["persons.id"], name=op.f("fk_application_steps_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_application_steps")),
    )
    op.create_index("ix_application_steps_application_id", "application_steps", ["application_id"])
    with op.batch_alter_table("contracts", schema=None) as batch_op:
        for name in ("application_id", "certificate_id"):
            batch_op.drop_constraint(batch_op.f(f"uq_contracts_{name}"), type_="unique")
            batch_op.create_index(batch_op.f(f"ix_contracts_{name}"), [name], unique=False)
        batch_op.create_index(
            "uq_contracts_live",
            ["application_id"],
            unique=True,
            sqlite_where=sa.text(UNLAPSED),
            postgresql_where=sa.text(UNLAPSED),
        )


def downgrade() -> None:
    with op.batch_alter_table("contracts", schema=None) as batch_op:
        batch_op.drop_index("uq_contracts_live", sqlite_where=sa.text(UNLAPSED), postgresql_where=sa.text(UNLAPSED))
        for name in ("application_id", "certificate_id"):
            batch_op.drop_index(batch_op.f(f"ix_contracts_{name}"))
            batch_op.create_unique_constraint(batch_op.f(f"uq_contracts_{name}"), [name])
    op.drop_table("application_steps")
    op.execute(
        "UPDATE applications SET status = 'submitted' WHERE status IN ('registered', 'test', 'approved', 'returned')"
    )
    _live(IS, WAS)
    with op.batch_alter_table("applications", schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f("fk_applications_filed_by"), type_="foreignkey")
        for name in ("filed_how", "filed_by", "priority", "remark", "days_left", "answer_by", "club_by", *TIMES):
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
