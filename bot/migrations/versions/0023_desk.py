"""the clerk's desk: who has a case, who proposes, notes"""

import sqlalchemy as sa
from alembic import op

revision = "0023"
down_revision = "0022"
branch_labels = None
depends_on = None

BIG = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
PEOPLE = ("assignee_id", "proposed_by")


def upgrade() -> None:
    with op.batch_alter_table("applications", schema=None) as batch_op:
        for name in PEOPLE:
            batch_op.add_column(sa.Column(name, BIG, nullable=True))
            batch_op.create_foreign_key(batch_op.f(f"fk_applications_{name}"), "persons", [name], ["id"])
    op.create_table(
        "case_marks",
        sa.Column("id", BIG, nullable=False),
        sa.Column("application_id", BIG, nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("person_id", BIG, nullable=False),
        sa.Column("kind", sa.String(length=32), nullable=False),
        sa.Column("other_id", BIG, nullable=True),
        sa.Column("text", sa.LargeBinary(), nullable=True),
        sa.ForeignKeyConstraint(["application_id"], ["applications.id"], name=op.f("fk_case_marks_application_id")),
        sa.ForeignKeyConstraint(["person_id"], ["persons.id"], name=op.f("fk_case_marks_person_id")),
        sa.ForeignKeyConstraint(["other_id"], ["persons.id"], name=op.f("fk_case_marks_other_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_case_marks")),
    )
    op.create_index("ix_case_marks_application_id", "case_marks", ["application_id"])


def downgrade() -> None:
    op.drop_table("case_marks")
    with op.batch_alter_table("applications", schema=None) as batch_op:
        for name in PEOPLE:
            batch_op.drop_constraint(batch_op.f(f"fk_applications_{name}"), type_="foreignkey")
            batch_op.drop_column(name)
