"""The statements of a search: editions that may suit, with their groups that do, by the places of the words.

One place is read after another, until enough is found. SQLite's full-text index answers in the order of ids and stops
when enough is read; PostgreSQL's answers all at once: it is asked once for the ids, and then for pieces of them.
"""

from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

from sqlalchemy import Date, TextClause, bindparam, text

from services.programs.models import INDEX
from services.programs.queries.searching.asking import Ask
from services.programs.queries.searching.conditions import IS_OPEN, Conditions, conditions
from services.programs.queries.searching.matching import Tier, match, tiers, within, without
from services.programs.queries.searching.shapes import Match

_OF_EDITION = "e.id, e.program_id, e.focus, e.level, e.form, e.is_payable"
_OF_GROUP = (
    "o.id AS offer_id, o.group_id, o.starts_on, o.price, o.weekdays, o.from_months, o.below_months,"
    f" CASE WHEN {IS_OPEN} THEN 0 ELSE 1 END AS is_shut"
)
_NARROW = " INDEXED BY ix_editions_suit"
"""By itself SQLite would read the whole rows, long texts and all."""


@dataclass(frozen=True, slots=True)
class Source:
    """A statement and its values, but for ``last`` (the edition before) and ``most`` (editions).

    ``match`` is the place of the words in all its rows. ``hits``, where it is given, tells the ids of all editions that
    have them there, for the statement's ``hits``: those after ``last`` that no better source has told.
    """

    clause: TextClause
    match: Match
    values: dict[str, Any] = field(default_factory=dict)
    hits: TextClause | None = None
    wanted: dict[str, Any] = field(default_factory=dict)


def sources(dialect: str, ask: Ask) -> list[Source]:
    """What is read one after another until enough is found.

    A row for each group that suits, by edition; an edition whose groups all fail has one row without a group: it says
    how far the reading has come.
    """
    found, places = conditions(ask), tiers(ask.words)
    if not places:
        return [_everything(dialect, found, ask)]
    if dialect == "sqlite":
        return [_tier(found, ask, tier, better) for tier, better in zip(places, [None, *places], strict=False)]
    return [_by_ids(found, ask, tier) for tier in places]


def _everything(dialect: str, found: Conditions, ask: Ask) -> Source:
    """All editions, for a search without words."""
    if ask.banned:
        clause, values = without(dialect, ask.banned)
        found.add(clause, **values)
    where, editions = " AND ".join(found.edition), "editions e"
    if ask.provider_id is None:
        editions = f"{editions}{_NARROW}" if dialect == "sqlite" else _fenced("e.id > :last ORDER BY e.id")
    inner = f"SELECT {_columns(ask)} FROM {editions} WHERE {where} AND e.id > :last ORDER BY e.id"  # noqa: S608 (only names)
    return Source(_prepared(_with_groups(dialect, inner, found, ask)), Match.NAME, found.values)


def _tier(found: Conditions, ask: Ask, tier: Tier, better: Tier | None) -> Source:
    """SQLite: the hits of one tier that are in none better."""
    narrow = _NARROW if ask.provider_id is None else ""
    where = " AND ".join(found.edition)
    inner = (
        f"SELECT {_columns(ask)} FROM {INDEX} i CROSS JOIN editions e{narrow} ON e.id = i.rowid"  # noqa: S608 (only names)
        f" WHERE i.{INDEX} MATCH :wanted AND {where} AND i.rowid > :last ORDER BY i.rowid"
    )
    values = {"wanted": match(tier, better, ask.banned)}
    return Source(_prepared(_with_groups("sqlite", inner, found, ask)), tier.match, found.values | values)


def _by_ids(found: Conditions, ask: Ask, tier: Tier) -> Source:
    """PostgreSQL: the hits of one tier, and what suits of those whose ids are given."""
    hit, wanted = within(tier, ask.banned)
    inner = (
        f"SELECT {_columns(ask)} FROM"  # noqa: S608 (only names)
        " (SELECT id FROM unnest(CAST(:hits AS bigint[])) id WHERE id > :last ORDER BY id) h"
        f" CROSS JOIN LATERAL {_fenced('e.id = h.id')} WHERE {' AND '.join(found.edition)}"
    )
    ids = _told(f"SELECT ARRAY(SELECT i.rowid FROM {INDEX} i WHERE {hit})")  # noqa: S608 (only names)
    return Source(_prepared(_with_groups("postgresql", inner, found, ask)), tier.match, found.values, ids, wanted)


def _fenced(where: str) -> str:
    """PostgreSQL: editions by their ids alone. By ten conditions at once it would look into its index twice as long."""
    return f"(SELECT * FROM editions e WHERE {where} OFFSET 0) e"  # noqa: S608 (only names)


def _columns(ask: Ask) -> str:
    """The address is in no index: only a search in a settlement reads it."""
    point = _OF_EDITION if ask.near is None and ask.around is None else f"{_OF_EDITION}, e.latitude, e.longitude"
    return point if ask.around is None else f"{point}, e.address"


def _with_groups(dialect: str, inner: str, found: Conditions, ask: Ask) -> str:
    """PostgreSQL is kept from reading all offers for the sake of a thousand editions."""
    suits = " AND ".join(found.offer)
    columns = f"SELECT {_columns(ask)}, {_OF_GROUP} FROM ({inner} LIMIT :most) e"  # noqa: S608 (only names)
    if dialect == "sqlite":
        groups = f"LEFT JOIN offers o ON o.edition_id = e.id AND {suits} LEFT JOIN groups g ON g.id = o.group_id"
    else:
        columns = f"SELECT {_columns(ask)}, o.* FROM ({inner} LIMIT :most) e"  # noqa: S608 (only names)
        groups = (
            f"LEFT JOIN LATERAL (SELECT {_OF_GROUP} FROM offers o JOIN groups g ON g.id = o.group_id"  # noqa: S608 (only names)
            f" WHERE o.edition_id = e.id AND {suits} OFFSET 0) o ON true"
        )
    return f"{columns} {groups} ORDER BY e.id"


@lru_cache(maxsize=512)
def _prepared(sql: str) -> TextClause:
    return text(sql).bindparams(bindparam("today", type_=Date))


@lru_cache(maxsize=512)
def _told(sql: str) -> TextClause:
    return text(sql)
