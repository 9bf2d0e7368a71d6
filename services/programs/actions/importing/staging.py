"""Writing bundles: rows that nobody sees until the import is live."""

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import bindparam, func, select, text, update
from sqlalchemy.ext.asyncio import AsyncSession

from services.core.db import Base
from services.programs.actions.importing.many import put_many
from services.programs.actions.importing.numbering import Begun
from services.programs.actions.importing.preparing import Bundle, NewCard
from services.programs.actions.importing.spool import NUMBERS, Spooled
from services.programs.actions.indexing import put_rows
from services.programs.models import (
    INDEX,
    NEVER,
    Edition,
    Group,
    Lesson,
    Offer,
    Program,
    SourceCard,
    SourceRecord,
)

Rows = list[dict[str, Any]]
_SEQUENCE = text("SELECT nextval(pg_get_serial_sequence(:of, 'id')) FROM generate_series(1, :count)")
_COLUMNS = ("title", "topic", "body")
_WORDS = {
    "sqlite": ", ".join(_COLUMNS),
    "postgresql": ", ".join(f"array_to_string(tsvector_to_array({name}), ' ')" for name in _COLUMNS),
}


async def put_bundles(
    session: AsyncSession, begun: Begun, bundles: Sequence[Bundle], *, providers: Mapping[str, int]
) -> None:
    """Write programs: cards, editions with their offers, lessons and words. ``providers`` are ids by key."""
    await put_cards(session, begun, [bundle.card for bundle in bundles if bundle.card is not None])
    told = [bundle for bundle in bundles if bundle.edition is not None]
    if not told:
        return
    ids = await _ids(session, told)
    rows = _Rows(begun, providers, ids)
    for bundle in told:
        rows.add(bundle)
    await rows.put(session)


async def put_cards(session: AsyncSession, begun: Begun, cards: Sequence[NewCard]) -> None:
    """Keep cards under the import's number, and end those that they replace."""
    olds = [card.old_id for card in cards if card.old_id is not None]
    if olds:
        await session.execute(_until(SourceCard, olds, begun))
    if cards:
        versions = {"territory_id": begun.territory_id, "since": begun.number, "until": NEVER}
        rows = [
            {"box": card.box, "uuid": card.uuid, "source": card.source, "told": card.told, **versions} for card in cards
        ]
        await put_many(session, SourceCard, rows)


async def put_records(session: AsyncSession, begun: Begun, records: Sequence[Spooled]) -> None:
    """Keep the newest states of records under the import's number, and end those that they replace."""
    known = [{"of": NUMBERS[one.box], "id": one.uuid, "from": one.source} for one in records if one.known]
    if known:
        connection = await session.connection()  # the ORM would want a primary key in each row, not a condition
        ended = update(SourceRecord).values(until=begun.number).where(*_SAME, SourceRecord.until == NEVER)
        await connection.execute(ended, [{**one, "land": begun.territory_id} for one in known])
    versions = {"territory_id": begun.territory_id, "since": begun.number, "until": NEVER}
    rows = [
        {
            "box": NUMBERS[one.box],
            "uuid": one.uuid,
            "source": one.source,
            "modified_ts": one.ts,
            "is_deleted": one.is_deleted,
            "program": one.program,
            **versions,
        }
        for one in records
    ]
    await put_many(session, SourceRecord, rows)


async def words_of_editions(session: AsyncSession, ids: Sequence[int]) -> Counter[str]:
    """How many of these editions have each word, as the index tells it."""
    found: Counter[str] = Counter()
    if ids:
        columns = _WORDS[session.get_bind().dialect.name]
        sql = f"SELECT {columns} FROM {INDEX} WHERE rowid IN :ids"  # noqa: S608 (constants)
        statement = text(sql).bindparams(bindparam("ids", expanding=True))
        for row in await session.execute(statement, {"ids": list(ids)}):
            found.update({lemma for words in row for lemma in words.split()})
    return found


_SAME = (
    SourceRecord.territory_id == bindparam("land"),
    SourceRecord.box == bindparam("of"),
    SourceRecord.uuid == bindparam("id"),
    SourceRecord.source == bindparam("from"),
)


def _until(kind: type[SourceCard] | type[Edition], ids: Sequence[int], begun: Begun) -> Any:
    ended = update(kind).where(kind.id.in_(ids)).values(until=begun.number)
    return ended.execution_options(synchronize_session=False)


async def _ids(session: AsyncSession, told: Sequence[Bundle]) -> dict[type[Base], list[int]]:
    """Ids for the new rows, taken in this transaction: SQLite has one writer, PostgreSQL hands out its sequences."""
    wanted = {
        Program: sum(bundle.program_id is None for bundle in told),
        Group: sum(offer.key not in bundle.groups for bundle in told for offer in bundle.offers),
        Edition: len(told),
        Offer: sum(len(bundle.offers) for bundle in told),
    }
    if session.get_bind().dialect.name == "sqlite":
        tops = (
            await session.execute(select(*(select(func.max(_id(kind))).scalar_subquery() for kind in wanted)))
        ).one()
        return {
            kind: list(range((top or 0) + 1, (top or 0) + 1 + wanted[kind]))
            for kind, top in zip(wanted, tops, strict=True)
        }
    found: dict[type[Base], list[int]] = {}
    for kind, count in wanted.items():
        rows = await session.scalars(_SEQUENCE, {"of": kind.__tablename__, "count": count}) if count else ()
        found[kind] = list(rows)
    return found


def _id(kind: type[Base]) -> Any:
    return kind.__table__.c.id


class _Rows:
    """Rows of a transaction."""

    def __init__(self, begun: Begun, providers: Mapping[str, int], ids: Mapping[type[Base], list[int]]) -> None:
        self._begun = begun
        self._providers = providers
        self._ids = {kind: iter(taken) for kind, taken in ids.items()}
        self._rows: dict[type[Base], Rows] = {kind: [] for kind in (Program, Group, Edition, Offer, Lesson)}
        self._words: dict[int, Any] = {}
        self._replaced: list[int] = []

    def add(self, bundle: Bundle) -> None:
        """Rows of one program."""
        assert bundle.edition is not None
        land, program_id = self._begun.territory_id, bundle.program_id
        if program_id is None:
            program_id = next(self._ids[Program])
            self._rows[Program].append({"id": program_id, "territory_id": land, "key": bundle.key})
        if bundle.old is not None:
            self._replaced.append(bundle.old.id)
        id_ = next(self._ids[Edition])
        self._rows[Edition].append(
            bundle.edition.columns
            | {
                "id": id_,
                "program_id": program_id,
                "territory_id": land,
                "since": self._begun.number,
                "until": NEVER,
                "provider_id": self._providers[bundle.edition.partner],
                "modified_ts": bundle.modified_ts,
                "digest": bundle.digest,
            },
        )
        self._words[id_] = bundle.words
        self._add_offers(bundle, program_id, id_)

    def _add_offers(self, bundle: Bundle, program_id: int, edition_id: int) -> None:
        for draft in bundle.offers:
            group_id = bundle.groups.get(draft.key)
            if group_id is None:
                group_id = next(self._ids[Group])
                self._rows[Group].append({"id": group_id, "program_id": program_id, "key": draft.key, "taken": 0})
            id_ = next(self._ids[Offer])
            self._rows[Offer].append(draft.columns | {"id": id_, "edition_id": edition_id, "group_id": group_id})
            self._rows[Lesson] += [
                {"offer_id": id_, "weekday": one.weekday, "starts_at": one.starts_at, "minutes": one.minutes}
                for one in draft.lessons
            ]

    async def put(self, session: AsyncSession) -> None:
        """Write them, parents first."""
        if self._replaced:
            await session.execute(_until(Edition, self._replaced, self._begun))
        for kind, rows in self._rows.items():
            await put_many(session, kind, rows)
        await put_rows(session, self._words)
