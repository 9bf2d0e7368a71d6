"""The statements of a search: editions that may suit, with their groups that do, by the places of the words.

SQLite reads one place after another: its full-text index answers in the order of ids, and stops when enough is read.
PostgreSQL's index answers all at once: one statement tells the place of every hit and reads on from the best.
"""

from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

from sqlalchemy import Date, TextClause, bindparam, text

from services.programs.models import INDEX
from services.programs.queries.searching.asking import Ask
from services.programs.queries.searching.conditions import IS_OPEN, Conditions, conditions
from services.programs.queries.searching.matching import Tier, everywhere, match, place, tiers, without
from services.programs.queries.searching.shapes import Match

_TIER = "CAST(:tier AS INTEGER) AS tier"
_OF_EDITION = "e.id, e.program_id, e.focus, e.level, e.form, e.is_payable"
_PLACE = ", e.latitude, e.longitude, e.address"
_OF_GROUP = (
    "o.id AS offer_id, o.group_id, o.starts_on, o.price, o.weekdays, o.from_months, o.below_months,"
    f" CASE WHEN {IS_OPEN} THEN 0 ELSE 1 END AS is_shut"
)
_NARROW = " INDEXED BY ix_editions_suit"
"""By itself SQLite would read the whole rows, long texts and all."""


@dataclass(frozen=True, slots=True)
class Source:
    """A statement and its values, but for ``tier`` and ``last`` (the edition before) and ``most`` (editions).

    ``matches``: what the numbers of tiers in its rows mean.
    """

    clause: TextClause
    matches: tuple[Match, ...]
    values: dict[str, Any] = field(default_factory=dict)


def sources(dialect: str, ask: Ask) -> list[Source]:
    """What is read one after another until enough is found.

    A row for each group that suits, by tier and edition; an edition whose groups all fail has one row without a group:
    it says how far the reading has come.
    """
    found, places = conditions(ask), tiers(ask.words)
    if not places:
        return [_everything(dialect, found, ask)]
    if dialect == "sqlite":
        return [_tier(found, ask, tier, better) for tier, better in zip(places, [None, *places], strict=False)]
    return [_all_tiers(found, ask, places)]


def _everything(dialect: str, found: Conditions, ask: Ask) -> Source:
    """All editions, for a search without words."""
    if ask.banned:
        clause, values = without(dialect, ask.banned)
        found.add(clause, **values)
    narrow = _NARROW if dialect == "sqlite" and ask.provider_id is None else ""
    where = " AND ".join(found.edition)
    inner = f"SELECT {_TIER}, {_columns(ask)} FROM editions e{narrow} WHERE {where} AND e.id > :last ORDER BY e.id"  # noqa: S608 (only names)
    return Source(_prepared(_with_groups(dialect, inner, found, ask)), (Match.NAME,), found.values)


def _tier(found: Conditions, ask: Ask, tier: Tier, better: Tier | None) -> Source:
    """SQLite: the hits of one tier that are in none better."""
    narrow = _NARROW if ask.provider_id is None else ""
    where = " AND ".join(found.edition)
    inner = (
        f"SELECT {_TIER}, {_columns(ask)} FROM {INDEX} i CROSS JOIN editions e{narrow} ON e.id = i.rowid"  # noqa: S608 (only names)
        f" WHERE i.{INDEX} MATCH :wanted AND {where} AND i.rowid > :last ORDER BY i.rowid"
    )
    values = {"wanted": match(tier, better, ask.banned)}
    return Source(_prepared(_with_groups("sqlite", inner, found, ask)), (tier.match,), found.values | values)


def _all_tiers(found: Conditions, ask: Ask, places: list[Tier]) -> Source:
    """PostgreSQL: all hits with their tiers."""
    hit, values = everywhere(places, ask.banned)
    tier, more = place(places)
    inner = (
        f"SELECT h.tier, {_columns(ask)} FROM (SELECT * FROM hits k WHERE (k.tier, k.id) > (:tier, :last)"  # noqa: S608 (only names)
        f" ORDER BY k.tier, k.id) h CROSS JOIN LATERAL (SELECT {_columns(ask)} FROM editions e"
        f" WHERE e.id = h.id AND {' AND '.join(found.edition)} OFFSET 0) e"
    )
    sql = (
        f"WITH hits AS MATERIALIZED (SELECT i.rowid AS id, {tier} AS tier FROM {INDEX} i WHERE {hit})"  # noqa: S608 (only names)
        f" {_with_groups('postgresql', inner, found, ask)}"
    )
    return Source(_prepared(sql), tuple(one.match for one in places), found.values | values | more)


def _columns(ask: Ask) -> str:
    return _OF_EDITION if ask.near is None and ask.around is None else f"{_OF_EDITION}{_PLACE}"


def _with_groups(dialect: str, inner: str, found: Conditions, ask: Ask) -> str:
    """PostgreSQL is kept from reading all offers for the sake of a thousand editions."""
    suits = " AND ".join(found.offer)
    columns = f"SELECT e.tier, {_columns(ask)}, {_OF_GROUP} FROM ({inner} LIMIT :most) e"  # noqa: S608 (only names)
    if dialect == "sqlite":
        groups = f"LEFT JOIN offers o ON o.edition_id = e.id AND {suits} LEFT JOIN groups g ON g.id = o.group_id"
    else:
        columns = f"SELECT e.tier, {_columns(ask)}, o.* FROM ({inner} LIMIT :most) e"  # noqa: S608 (only names)
        groups = (
            f"LEFT JOIN LATERAL (SELECT {_OF_GROUP} FROM offers o JOIN groups g ON g.id = o.group_id"  # noqa: S608 (only names)
            f" WHERE o.edition_id = e.id AND {suits} OFFSET 0) o ON true"
        )
    return f"{columns} {groups} ORDER BY e.tier, e.id"


@lru_cache(maxsize=512)
def _prepared(sql: str) -> TextClause:
    return text(sql).bindparams(bindparam("today", type_=Date))
