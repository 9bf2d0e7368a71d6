"""the ledger's triggers see REPLACE and TRUNCATE too; seals of the opening entries"""

import sqlalchemy as sa
from alembic import op

revision = "0021"
down_revision = "0020"
branch_labels = None
depends_on = None

BIG = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
TAKEN = {
    "replace": (
        "EXISTS (SELECT 1 FROM ledger_entries WHERE id = NEW.id)"
        " OR EXISTS (SELECT 1 FROM ledger_entries WHERE account_id = NEW.account_id AND seq = NEW.seq)"
        " OR EXISTS (SELECT 1 FROM ledger_entries WHERE reverses = NEW.reverses)"
    ),
    "act_line": (
        "NEW.reverses IS NULL AND"
        " EXISTS (SELECT 1 FROM ledger_entries WHERE act_line = NEW.act_line AND reverses IS NULL)"
    ),
}
TRUNCATE = """\
CREATE TRIGGER ledger_entries_no_truncate BEFORE TRUNCATE ON ledger_entries
FOR EACH STATEMENT EXECUTE FUNCTION ledger_is_append_only()"""


def _is_sqlite() -> bool:
    return bool(op.get_bind().dialect.name == "sqlite")


def upgrade() -> None:
    op.create_table(
        "ledger_seals",
        sa.Column("entry_id", BIG, autoincrement=False, nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.PrimaryKeyConstraint("entry_id", name=op.f("pk_ledger_seals")),
    )
    if not _is_sqlite():
        op.execute(TRUNCATE)
        return
    for deed, taken in TAKEN.items():
        op.execute(
            f"CREATE TRIGGER ledger_entries_no_{deed} BEFORE INSERT ON ledger_entries WHEN {taken} "
            f"BEGIN SELECT RAISE(ABORT, 'the ledger is append-only: ledger_entries.{deed}'); END"
        )


def downgrade() -> None:
    if _is_sqlite():
        for deed in TAKEN:
            op.execute(f"DROP TRIGGER ledger_entries_no_{deed}")
    else:
        op.execute("DROP TRIGGER ledger_entries_no_truncate ON ledger_entries")
    op.drop_table("ledger_seals")
