"""complaints: questions, appeals and complaints, their messages, steps, drafts and roads"""

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0039"
down_revision = "0038"
branch_labels = None
depends_on = None

BIG = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def _big(name: str, *, nullable: bool = False) -> sa.Column[Any]:
    return sa.Column(name, BIG, nullable=nullable)


def _seen(name: str) -> sa.Column[Any]:
    return sa.Column(name, BIG, nullable=False, server_default="0")


def _word(name: str, *, nullable: bool = False, length: int = 32) -> sa.Column[Any]:
    return sa.Column(name, sa.String(length=length), nullable=nullable)


def _day(name: str, *, nullable: bool = False) -> sa.Column[Any]:
    return sa.Column(name, sa.Date(), nullable=nullable)


def _moment(name: str, *, nullable: bool = False) -> sa.Column[Any]:
    return sa.Column(name, sa.DateTime(timezone=True), nullable=nullable)


def _flag(name: str, default: Any) -> sa.Column[Any]:
    return sa.Column(name, sa.Boolean(), nullable=False, server_default=default)


def _key(table: str, column: str, to: str, **more: Any) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint([column], [f"{to}.id"], name=op.f(f"fk_{table}_{column}"), **more)


def upgrade() -> None:
    op.create_table(
        "complaints",
        _big("id"),
        _big("territory_id"),
        _big("person_id"),
        _word("kind"),
        _word("subject", nullable=True),
        _word("addressee"),
        _big("provider_id", nullable=True),
        _big("application_id", nullable=True),
        _word("state"),
        _moment("filed_at"),
        _day("due_on"),
        _day("warn_on"),
        _day("prolonged_from", nullable=True),
        _flag("for_heads", sa.false()),
        _flag("club_sees", sa.false()),
        _day("club_by", nullable=True),
        _big("assignee_id", nullable=True),
        _moment("decided_at", nullable=True),
        _big("decided_by", nullable=True),
        _word("outcome", nullable=True),
        sa.Column("is_late", sa.Boolean(), nullable=True),
        _day("settle_by", nullable=True),
        sa.Column("is_settled", sa.Boolean(), nullable=True),
        _word("forwarded_to", nullable=True, length=300),
        _moment("closed_at", nullable=True),
        _moment("warned_at", nullable=True),
        _moment("escalated_at", nullable=True),
        _seen("seen_parent"),
        _seen("seen_body"),
        _seen("seen_club"),
        _day("blocked_until", nullable=True),
        _key("complaints", "territory_id", "territories"),
        _key("complaints", "person_id", "persons"),
        _key("complaints", "provider_id", "providers"),
        _key("complaints", "application_id", "applications", ondelete="SET NULL"),
        _key("complaints", "assignee_id", "persons"),
        _key("complaints", "decided_by", "persons"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_complaints")),
    )
    op.create_index("ix_complaints_queue", "complaints", ["territory_id", "state", "due_on", "id"])
    op.create_index("ix_complaints_club", "complaints", ["provider_id", "state"])
    for column in ("person_id", "application_id"):
        op.create_index(op.f(f"ix_complaints_{column}"), "complaints", [column])
    _thread()
    _beside()


def _thread() -> None:
    op.create_table(
        "complaint_messages",
        _big("id"),
        _big("complaint_id"),
        _moment("at"),
        _word("side"),
        _big("person_id"),
        sa.Column("text", sa.LargeBinary(), nullable=False),
        _flag("parent_sees", sa.true()),
        _flag("club_sees", sa.false()),
        _flag("is_answer", sa.false()),
        _key("complaint_messages", "complaint_id", "complaints"),
        _key("complaint_messages", "person_id", "persons"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_complaint_messages")),
    )
    op.create_table(
        "complaint_steps",
        _big("id"),
        _big("complaint_id"),
        _moment("at"),
        _word("deed", length=16),
        _word("party", length=16),
        _big("person_id", nullable=True),
        _word("state"),
        _word("code", nullable=True),
        _key("complaint_steps", "complaint_id", "complaints"),
        _key("complaint_steps", "person_id", "persons"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_complaint_steps")),
    )
    for table in ("complaint_messages", "complaint_steps"):
        op.create_index(op.f(f"ix_{table}_complaint_id"), table, ["complaint_id"])


def _beside() -> None:
    op.create_table(
        "complaint_drafts",
        sa.Column("person_id", BIG, nullable=False, autoincrement=False),
        _word("kind"),
        _word("addressee"),
        _word("subject", nullable=True),
        _big("application_id", nullable=True),
        sa.Column("text", sa.LargeBinary(), nullable=True),
        _moment("changed_at"),
        _key("complaint_drafts", "person_id", "persons"),
        sa.PrimaryKeyConstraint("person_id", name=op.f("pk_complaint_drafts")),
    )
    op.create_table(
        "complaint_roads",
        _big("id"),
        _big("territory_id"),
        _word("road", length=16),
        sa.Column("days", sa.Integer(), nullable=False),
        sa.Column("warn_days", sa.Integer(), nullable=False),
        sa.Column("club_days", sa.Integer(), nullable=False),
        sa.Column("settle_days", sa.Integer(), nullable=False),
        sa.Column("for_heads", sa.Boolean(), nullable=False),
        _word("document", length=300),
        _day("since"),
        _big("entered_by"),
        _moment("entered_at"),
        _key("complaint_roads", "territory_id", "territories"),
        _key("complaint_roads", "entered_by", "persons"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_complaint_roads")),
        sa.UniqueConstraint("territory_id", "road", "since", name=op.f("uq_complaint_roads_territory_id_road_since")),
    )


def downgrade() -> None:
    for table in ("complaint_roads", "complaint_drafts", "complaint_steps", "complaint_messages", "complaints"):
        op.drop_table(table)
