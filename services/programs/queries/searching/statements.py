"""The one statement of a search, for each place of the words: editions that may suit with their groups that do."""

from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

from sqlalchemy import Date, TextClause, bindparam, text

from services.programs.models import INDEX
from services.programs.queries.searching.asking import Ask
from services.programs.queries.searching.conditions import IS_OPEN, conditions
from services.programs.queries.searching.matching import hits, tiers, without
from services.programs.queries.searching.shapes import Match

_OF_EDITION = "e.id, e.program_id, e.focus, e.level, e.form, e.is_payable"
_PLACE = ", e.latitude, e.longitude, e.address"
_OF_GROUP = (
    "o.id AS offer_id, o.group_id, o.starts_on, o.price, o.weekdays, o.from_months, o.below_months,"
    f" CASE WHEN {IS_OPEN} THEN 0 ELSE 1 END AS is_shut"
)
_SQLITE_WORDS = f"{INDEX} i CROSS JOIN editions e%s ON e.id = i.rowid"
_NARROW = " INDEXED BY ix_editions_suit"
"""By itself SQLite would read the whole rows, long texts and all."""


@dataclass(frozen=True, slots=True)
class Source:
    """Where editions come from: a condition on the index (empty: all editions), and on the editions beside it."""

    match: Match
    hit: str = ""
    of_edition: str = ""
    values: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Statement:
    """A text and its values, but for ``last`` (the edition before) and ``most`` (editions)."""

    clause: TextClause
    values: dict[str, Any]


def sources(dialect: str, ask: Ask) -> list[Source]:
    """Places of the words from the best on; of a search without words there is one."""
    places = tiers(ask.words)
    if not places:
        clause, values = without(dialect, ask.banned) if ask.banned else ("", {})
        return [Source(Match.NAME, of_edition=clause, values=values)]
    found = []
    for tier, better in zip(places, [None, *places], strict=False):
        clause, values = hits(dialect, tier, better, ask.banned)
        found.append(Source(tier.match, hit=clause, values=values))
    return found


def statement(dialect: str, source: Source, ask: Ask) -> Statement:
    """All that is read for a search: one row for each group that suits, in the order of the editions' ids.

    An edition whose groups all fail has one row without a group: its id says how far the reading has come.
    """
    found = conditions(ask)
    columns = _OF_EDITION if ask.near is None and ask.around is None else f"{_OF_EDITION}{_PLACE}"
    where = [*found.edition, *([source.of_edition] if source.of_edition else [])]
    first, table, key = "", "editions e", "e.id"
    if dialect == "sqlite":
        narrow = "" if ask.provider_id is not None else _NARROW
        table = _SQLITE_WORDS % narrow if source.hit else f"editions e{narrow}"
        if source.hit:
            key = "i.rowid"
            where.insert(0, source.hit)
    elif source.hit:
        first = f"WITH hits AS MATERIALIZED (SELECT i.rowid AS id FROM {INDEX} i WHERE {source.hit}) "  # noqa: S608 (only names)
        table = "hits h JOIN editions e ON e.id = h.id"
    sql = (
        f"{first}SELECT {columns}, {_OF_GROUP} FROM"  # noqa: S608 (only names)
        f" (SELECT {columns} FROM {table} WHERE {' AND '.join(where)} AND {key} > :last ORDER BY {key} LIMIT :most) e"
        f" LEFT JOIN offers o ON o.edition_id = e.id AND {' AND '.join(found.offer)}"
        " LEFT JOIN groups g ON g.id = o.group_id ORDER BY e.id"
    )
    return Statement(_prepared(sql), {**found.values, **source.values})


@lru_cache(maxsize=512)
def _prepared(sql: str) -> TextClause:
    return text(sql).bindparams(bindparam("today", type_=Date))
