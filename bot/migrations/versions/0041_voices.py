"""voices: what was said is parted from who was asked, and only sums of groups stay

What was answered before is parted at once, open surveys too: their families may not change it any more.
"""

import secrets
import tomllib
from collections.abc import Iterator
from datetime import datetime
from itertools import groupby
from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0041"
down_revision = "0040"
branch_labels = None
depends_on = None

BIG = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
UNTOLD = sa.text("is_told = false AND result_id IS NOT NULL")
CELL = (("service_code", 32), ("focus", 32), ("settlement", 80))


def _big(name: str, *, nullable: bool = False) -> sa.Column[Any]:
    return sa.Column(name, BIG, nullable=nullable)


def _cell(*, provider_nullable: bool) -> tuple[sa.Column[Any], ...]:
    words = (sa.Column(name, sa.String(length=length), nullable=True) for name, length in CELL)
    return (_big("territory_id"), _big("provider_id", nullable=provider_nullable), *words)


def _flag(name: str) -> sa.Column[Any]:
    return sa.Column(name, sa.Boolean(), nullable=False, server_default=sa.false())


def _key(table: str, column: str, to: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint([column], [f"{to}.id"], name=op.f(f"fk_{table}_{column}"))


def upgrade() -> None:
    op.create_table(
        "ballots",
        sa.Column("token", sa.String(length=32), nullable=False),
        *_cell(provider_nullable=False),
        sa.Column("subject", sa.String(length=32), nullable=False),
        sa.Column("is_held", sa.Boolean(), nullable=False),
        _flag("counts"),
        sa.Column("period", sa.Integer(), nullable=True),
        sa.Column("answers", sa.JSON(), nullable=False),
        sa.Column("remark", sa.LargeBinary(), nullable=True),
        _key("ballots", "provider_id", "providers"),
        _key("ballots", "territory_id", "territories"),
        sa.PrimaryKeyConstraint("token", name=op.f("pk_ballots")),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_ballots_waiting", "ballots", ["territory_id", "period", "provider_id"])
    op.create_table(
        "survey_results",
        _big("id"),
        *_cell(provider_nullable=True),
        sa.Column("subject", sa.String(length=32), nullable=False),
        sa.Column("counts", sa.Boolean(), nullable=False),
        *(sa.Column(name, sa.Integer(), nullable=False) for name in ("period", "invited", "respondents")),
        sa.Column("grades", sa.JSON(), nullable=False),
        sa.Column("answers", sa.JSON(), nullable=False),
        sa.Column("remarks", sa.LargeBinary(), nullable=True),
        _key("survey_results", "provider_id", "providers"),
        _key("survey_results", "territory_id", "territories"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_survey_results")),
    )
    op.create_index("ix_survey_results_period", "survey_results", ["territory_id", "period"])
    op.create_index("ix_survey_results_provider", "survey_results", ["provider_id", "period"])
    op.create_table(
        "survey_replies",
        _big("id"),
        _big("provider_id"),
        sa.Column("period", sa.Integer(), nullable=False),
        sa.Column("ready", sa.Integer(), nullable=False),
        sa.Column("words", sa.LargeBinary(), nullable=True),
        _big("person_id"),
        sa.Column("replied_at", sa.DateTime(timezone=True), nullable=False),
        _key("survey_replies", "person_id", "persons"),
        _key("survey_replies", "provider_id", "providers"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_survey_replies")),
        sa.UniqueConstraint("provider_id", "period", name=op.f("uq_survey_replies_provider_id_period")),
    )
    _widen()
    _part()
    op.drop_table("answers")


def _widen() -> None:
    with op.batch_alter_table("surveys", schema=None) as batch:
        for name, length in CELL:
            batch.add_column(sa.Column(name, sa.String(length=length), nullable=True))
        batch.add_column(sa.Column("template", sa.String(length=32), nullable=False, server_default="lessons-1"))
        batch.add_column(sa.Column("counted_in", sa.Integer(), nullable=True))
        batch.add_column(sa.Column("reminded_at", sa.DateTime(timezone=True), nullable=True))
        batch.add_column(sa.Column("token", sa.LargeBinary(), nullable=True))
        batch.add_column(_flag("is_parted"))
        batch.add_column(_big("result_id", nullable=True))
        batch.add_column(_flag("is_told"))
        batch.drop_index("ix_surveys_provider")
        batch.create_index("ix_surveys_cell", ["provider_id", "closes_at", "result_id"])
        batch.create_index("ix_surveys_closing", ["is_parted", "closes_at"])
        batch.create_index("ix_surveys_counted", ["territory_id", "counted_in", "is_parted"])
        batch.create_index(batch.f("ix_surveys_result_id"), ["result_id"])
        batch.create_index("ix_surveys_untold", ["person_id"], sqlite_where=UNTOLD, postgresql_where=UNTOLD)
        batch.create_unique_constraint(batch.f("uq_surveys_contract_id_counted_in"), ["contract_id", "counted_in"])
        batch.create_foreign_key(batch.f("fk_surveys_result_id"), "survey_results", ["result_id"], ["id"])
    with op.batch_alter_table("surveys", schema=None) as batch:
        batch.alter_column("template", server_default=None)
    op.execute("UPDATE surveys SET template = 'applying-1' WHERE moment = 'applying'")
    op.execute(
        "UPDATE surveys SET service_code = (SELECT c.service_code FROM contracts c WHERE c.id = surveys.contract_id)"
    )


def _part() -> None:
    """What was answered becomes ballots that wait to be counted, in no order."""
    line = op.get_bind()
    codes = {
        row.id: {"".join(one["code"].split()) for one in tomllib.loads(row.source).get("services", [])}
        for row in line.execute(sa.text("SELECT id, source FROM territories"))
    }
    ballots = sorted(_ballots(line, codes), key=lambda one: one["token"])
    table = sa.table(
        "ballots",
        *(sa.column(name) for name in ("token", "territory_id", "provider_id", "service_code", "subject")),
        *(sa.column(name, sa.Boolean()) for name in ("is_held", "counts")),
        sa.column("period", sa.Integer()),
        sa.column("answers", sa.JSON()),
    )
    if ballots:
        line.execute(table.insert(), ballots)
    answered = "SELECT a.survey_id FROM answers a"
    op.execute(f"UPDATE surveys SET is_parted = true WHERE id IN ({answered})")
    year = "CAST(substr(CAST(closes_at AS TEXT), 1, 4) AS INTEGER)"
    op.execute(f"UPDATE surveys SET counted_in = {year} WHERE moment = 'lessons'")


def _ballots(line: sa.Connection, codes: dict[int, set[str]]) -> Iterator[dict[str, Any]]:
    found = line.execute(
        sa.text(
            "SELECT s.id, s.territory_id, s.provider_id, s.moment, s.closes_at, c.service_code, "
            "c.first_lesson_ends_at, a.question, a.grade, a.answered_at FROM answers a "
            "JOIN surveys s ON s.id = a.survey_id JOIN contracts c ON c.id = s.contract_id ORDER BY s.id"
        )
    )
    for _survey, rows in groupby(found, key=lambda row: row.id):
        said = list(rows)
        one, answers = said[0], {row.question: row.grade for row in said}
        if one.moment not in answers:
            continue
        held = one.first_lesson_ends_at is not None and str(one.answered_at) >= str(one.first_lesson_ends_at)
        known = codes.get(one.territory_id, set())
        closes = datetime.fromisoformat(str(one.closes_at))
        yield {
            "token": secrets.token_hex(16),
            "territory_id": one.territory_id,
            "provider_id": one.provider_id,
            "service_code": one.service_code,
            "subject": one.moment,
            "is_held": held,
            "counts": one.moment == "lessons" and held and (not known or one.service_code in known),
            "period": closes.year * 100 + closes.month,
            "answers": answers,
        }


def downgrade() -> None:
    """What was said cannot be tied to families again: the surveys stay without answers."""
    op.create_table(
        "answers",
        _big("id"),
        _big("survey_id"),
        sa.Column("question", sa.String(length=32), nullable=False),
        sa.Column("grade", sa.Integer(), nullable=False),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=False),
        _key("answers", "survey_id", "surveys"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_answers")),
        sa.UniqueConstraint("survey_id", "question", name=op.f("uq_answers_survey_id_question")),
    )
    with op.batch_alter_table("surveys", schema=None) as batch:
        batch.drop_constraint(batch.f("fk_surveys_result_id"), type_="foreignkey")
        batch.drop_constraint(batch.f("uq_surveys_contract_id_counted_in"), type_="unique")
        for name in ("ix_surveys_untold", batch.f("ix_surveys_result_id"), "ix_surveys_counted"):
            batch.drop_index(name)
        for name in ("ix_surveys_closing", "ix_surveys_cell"):
            batch.drop_index(name)
        batch.create_index("ix_surveys_provider", ["provider_id", "moment"])
        for name in ("is_told", "result_id", "is_parted", "token", "reminded_at", "counted_in", "template"):
            batch.drop_column(name)
        for name, _length in reversed(CELL):
            batch.drop_column(name)
    for name in ("survey_replies", "survey_results", "ballots"):
        op.drop_table(name)
