"""imports of the catalogue: records and cards of the neighbours, progress, pulls; providers without ИНН"""

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None

BIG = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
REPLACED = sa.text("until < 2147483647")
NO = sa.false()
IMPORT_COLUMNS: tuple[tuple[str, Any, Any], ...] = (
    ("file_id", sa.String(length=200), None),
    ("rules", sa.String(length=64), ""),
    ("accepts_removals", sa.Boolean(), NO),
    ("message_id", BIG, None),
    ("percent", sa.Integer(), "0"),
    ("staged", sa.Integer(), "0"),
    ("to_stage", sa.Integer(), "0"),
    ("first_edition", BIG, "0"),
    ("first_card", BIG, "0"),
    ("same_as", BIG, None),
    ("why", sa.JSON(), None),
    ("touched_at", sa.DateTime(timezone=True), None),
)
PROVIDER_COLUMNS: tuple[tuple[str, Any, Any], ...] = (
    ("key", sa.String(length=80), None),
    ("ogrn", sa.String(length=15), ""),
    ("kind", sa.String(length=32), ""),
    ("phone", sa.String(length=200), ""),
    ("email", sa.String(length=200), ""),
    ("site", sa.String(length=300), ""),
    ("is_listed", sa.Boolean(), sa.true()),
)


def _add(batch_op: Any, columns: tuple[tuple[str, Any, Any], ...]) -> None:
    for name, kind, default in columns:
        batch_op.add_column(sa.Column(name, kind, nullable=default is None, server_default=default))


def _forget_defaults(batch_op: Any, columns: tuple[tuple[str, Any, Any], ...]) -> None:
    """The defaults are for the rows that were there."""
    for name, kind, default in columns:
        if default is not None:
            batch_op.alter_column(name, existing_type=kind, server_default=None)


def upgrade() -> None:
    _change_providers()
    with op.batch_alter_table("offers", schema=None) as batch_op:
        batch_op.add_column(sa.Column("is_withdrawn", sa.Boolean(), nullable=False, server_default=NO))
    with op.batch_alter_table("offers", schema=None) as batch_op:
        batch_op.alter_column("is_withdrawn", existing_type=sa.Boolean(), server_default=None)
    _index("editions")
    _change_imports()
    _make_records()
    op.create_table(
        "pulls",
        sa.Column("territory_id", BIG, nullable=False),
        sa.Column("etag", sa.String(length=300), nullable=False),
        sa.Column("modified", sa.String(length=100), nullable=False),
        sa.Column("rules", sa.String(length=64), nullable=False),
        sa.Column("night", sa.Date(), nullable=True),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.Column("next_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["territory_id"], ["territories.id"], name=op.f("fk_pulls_territory_id")),
        sa.PrimaryKeyConstraint("territory_id", name=op.f("pk_pulls")),
    )


def _index(table: str) -> None:
    with op.batch_alter_table(table, schema=None) as batch_op:
        batch_op.create_index(
            f"ix_{table}_replaced",
            ["territory_id", "until"],
            unique=False,
            sqlite_where=REPLACED,
            postgresql_where=REPLACED,
        )


def _change_providers() -> None:
    with op.batch_alter_table("providers", schema=None) as batch_op:
        _add(batch_op, PROVIDER_COLUMNS)
        batch_op.alter_column("inn", existing_type=sa.String(length=12), nullable=True)
        batch_op.create_unique_constraint(batch_op.f("uq_providers_territory_id_key"), ["territory_id", "key"])
    with op.batch_alter_table("providers", schema=None) as batch_op:
        _forget_defaults(batch_op, PROVIDER_COLUMNS)


def _change_imports() -> None:
    with op.batch_alter_table("imports", schema=None) as batch_op:
        _add(batch_op, IMPORT_COLUMNS)
        batch_op.alter_column("number", existing_type=sa.Integer(), nullable=True)
        batch_op.create_index(batch_op.f("ix_imports_state"), ["state"], unique=False)
        batch_op.create_foreign_key(batch_op.f("fk_imports_same_as"), "imports", ["same_as"], ["id"])
    with op.batch_alter_table("imports", schema=None) as batch_op:
        _forget_defaults(batch_op, IMPORT_COLUMNS)
    op.create_table(
        "import_rejects",
        sa.Column("import_id", BIG, nullable=False),
        sa.Column("place", sa.Integer(), nullable=False),
        sa.Column("box", sa.String(length=32), nullable=False),
        sa.Column("local_id", sa.Text(), nullable=False),
        sa.Column("reason", sa.String(length=32), nullable=False),
        sa.ForeignKeyConstraint(
            ["import_id"], ["imports.id"], name=op.f("fk_import_rejects_import_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("import_id", "place", name=op.f("pk_import_rejects")),
    )


def _make_records() -> None:
    """Nothing was imported before: the old table of records is empty."""
    op.drop_table("source_records")
    op.create_table(
        "source_records",
        sa.Column("territory_id", BIG, nullable=False),
        sa.Column("box", sa.SmallInteger(), nullable=False),
        sa.Column("uuid", sa.LargeBinary(length=16), nullable=False),
        sa.Column("source", sa.LargeBinary(length=8), nullable=False),
        sa.Column("since", sa.Integer(), nullable=False),
        sa.Column("until", sa.Integer(), nullable=False),
        sa.Column("modified_ts", BIG, nullable=False),
        sa.Column("is_deleted", sa.Boolean(), nullable=False),
        sa.Column("program", sa.LargeBinary(length=16), nullable=True),
        sa.ForeignKeyConstraint(["territory_id"], ["territories.id"], name=op.f("fk_source_records_territory_id")),
        sa.PrimaryKeyConstraint("territory_id", "box", "uuid", "source", "since", name=op.f("pk_source_records")),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "source_cards",
        sa.Column("id", BIG, nullable=False),
        sa.Column("territory_id", BIG, nullable=False),
        sa.Column("box", sa.SmallInteger(), nullable=False),
        sa.Column("uuid", sa.LargeBinary(length=16), nullable=False),
        sa.Column("source", sa.LargeBinary(length=8), nullable=False),
        sa.Column("since", sa.Integer(), nullable=False),
        sa.Column("until", sa.Integer(), nullable=False),
        sa.Column("told", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(["territory_id"], ["territories.id"], name=op.f("fk_source_cards_territory_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_source_cards")),
        sa.UniqueConstraint(
            "territory_id",
            "box",
            "uuid",
            "source",
            "since",
            name=op.f("uq_source_cards_territory_id_box_uuid_source_since"),
        ),
    )
    _index("source_cards")


def downgrade() -> None:
    """What was imported stays published; what the neighbours said of it is forgotten."""
    op.drop_table("pulls")
    op.drop_table("source_cards")
    op.drop_table("source_records")
    op.create_table(
        "source_records",
        sa.Column("territory_id", BIG, nullable=False),
        sa.Column("key", sa.LargeBinary(length=16), nullable=False),
        sa.Column("modified_ts", BIG, nullable=False),
        sa.ForeignKeyConstraint(["territory_id"], ["territories.id"], name=op.f("fk_source_records_territory_id")),
        sa.PrimaryKeyConstraint("territory_id", "key", name=op.f("pk_source_records")),
    )
    op.drop_table("import_rejects")
    op.execute("DELETE FROM imports WHERE number IS NULL")
    with op.batch_alter_table("imports", schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f("fk_imports_same_as"), type_="foreignkey")
        batch_op.drop_index(batch_op.f("ix_imports_state"))
        batch_op.alter_column("number", existing_type=sa.Integer(), nullable=False)
        for name, _kind, _default in reversed(IMPORT_COLUMNS):
            batch_op.drop_column(name)
    with op.batch_alter_table("editions", schema=None) as batch_op:
        batch_op.drop_index("ix_editions_replaced", sqlite_where=REPLACED, postgresql_where=REPLACED)
    with op.batch_alter_table("offers", schema=None) as batch_op:
        batch_op.drop_column("is_withdrawn")
    op.execute("UPDATE providers SET inn = CAST(id AS VARCHAR(12)) WHERE inn IS NULL")
    with op.batch_alter_table("providers", schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f("uq_providers_territory_id_key"), type_="unique")
        batch_op.alter_column("inn", existing_type=sa.String(length=12), nullable=False)
        for name, _kind, _default in reversed(PROVIDER_COLUMNS):
            batch_op.drop_column(name)
