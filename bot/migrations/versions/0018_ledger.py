"""the ledger, the order's amendments and limits; unified certificates"""

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0018"
down_revision = "0017"
branch_labels = None
depends_on = None

BIG = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
LINE_COLUMNS: tuple[tuple[str, Any, Any], ...] = (
    ("is_removed", sa.Boolean(), sa.false()),
    ("hours_committed", sa.Integer(), "0"),
    ("money_committed", BIG, "0"),
    ("hours_paid", sa.Integer(), "0"),
    ("money_paid", BIG, "0"),
)
LINE_CHECKS = (
    ("hours_committed", "hours_committed >= hours_paid AND hours_committed <= hours_reserved"),
    ("money_committed", "money_committed >= money_paid AND money_committed <= money_reserved"),
    ("paid", "hours_paid >= 0 AND money_paid >= 0"),
)
HELD = "FROM certificates c JOIN order_lines l ON l.id = c.order_line_id WHERE c.status IN ('reserved', 'active')"
OF_ACCOUNT = "a.territory_id = c.territory_id AND a.child_id = c.child_id AND a.year = l.year"
JOINED = (
    "FROM certificates c JOIN order_lines l ON l.id = c.order_line_id"
    f" JOIN ledger_accounts a ON {OF_ACCOUNT} JOIN ledger_holds h ON h.case_id = c.application_id"
)
OPENING = (
    (
        "INSERT INTO ledger_accounts"
        " (territory_id, child_id, year, model, unit, nominal, balance, reserved, committed, paid, entries)"
        " SELECT c.territory_id, c.child_id, l.year, 'per_service', 'roubles', SUM(c.nominal), 0,"
        " SUM(CASE WHEN c.status = 'reserved' THEN c.nominal ELSE 0 END),"
        " SUM(CASE WHEN c.status = 'active' THEN c.nominal ELSE 0 END), 0,"
        " SUM(CASE WHEN c.status = 'active' THEN 3 ELSE 2 END)"
        f" {HELD} GROUP BY c.territory_id, c.child_id, l.year"
    ),
    (
        "INSERT INTO ledger_holds (case_id, part, account_id, order_line_id, children, hours_reserved,"
        " hours_committed, hours_paid, money_reserved, money_committed, money_paid, made_at)"
        " SELECT c.application_id, 0, a.id, c.order_line_id, 1,"
        " CASE WHEN c.status = 'reserved' THEN c.hours ELSE 0 END,"
        " CASE WHEN c.status = 'active' THEN c.hours ELSE 0 END, 0,"
        " CASE WHEN c.status = 'reserved' THEN c.nominal ELSE 0 END,"
        " CASE WHEN c.status = 'active' THEN c.nominal ELSE 0 END, 0, c.reserved_at"
        " FROM certificates c JOIN order_lines l ON l.id = c.order_line_id"
        f" JOIN ledger_accounts a ON {OF_ACCOUNT} WHERE c.status IN ('reserved', 'active') ORDER BY c.id"
    ),
    (
        "INSERT INTO ledger_entries"
        " (account_id, seq, kind, hold_id, hours, money, reason, made_at, digest)"
        " SELECT e.account_id, ROW_NUMBER() OVER (PARTITION BY e.account_id ORDER BY e.hold_id, e.step), e.kind,"
        " e.hold_id, e.hours, e.money, 'opening', e.made_at, 'opening' FROM ("
        "SELECT a.id account_id, h.id hold_id, 1 step, 'allocate' kind, c.hours, c.nominal money,"
        " c.reserved_at made_at"
        f" {JOINED} UNION ALL "
        f"SELECT a.id, h.id, 2, 'reserve', c.hours, c.nominal, c.reserved_at {JOINED} UNION ALL "
        f"SELECT a.id, h.id, 3, 'commit', c.hours, c.nominal, COALESCE(c.activated_at, c.reserved_at)"
        f" {JOINED} WHERE c.status = 'active') e"
    ),
    (
        "UPDATE order_lines SET hours_committed = (SELECT COALESCE(SUM(h.hours_committed), 0) FROM ledger_holds h"
        " WHERE h.order_line_id = order_lines.id), money_committed = (SELECT COALESCE(SUM(h.money_committed), 0)"
        " FROM ledger_holds h WHERE h.order_line_id = order_lines.id)"
    ),
)


def upgrade() -> None:
    op.create_table(
        "focus_limits",
        sa.Column("id", BIG, nullable=False),
        sa.Column("territory_id", BIG, nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("focus", sa.String(length=32), nullable=False),
        sa.Column("act", sa.String(length=300), nullable=False),
        sa.Column("most", sa.Integer(), nullable=False),
        sa.Column("reserved", sa.Integer(), nullable=False),
        sa.CheckConstraint("reserved >= 0 AND reserved <= most", name=op.f("ck_focus_limits_most")),
        sa.ForeignKeyConstraint(["territory_id"], ["territories.id"], name=op.f("fk_focus_limits_territory_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_focus_limits")),
        sa.UniqueConstraint("territory_id", "year", "focus", name=op.f("uq_focus_limits_territory_id_year_focus")),
    )
    op.create_table(
        "funding_periods",
        sa.Column("id", BIG, nullable=False),
        sa.Column("territory_id", BIG, nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("starts_on", sa.Date(), nullable=False),
        sa.Column("ends_on", sa.Date(), nullable=False),
        sa.Column("act", sa.String(length=300), nullable=False),
        sa.Column("money_limit", BIG, nullable=False),
        sa.Column("money_reserved", BIG, nullable=False),
        sa.CheckConstraint(
            "money_reserved >= 0 AND money_reserved <= money_limit", name=op.f("ck_funding_periods_money")
        ),
        sa.CheckConstraint("starts_on <= ends_on", name=op.f("ck_funding_periods_days")),
        sa.ForeignKeyConstraint(["territory_id"], ["territories.id"], name=op.f("fk_funding_periods_territory_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_funding_periods")),
        sa.UniqueConstraint("territory_id", "starts_on", name=op.f("uq_funding_periods_territory_id_starts_on")),
    )
    op.create_table(
        "funding_rules",
        sa.Column("id", BIG, nullable=False),
        sa.Column("territory_id", BIG, nullable=False),
        sa.Column("act", sa.String(length=300), nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("valid_to", sa.Date(), nullable=False),
        sa.Column("model", sa.String(length=32), nullable=False),
        sa.Column("unit", sa.String(length=32), nullable=False),
        sa.Column("nominal", BIG, nullable=False),
        sa.Column("split", sa.String(length=32), nullable=False),
        sa.Column("needs_agreement", sa.Boolean(), nullable=False),
        sa.CheckConstraint("nominal >= 0", name=op.f("ck_funding_rules_nominal")),
        sa.CheckConstraint("valid_from <= valid_to", name=op.f("ck_funding_rules_days")),
        sa.ForeignKeyConstraint(["territory_id"], ["territories.id"], name=op.f("fk_funding_rules_territory_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_funding_rules")),
        sa.UniqueConstraint("territory_id", "valid_from", name=op.f("uq_funding_rules_territory_id_valid_from")),
    )
    op.create_table(
        "agreements",
        sa.Column("id", BIG, nullable=False),
        sa.Column("territory_id", BIG, nullable=False),
        sa.Column("provider_id", BIG, nullable=False),
        sa.Column("number", sa.String(length=60), nullable=False),
        sa.Column("signed_on", sa.Date(), nullable=False),
        sa.Column("starts_on", sa.Date(), nullable=False),
        sa.Column("ends_on", sa.Date(), nullable=False),
        sa.Column("money_limit", BIG, nullable=True),
        sa.Column("money_reserved", BIG, nullable=False),
        sa.CheckConstraint(
            "money_limit IS NULL OR money_reserved <= money_limit", name=op.f("ck_agreements_money_limit")
        ),
        sa.CheckConstraint("money_reserved >= 0", name=op.f("ck_agreements_money")),
        sa.CheckConstraint("starts_on <= ends_on", name=op.f("ck_agreements_days")),
        sa.ForeignKeyConstraint(["provider_id"], ["providers.id"], name=op.f("fk_agreements_provider_id")),
        sa.ForeignKeyConstraint(["territory_id"], ["territories.id"], name=op.f("fk_agreements_territory_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_agreements")),
        sa.UniqueConstraint("territory_id", "number", name=op.f("uq_agreements_territory_id_number")),
    )
    with op.batch_alter_table("agreements", schema=None) as batch_op:
        batch_op.create_index("ix_agreements_of", ["territory_id", "provider_id", "starts_on"], unique=False)

    op.create_table(
        "order_amendments",
        sa.Column("id", BIG, nullable=False),
        sa.Column("territory_id", BIG, nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("act", sa.String(length=300), nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("valid_to", sa.Date(), nullable=False),
        sa.Column("changes", sa.JSON(), nullable=False),
        sa.Column("made_by", BIG, nullable=True),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["made_by"], ["persons.id"], name=op.f("fk_order_amendments_made_by")),
        sa.ForeignKeyConstraint(["territory_id"], ["territories.id"], name=op.f("fk_order_amendments_territory_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_order_amendments")),
        sa.UniqueConstraint(
            "territory_id", "year", "number", name=op.f("uq_order_amendments_territory_id_year_number")
        ),
    )
    op.create_table(
        "order_drafts",
        sa.Column("id", BIG, nullable=False),
        sa.Column("territory_id", BIG, nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("person_id", BIG, nullable=False),
        sa.Column("source", sa.String(length=300), nullable=False),
        sa.Column("act", sa.String(length=300), nullable=False),
        sa.Column("edition", sa.Integer(), nullable=False),
        sa.Column("changes", sa.JSON(), nullable=False),
        sa.Column("state", sa.String(length=32), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["persons.id"], name=op.f("fk_order_drafts_person_id")),
        sa.ForeignKeyConstraint(["territory_id"], ["territories.id"], name=op.f("fk_order_drafts_territory_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_order_drafts")),
    )
    with op.batch_alter_table("order_drafts", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_order_drafts_person_id"), ["person_id"], unique=False)

    op.create_table(
        "ledger_accounts",
        sa.Column("id", BIG, nullable=False),
        sa.Column("territory_id", BIG, nullable=False),
        sa.Column("child_id", BIG, nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("model", sa.String(length=32), nullable=False),
        sa.Column("unit", sa.String(length=32), nullable=False),
        sa.Column("nominal", BIG, nullable=False),
        sa.Column("balance", BIG, nullable=False),
        sa.Column("reserved", BIG, nullable=False),
        sa.Column("committed", BIG, nullable=False),
        sa.Column("paid", BIG, nullable=False),
        sa.Column("entries", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "balance >= 0 AND reserved >= 0 AND committed >= 0 AND paid >= 0",
            name=op.f("ck_ledger_accounts_not_below_nought"),
        ),
        sa.CheckConstraint("nominal = balance + reserved + committed + paid", name=op.f("ck_ledger_accounts_identity")),
        sa.ForeignKeyConstraint(["child_id"], ["children.id"], name=op.f("fk_ledger_accounts_child_id")),
        sa.ForeignKeyConstraint(["territory_id"], ["territories.id"], name=op.f("fk_ledger_accounts_territory_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_ledger_accounts")),
        sa.UniqueConstraint(
            "territory_id",
            "child_id",
            "year",
            "model",
            "unit",
            name=op.f("uq_ledger_accounts_territory_id_child_id_year_model_unit"),
        ),
    )
    with op.batch_alter_table("ledger_accounts", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_ledger_accounts_child_id"), ["child_id"], unique=False)

    op.create_table(
        "unified_certificates",
        sa.Column("id", BIG, nullable=False),
        sa.Column("number", sa.String(length=32), nullable=False),
        sa.Column("territory_id", BIG, nullable=False),
        sa.Column("child_id", BIG, nullable=False),
        sa.Column("issued_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("issued_by", BIG, nullable=True),
        sa.ForeignKeyConstraint(["child_id"], ["children.id"], name=op.f("fk_unified_certificates_child_id")),
        sa.ForeignKeyConstraint(["issued_by"], ["persons.id"], name=op.f("fk_unified_certificates_issued_by")),
        sa.ForeignKeyConstraint(
            ["territory_id"], ["territories.id"], name=op.f("fk_unified_certificates_territory_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_unified_certificates")),
        sa.UniqueConstraint("number", name=op.f("uq_unified_certificates_number")),
    )
    with op.batch_alter_table("unified_certificates", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_unified_certificates_child_id"), ["child_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_unified_certificates_territory_id"), ["territory_id"], unique=False)

    op.create_table(
        "ledger_holds",
        sa.Column("id", BIG, nullable=False),
        sa.Column("case_id", BIG, nullable=False),
        sa.Column("part", sa.Integer(), nullable=False),
        sa.Column("account_id", BIG, nullable=False),
        sa.Column("order_line_id", BIG, nullable=False),
        sa.Column("period_id", BIG, nullable=True),
        sa.Column("focus_limit_id", BIG, nullable=True),
        sa.Column("agreement_id", BIG, nullable=True),
        sa.Column("children", sa.Integer(), nullable=False),
        sa.Column("hours_reserved", sa.Integer(), nullable=False),
        sa.Column("hours_committed", sa.Integer(), nullable=False),
        sa.Column("hours_paid", sa.Integer(), nullable=False),
        sa.Column("money_reserved", BIG, nullable=False),
        sa.Column("money_committed", BIG, nullable=False),
        sa.Column("money_paid", BIG, nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "hours_reserved >= 0 AND hours_committed >= 0 AND hours_paid >= 0"
            " AND money_reserved >= 0 AND money_committed >= 0 AND money_paid >= 0",
            name=op.f("ck_ledger_holds_not_below_nought"),
        ),
        sa.ForeignKeyConstraint(["account_id"], ["ledger_accounts.id"], name=op.f("fk_ledger_holds_account_id")),
        sa.ForeignKeyConstraint(["agreement_id"], ["agreements.id"], name=op.f("fk_ledger_holds_agreement_id")),
        sa.ForeignKeyConstraint(["focus_limit_id"], ["focus_limits.id"], name=op.f("fk_ledger_holds_focus_limit_id")),
        sa.ForeignKeyConstraint(["order_line_id"], ["order_lines.id"], name=op.f("fk_ledger_holds_order_line_id")),
        sa.ForeignKeyConstraint(["period_id"], ["funding_periods.id"], name=op.f("fk_ledger_holds_period_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_ledger_holds")),
    )
    with op.batch_alter_table("ledger_holds", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_ledger_holds_account_id"), ["account_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_ledger_holds_order_line_id"), ["order_line_id"], unique=False)
        batch_op.create_index(
            "uq_ledger_holds_live",
            ["case_id", "part"],
            unique=True,
            sqlite_where=sa.text("ended_at IS NULL"),
            postgresql_where=sa.text("ended_at IS NULL"),
        )

    op.create_table(
        "ledger_entries",
        sa.Column("id", BIG, nullable=False),
        sa.Column("account_id", BIG, nullable=False),
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=32), nullable=False),
        sa.Column("hold_id", BIG, nullable=True),
        sa.Column("hours", sa.Integer(), nullable=False),
        sa.Column("money", BIG, nullable=False),
        sa.Column("reason", sa.String(length=300), nullable=True),
        sa.Column("act_line", sa.String(length=60), nullable=True),
        sa.Column("reverses", BIG, nullable=True),
        sa.Column("actor_id", BIG, nullable=True),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.CheckConstraint("kind <> 'adjust' OR reason IS NOT NULL", name=op.f("ck_ledger_entries_reason")),
        sa.CheckConstraint("kind <> 'consume' OR act_line IS NOT NULL", name=op.f("ck_ledger_entries_act_line")),
        sa.CheckConstraint(
            "kind = 'adjust' OR reverses IS NOT NULL OR (hours >= 0 AND money >= 0)",
            name=op.f("ck_ledger_entries_sign"),
        ),
        sa.CheckConstraint(
            "kind IN ('allocate', 'adjust') OR hold_id IS NOT NULL", name=op.f("ck_ledger_entries_held")
        ),
        sa.CheckConstraint("reverses IS NULL OR kind = 'consume'", name=op.f("ck_ledger_entries_reverses")),
        sa.ForeignKeyConstraint(["account_id"], ["ledger_accounts.id"], name=op.f("fk_ledger_entries_account_id")),
        sa.ForeignKeyConstraint(["actor_id"], ["persons.id"], name=op.f("fk_ledger_entries_actor_id")),
        sa.ForeignKeyConstraint(["hold_id"], ["ledger_holds.id"], name=op.f("fk_ledger_entries_hold_id")),
        sa.ForeignKeyConstraint(["reverses"], ["ledger_entries.id"], name=op.f("fk_ledger_entries_reverses")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_ledger_entries")),
        sa.UniqueConstraint("account_id", "seq", name=op.f("uq_ledger_entries_account_id_seq")),
        sa.UniqueConstraint("reverses", name=op.f("uq_ledger_entries_reverses")),
    )
    with op.batch_alter_table("ledger_entries", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_ledger_entries_hold_id"), ["hold_id"], unique=False)
        batch_op.create_index(
            "uq_ledger_entries_act_line",
            ["act_line"],
            unique=True,
            sqlite_where=sa.text("act_line IS NOT NULL AND reverses IS NULL"),
            postgresql_where=sa.text("act_line IS NOT NULL AND reverses IS NULL"),
        )

    with op.batch_alter_table("certificates", schema=None) as batch_op:
        batch_op.add_column(sa.Column("unified_id", BIG, nullable=True))
        batch_op.create_index(batch_op.f("ix_certificates_unified_id"), ["unified_id"], unique=False)
        batch_op.create_foreign_key(
            batch_op.f("fk_certificates_unified_id"), "unified_certificates", ["unified_id"], ["id"]
        )

    _add_to_lines()
    _append_only()
    _open_ledger()


def _add_to_lines() -> None:
    with op.batch_alter_table("order_lines", schema=None) as batch_op:
        batch_op.add_column(sa.Column("norm", sa.String(length=32), nullable=True))
        for name, kind, default in LINE_COLUMNS:
            batch_op.add_column(sa.Column(name, kind, nullable=False, server_default=default))
    with op.batch_alter_table("order_lines", schema=None) as batch_op:
        for name, kind, _default in LINE_COLUMNS:
            batch_op.alter_column(name, existing_type=kind, server_default=None)
        for name, rule in LINE_CHECKS:
            batch_op.create_check_constraint(op.f(f"ck_order_lines_{name}"), rule)


def _append_only() -> None:
    """The same statements as ``services.orders.models.ledger.APPEND_ONLY``."""
    if op.get_bind().dialect.name == "sqlite":
        for deed in ("update", "delete"):
            op.execute(
                f"CREATE TRIGGER ledger_entries_no_{deed} BEFORE {deed.upper()} ON ledger_entries "
                "BEGIN SELECT RAISE(ABORT, 'the ledger is append-only'); END"
            )
        return
    op.execute(
        "CREATE OR REPLACE FUNCTION ledger_is_append_only() RETURNS trigger LANGUAGE plpgsql AS $$ "
        "BEGIN RAISE EXCEPTION 'the ledger is append-only'; END $$"
    )
    op.execute(
        "CREATE TRIGGER ledger_entries_append_only BEFORE UPDATE OR DELETE ON ledger_entries "
        "FOR EACH ROW EXECUTE FUNCTION ledger_is_append_only()"
    )


def _open_ledger() -> None:
    """What certificates hold already is written as opening entries: the keys of digests are not known here."""
    for statement in OPENING:
        op.execute(statement)


def downgrade() -> None:
    with op.batch_alter_table("order_lines", schema=None) as batch_op:
        for name, _rule in LINE_CHECKS:
            batch_op.drop_constraint(op.f(f"ck_order_lines_{name}"), type_="check")
    with op.batch_alter_table("order_lines", schema=None) as batch_op:
        batch_op.drop_column("money_paid")
        batch_op.drop_column("hours_paid")
        batch_op.drop_column("money_committed")
        batch_op.drop_column("hours_committed")
        batch_op.drop_column("is_removed")
        batch_op.drop_column("norm")

    with op.batch_alter_table("certificates", schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f("fk_certificates_unified_id"), type_="foreignkey")
        batch_op.drop_index(batch_op.f("ix_certificates_unified_id"))
        batch_op.drop_column("unified_id")

    with op.batch_alter_table("ledger_entries", schema=None) as batch_op:
        batch_op.drop_index(
            "uq_ledger_entries_act_line",
            sqlite_where=sa.text("act_line IS NOT NULL AND reverses IS NULL"),
            postgresql_where=sa.text("act_line IS NOT NULL AND reverses IS NULL"),
        )
        batch_op.drop_index(batch_op.f("ix_ledger_entries_hold_id"))

    op.drop_table("ledger_entries")
    if op.get_bind().dialect.name == "postgresql":
        op.execute("DROP FUNCTION ledger_is_append_only()")
    with op.batch_alter_table("ledger_holds", schema=None) as batch_op:
        batch_op.drop_index(
            "uq_ledger_holds_live",
            sqlite_where=sa.text("ended_at IS NULL"),
            postgresql_where=sa.text("ended_at IS NULL"),
        )
        batch_op.drop_index(batch_op.f("ix_ledger_holds_order_line_id"))
        batch_op.drop_index(batch_op.f("ix_ledger_holds_account_id"))

    op.drop_table("ledger_holds")
    with op.batch_alter_table("unified_certificates", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_unified_certificates_territory_id"))
        batch_op.drop_index(batch_op.f("ix_unified_certificates_child_id"))

    op.drop_table("unified_certificates")
    with op.batch_alter_table("ledger_accounts", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_ledger_accounts_child_id"))

    op.drop_table("ledger_accounts")
    with op.batch_alter_table("order_drafts", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_order_drafts_person_id"))

    op.drop_table("order_drafts")
    op.drop_table("order_amendments")
    with op.batch_alter_table("agreements", schema=None) as batch_op:
        batch_op.drop_index("ix_agreements_of")

    op.drop_table("agreements")
    op.drop_table("funding_rules")
    op.drop_table("funding_periods")
    op.drop_table("focus_limits")
