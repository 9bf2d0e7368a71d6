"""editions of programs, their full-text index, imports, kept programs

What was published of a program and a group moves from them into an edition and its offers.
"""

from collections import Counter
from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

LONGEST_LEMMA = 64
SUIT = [
    "id", "program_id", "territory_id", "provider_id", "since", "until", "status", "focus", "form", "level",
    "is_adapted", "ovz", "is_payable", "from_months", "below_months", "weekdays", "begins", "ends", "price", "last_day",
    "latitude", "longitude",
]  # fmt: skip
BIG = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
OLD_PROGRAM: dict[str, Any] = {
    "provider_id": BIG,
    "title": sa.String(length=300),
    "summary": sa.Text(),
    "focus": sa.String(length=32),
    "form": sa.String(length=32),
    "level": sa.String(length=32),
    "service_code": sa.String(length=32),
    "is_adapted": sa.Boolean(),
    "age_from": sa.Integer(),
    "age_to": sa.Integer(),
    "hours": sa.Integer(),
    "hour_price": sa.Integer(),
    "is_payable": sa.Boolean(),
    "address": sa.String(length=300),
    "status": sa.String(length=32),
    "search_text": sa.Text(),
}
MOVED = tuple(OLD_PROGRAM)
OLD_GROUP: dict[str, Any] = {
    "title": sa.String(length=200),
    "capacity": sa.Integer(),
    "starts_on": sa.Date(),
    "ends_on": sa.Date(),
    "closed_on": sa.Date(),
}
BEGIN = "CAST(substr(starts_at, 1, 2) AS INTEGER) * 60 + CAST(substr(starts_at, 4, 2) AS INTEGER)"
MOVE = (
    "INSERT INTO catalogues (territory_id, live, words) SELECT DISTINCT territory_id, 0, 0 FROM programs",
    (
        "INSERT INTO editions (program_id, territory_id, since, until, provider_id, title, summary, details, focus,"
        " form, level, service_code, is_adapted, ovz, from_months, below_months, hours, hour_price, is_payable,"
        " unpaid_item, address, status, modified_ts, digest, weekdays, begins, ends)"
        " SELECT id, territory_id, 0, 2147483647, provider_id, title, summary, '', focus, form,"
        " level, service_code, is_adapted, 0, age_from * 12, (age_to + 1) * 12, hours, hour_price, is_payable, '',"
        " address, status, 0, '', 0, 0, 0 FROM programs ORDER BY id"
    ),
    (
        "INSERT INTO offers (edition_id, group_id, title, capacity, starts_on, ends_on, is_dated, closed_on,"
        " from_months, below_months, hours, hour_price, weekdays, begins, ends, teachers)"
        " SELECT e.id, g.id, g.title, g.capacity, g.starts_on, g.ends_on, true, g.closed_on, e.from_months,"
        " e.below_months, e.hours, e.hour_price,"
        " COALESCE((SELECT SUM(DISTINCT 1 << weekday) FROM lessons WHERE group_id = g.id), 0),"
        f" COALESCE((SELECT MIN({BEGIN}) FROM lessons WHERE group_id = g.id), 0),"
        f" COALESCE((SELECT MAX({BEGIN} + minutes) FROM lessons WHERE group_id = g.id), 0), ''"
        " FROM groups g JOIN editions e ON e.program_id = g.program_id ORDER BY g.id"
    ),
    (
        "UPDATE editions SET"
        " weekdays = COALESCE((SELECT SUM(DISTINCT 1 << l.weekday) FROM lessons l JOIN offers o"
        " ON o.group_id = l.group_id WHERE o.edition_id = editions.id), 0),"
        " begins = COALESCE((SELECT MAX(begins) FROM offers WHERE edition_id = editions.id), 0),"
        " ends = COALESCE((SELECT MIN(ends) FROM offers WHERE edition_id = editions.id), 0),"
        " last_day = (SELECT MAX(ends_on) FROM offers WHERE edition_id = editions.id)"
    ),
)
MOVE_BACK = (
    (
        "DELETE FROM lessons WHERE offer_id NOT IN (SELECT o.id FROM offers o JOIN editions e ON e.id = o.edition_id"
        " JOIN catalogues c ON c.territory_id = e.territory_id WHERE e.since <= c.live AND c.live < e.until)"
    ),
    (
        "DELETE FROM editions WHERE NOT EXISTS (SELECT 1 FROM catalogues c WHERE c.territory_id = editions.territory_id"
        " AND since <= c.live AND c.live < until)"
    ),
    "UPDATE lessons SET group_id = (SELECT group_id FROM offers WHERE offers.id = lessons.offer_id)",
    *(
        f"UPDATE programs SET {name} = (SELECT {name} FROM editions WHERE program_id = programs.id)"
        for name in MOVED
        if name not in {"age_from", "age_to", "search_text"}
    ),
    (
        "UPDATE programs SET age_from = (SELECT from_months / 12 FROM editions WHERE program_id = programs.id),"
        " age_to = (SELECT (below_months - 1) / 12 FROM editions WHERE program_id = programs.id),"
        " search_text = lower(title)"
    ),
    *(
        f"UPDATE groups SET {name} = (SELECT {name} FROM offers WHERE group_id = groups.id)"
        for name in ("title", "starts_on", "ends_on", "closed_on")
    ),
    (
        "UPDATE groups SET capacity = (SELECT CASE WHEN o.capacity < groups.taken THEN groups.taken ELSE o.capacity END"
        " FROM offers o WHERE o.group_id = groups.id)"
    ),
)


def _make_index() -> None:
    """The full-text index of each engine, filled with the words that were kept with the programs."""
    if op.get_bind().dialect.name == "sqlite":
        op.execute(
            "CREATE VIRTUAL TABLE program_index USING fts5(title, topic, body, detail=column,"
            " tokenize='unicode61 remove_diacritics 0')"
        )
        op.execute(
            "INSERT INTO program_index (rowid, title, topic, body)"
            " SELECT e.id, trim(p.search_text), '', '' FROM editions e JOIN programs p ON p.id = e.program_id"
        )
        return
    op.execute(
        "CREATE TABLE program_index (rowid bigint PRIMARY KEY, title tsvector, topic tsvector, body tsvector)"
        " WITH (toast_tuple_target = 256)"
    )
    op.execute("ALTER TABLE program_index ALTER title SET STORAGE MAIN, ALTER topic SET STORAGE MAIN")
    op.execute("CREATE INDEX ix_program_index_all ON program_index USING gin ((topic || body)) WITH (fastupdate = off)")
    op.execute(
        "INSERT INTO program_index (rowid, title, topic, body) SELECT e.id,"
        " array_to_tsvector(string_to_array(trim(p.search_text), ' ')),"
        " array_to_tsvector(string_to_array(trim(p.search_text), ' ')), ''"
        " FROM editions e JOIN programs p ON p.id = e.program_id"
    )


def _count_words() -> None:
    """The vocabulary that typing slips are mended by."""
    kept = op.get_bind().execute(sa.text("SELECT territory_id, search_text FROM programs")).all()
    counted = Counter((row.territory_id, lemma) for row in kept for lemma in set(row.search_text.split()))
    rows = [
        {"territory_id": territory_id, "lemma": lemma, "programs": programs}
        for (territory_id, lemma), programs in sorted(counted.items())
        if len(lemma) <= LONGEST_LEMMA
    ]
    words = sa.table("search_words", sa.column("territory_id"), sa.column("lemma"), sa.column("programs"))
    op.bulk_insert(words, rows)


def upgrade() -> None:
    op.create_table(
        "catalogues",
        sa.Column("territory_id", BIG, nullable=False),
        sa.Column("live", sa.Integer(), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("words", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["territory_id"], ["territories.id"], name=op.f("fk_catalogues_territory_id")),
        sa.PrimaryKeyConstraint("territory_id", name=op.f("pk_catalogues")),
    )
    op.create_table(
        "search_words",
        sa.Column("territory_id", BIG, nullable=False),
        sa.Column("lemma", sa.String(length=64), nullable=False),
        sa.Column("programs", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["territory_id"], ["territories.id"], name=op.f("fk_search_words_territory_id")),
        sa.PrimaryKeyConstraint("territory_id", "lemma", name=op.f("pk_search_words")),
    )
    op.create_table(
        "source_records",
        sa.Column("territory_id", BIG, nullable=False),
        sa.Column("key", sa.LargeBinary(length=16), nullable=False),
        sa.Column("modified_ts", BIG, nullable=False),
        sa.ForeignKeyConstraint(["territory_id"], ["territories.id"], name=op.f("fk_source_records_territory_id")),
        sa.PrimaryKeyConstraint("territory_id", "key", name=op.f("pk_source_records")),
    )
    op.create_table(
        "editions",
        sa.Column("id", BIG, nullable=False),
        sa.Column("program_id", BIG, nullable=False),
        sa.Column("territory_id", BIG, nullable=False),
        sa.Column("since", sa.Integer(), nullable=False),
        sa.Column("until", sa.Integer(), nullable=False),
        sa.Column("provider_id", BIG, nullable=False),
        sa.Column("title", sa.String(length=300), nullable=False),
        sa.Column("summary", sa.Text(), nullable=False),
        sa.Column("details", sa.Text(), nullable=False),
        sa.Column("focus", sa.String(length=32), nullable=False),
        sa.Column("form", sa.String(length=32), nullable=False),
        sa.Column("level", sa.String(length=32), nullable=False),
        sa.Column("service_code", sa.String(length=32), nullable=True),
        sa.Column("is_adapted", sa.Boolean(), nullable=False),
        sa.Column("ovz", sa.Integer(), nullable=False),
        sa.Column("from_months", sa.Integer(), nullable=False),
        sa.Column("below_months", sa.Integer(), nullable=False),
        sa.Column("hours", sa.Integer(), nullable=False),
        sa.Column("hour_price", sa.Integer(), nullable=False),
        sa.Column("is_payable", sa.Boolean(), nullable=False),
        sa.Column("unpaid_why", sa.String(length=32), nullable=True),
        sa.Column("unpaid_item", sa.Text(), nullable=False),
        sa.Column("address", sa.String(length=300), nullable=False),
        sa.Column("latitude", sa.Double(), nullable=True),
        sa.Column("longitude", sa.Double(), nullable=True),
        sa.Column("status", sa.String(length=32), nullable=False),
        sa.Column("modified_ts", BIG, nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("weekdays", sa.Integer(), nullable=False),
        sa.Column("begins", sa.Integer(), nullable=False),
        sa.Column("ends", sa.Integer(), nullable=False),
        sa.Column("price", sa.Integer(), nullable=True),
        sa.Column("last_day", sa.Date(), nullable=True),
        sa.CheckConstraint("from_months < below_months", name=op.f("ck_editions_ages")),
        sa.CheckConstraint("since < until", name=op.f("ck_editions_interval")),
        sa.ForeignKeyConstraint(["program_id"], ["programs.id"], name=op.f("fk_editions_program_id")),
        sa.ForeignKeyConstraint(["provider_id"], ["providers.id"], name=op.f("fk_editions_provider_id")),
        sa.ForeignKeyConstraint(["territory_id"], ["territories.id"], name=op.f("fk_editions_territory_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_editions")),
        sa.UniqueConstraint("program_id", "since", name=op.f("uq_editions_program_id_since")),
    )
    with op.batch_alter_table("editions", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_editions_provider_id"), ["provider_id"], unique=False)
        batch_op.create_index("ix_editions_shelf", ["territory_id", "status", "focus"], unique=False)
        batch_op.create_index("ix_editions_suit", SUIT, unique=False)

    op.create_table(
        "favourites",
        sa.Column("person_id", BIG, nullable=False),
        sa.Column("program_id", BIG, nullable=False),
        sa.Column("added_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["persons.id"], name=op.f("fk_favourites_person_id")),
        sa.ForeignKeyConstraint(["program_id"], ["programs.id"], name=op.f("fk_favourites_program_id")),
        sa.PrimaryKeyConstraint("person_id", "program_id", name=op.f("pk_favourites")),
    )
    op.create_table(
        "imports",
        sa.Column("id", BIG, nullable=False),
        sa.Column("territory_id", BIG, nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("source", sa.String(length=300), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("state", sa.String(length=32), nullable=False),
        sa.Column("person_id", BIG, nullable=True),
        sa.Column("report", sa.Text(), nullable=False),
        sa.Column("started_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["person_id"], ["persons.id"], name=op.f("fk_imports_person_id")),
        sa.ForeignKeyConstraint(["territory_id"], ["territories.id"], name=op.f("fk_imports_territory_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_imports")),
        sa.UniqueConstraint("territory_id", "number", name=op.f("uq_imports_territory_id_number")),
    )
    op.create_table(
        "synonyms",
        sa.Column("id", BIG, nullable=False),
        sa.Column("territory_id", BIG, nullable=False),
        sa.Column("word", sa.String(length=64), nullable=False),
        sa.Column("means", sa.String(length=64), nullable=False),
        sa.Column("person_id", BIG, nullable=True),
        sa.Column("added_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["persons.id"], name=op.f("fk_synonyms_person_id")),
        sa.ForeignKeyConstraint(["territory_id"], ["territories.id"], name=op.f("fk_synonyms_territory_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_synonyms")),
        sa.UniqueConstraint("territory_id", "word", "means", name=op.f("uq_synonyms_territory_id_word_means")),
    )
    op.create_table(
        "offers",
        sa.Column("id", BIG, nullable=False),
        sa.Column("edition_id", BIG, nullable=False),
        sa.Column("group_id", BIG, nullable=False),
        sa.Column("title", sa.String(length=200), nullable=False),
        sa.Column("capacity", sa.Integer(), nullable=False),
        sa.Column("starts_on", sa.Date(), nullable=False),
        sa.Column("ends_on", sa.Date(), nullable=False),
        sa.Column("is_dated", sa.Boolean(), nullable=False),
        sa.Column("closed_on", sa.Date(), nullable=True),
        sa.Column("opens_on", sa.Date(), nullable=True),
        sa.Column("closes_on", sa.Date(), nullable=True),
        sa.Column("from_months", sa.Integer(), nullable=False),
        sa.Column("below_months", sa.Integer(), nullable=False),
        sa.Column("hours", sa.Integer(), nullable=False),
        sa.Column("hour_price", sa.Integer(), nullable=False),
        sa.Column("price", sa.Integer(), nullable=True),
        sa.Column("weekdays", sa.Integer(), nullable=False),
        sa.Column("begins", sa.Integer(), nullable=False),
        sa.Column("ends", sa.Integer(), nullable=False),
        sa.Column("teachers", sa.String(length=300), nullable=False),
        sa.CheckConstraint("capacity >= 0", name=op.f("ck_offers_capacity")),
        sa.ForeignKeyConstraint(["edition_id"], ["editions.id"], name=op.f("fk_offers_edition_id"), ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["group_id"], ["groups.id"], name=op.f("fk_offers_group_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_offers")),
        sa.UniqueConstraint("edition_id", "group_id", name=op.f("uq_offers_edition_id_group_id")),
    )
    with op.batch_alter_table("offers", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_offers_group_id"), ["group_id"], unique=False)

    op.create_table(
        "seat_watches",
        sa.Column("person_id", BIG, nullable=False),
        sa.Column("group_id", BIG, nullable=False),
        sa.Column("since", sa.DateTime(timezone=True), nullable=False),
        sa.Column("told_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["group_id"], ["groups.id"], name=op.f("fk_seat_watches_group_id")),
        sa.ForeignKeyConstraint(["person_id"], ["persons.id"], name=op.f("fk_seat_watches_person_id")),
        sa.PrimaryKeyConstraint("person_id", "group_id", name=op.f("pk_seat_watches")),
    )
    with op.batch_alter_table("seat_watches", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_seat_watches_group_id"), ["group_id"], unique=False)
    for statement in MOVE:
        op.execute(statement)
    _make_index()
    _count_words()
    _thin_out()


def _thin_out() -> None:
    """What stands in editions and offers now leaves the programs and groups."""
    with op.batch_alter_table("groups", schema=None) as batch_op:
        batch_op.add_column(sa.Column("key", sa.String(length=80), nullable=True))
        batch_op.drop_constraint(batch_op.f("ck_groups_seats"), type_="check")
        batch_op.drop_index(batch_op.f("ix_groups_program_id"))
        for name in ("title", "starts_on", "closed_on", "ends_on", "capacity"):
            batch_op.drop_column(name)
        batch_op.create_check_constraint(batch_op.f("ck_groups_seats"), "taken >= 0")
        batch_op.create_unique_constraint(batch_op.f("uq_groups_program_id_key"), ["program_id", "key"])
    with op.batch_alter_table("lessons", schema=None) as batch_op:
        batch_op.add_column(sa.Column("offer_id", BIG, nullable=True))
    op.execute("UPDATE lessons SET offer_id = (SELECT id FROM offers WHERE offers.group_id = lessons.group_id)")
    with op.batch_alter_table("lessons", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_lessons_group_id"))
        batch_op.drop_constraint(batch_op.f("fk_lessons_group_id"), type_="foreignkey")
        batch_op.drop_column("group_id")
        batch_op.alter_column("offer_id", existing_type=BIG, nullable=False)
        batch_op.create_index(batch_op.f("ix_lessons_offer_id"), ["offer_id"], unique=False)
        batch_op.create_foreign_key(
            batch_op.f("fk_lessons_offer_id"), "offers", ["offer_id"], ["id"], ondelete="CASCADE"
        )
    with op.batch_alter_table("programs", schema=None) as batch_op:
        batch_op.add_column(sa.Column("key", sa.String(length=80), nullable=True))
        batch_op.drop_index(batch_op.f("ix_programs_provider_id"))
        batch_op.drop_index(batch_op.f("ix_programs_shelf"))
        batch_op.drop_constraint(batch_op.f("fk_programs_provider_id"), type_="foreignkey")
        for name in MOVED:
            batch_op.drop_column(name)
        batch_op.create_unique_constraint(batch_op.f("uq_programs_territory_id_key"), ["territory_id", "key"])


def downgrade() -> None:
    """Back to one table each; what was published last is what stays."""
    _put_back()
    op.execute("DROP TABLE program_index")
    with op.batch_alter_table("seat_watches", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_seat_watches_group_id"))
    for name in ("seat_watches", "offers", "synonyms", "imports", "favourites", "editions", "source_records"):
        op.drop_table(name)
    op.drop_table("search_words")
    op.drop_table("catalogues")


def _put_back() -> None:
    with op.batch_alter_table("programs", schema=None) as batch_op:
        for name, kind in OLD_PROGRAM.items():
            batch_op.add_column(sa.Column(name, kind))
    with op.batch_alter_table("groups", schema=None) as batch_op:
        for name, kind in OLD_GROUP.items():
            batch_op.add_column(sa.Column(name, kind))
    with op.batch_alter_table("lessons", schema=None) as batch_op:
        batch_op.add_column(sa.Column("group_id", BIG, nullable=True))
    for statement in MOVE_BACK:
        op.execute(statement)
    _thicken()


def _thicken() -> None:
    with op.batch_alter_table("programs", schema=None) as batch_op:
        for name, kind in OLD_PROGRAM.items():
            if name != "service_code":
                batch_op.alter_column(name, existing_type=kind, nullable=False)
        batch_op.create_foreign_key(batch_op.f("fk_programs_provider_id"), "providers", ["provider_id"], ["id"])
        batch_op.drop_constraint(batch_op.f("uq_programs_territory_id_key"), type_="unique")
        batch_op.drop_column("key")
        batch_op.create_index(batch_op.f("ix_programs_shelf"), ["territory_id", "status", "focus"], unique=False)
        batch_op.create_index(batch_op.f("ix_programs_provider_id"), ["provider_id"], unique=False)
    with op.batch_alter_table("lessons", schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f("fk_lessons_offer_id"), type_="foreignkey")
        batch_op.drop_index(batch_op.f("ix_lessons_offer_id"))
        batch_op.drop_column("offer_id")
        batch_op.alter_column("group_id", existing_type=BIG, nullable=False)
        batch_op.create_foreign_key(batch_op.f("fk_lessons_group_id"), "groups", ["group_id"], ["id"])
        batch_op.create_index(batch_op.f("ix_lessons_group_id"), ["group_id"], unique=False)
    with op.batch_alter_table("groups", schema=None) as batch_op:
        for name, kind in OLD_GROUP.items():
            if name != "closed_on":
                batch_op.alter_column(name, existing_type=kind, nullable=False)
        batch_op.drop_constraint(batch_op.f("uq_groups_program_id_key"), type_="unique")
        batch_op.drop_constraint(batch_op.f("ck_groups_seats"), type_="check")
        batch_op.drop_column("key")
        batch_op.create_check_constraint(batch_op.f("ck_groups_seats"), "taken >= 0 AND taken <= capacity")
        batch_op.create_index(batch_op.f("ix_groups_program_id"), ["program_id"], unique=False)
