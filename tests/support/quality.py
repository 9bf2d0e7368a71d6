"""How good the search is: a written catalogue, written queries, and what is right (tests/support/search/README.md)."""

import json
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import cache
from pathlib import Path
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from services.programs import queries
from services.programs.actions import FOCUS_WORDS
from services.programs.actions.indexing import words_of
from services.programs.models import Focus, Level, OvzType, StudyForm
from services.territories.queries import TerritoryView, territory_by_slug
from tests.support.factories.providers import add_provider
from tests.support.shelves import GroupRow, Row, Shelves

FOLDER = Path(__file__).parent / "search"
TODAY = date(2026, 11, 23)
SLUG = "kemerovo"
LOOKED_AT, PAGE = 3, 6


@dataclass(frozen=True, slots=True)
class Query:
    """What a parent types, and what is right."""

    q: str
    kind: str
    expected: frozenset[str]
    forbidden: frozenset[str]
    nothing_fits: bool
    relaxed_ok: frozenset[str]
    note: str


@dataclass(slots=True)
class Score:
    """What one file of queries has shown; a line of ``misses``, ``wrong`` or ``marks`` is a query and what came.

    ``wrong`` is a forbidden program in the first page; ``marks`` is a list that says «relaxed» where the writer of the
    query saw what fits, or does not say so where the writer saw nothing.
    """

    queries: int = 0
    hits: int = 0
    misses: list[str] = field(default_factory=list)
    wrong: list[str] = field(default_factory=list)
    marks: list[str] = field(default_factory=list)
    by_kind: Counter[tuple[str, str]] = field(default_factory=Counter)

    @property
    def hit_at_3(self) -> float:
        """The share of queries that have something right among the first three."""
        return self.hits / self.queries if self.queries else 0.0


@cache
def asked(name: str) -> tuple[Query, ...]:
    """The queries of ``queries`` or ``held_out``."""
    lines = (FOLDER / f"{name}.jsonl").read_text(encoding="utf-8").splitlines()
    return tuple(_query(json.loads(line)) for line in lines)


def _query(told: dict[str, Any]) -> Query:
    return Query(
        q=told["q"],
        kind=told["kind"],
        expected=frozenset(told["expected"]),
        forbidden=frozenset(told.get("forbidden", ())),
        nothing_fits=told.get("nothing_fits", False),
        relaxed_ok=frozenset(told.get("relaxed_ok", ())),
        note=told.get("note", ""),
    )


async def stock(session: AsyncSession) -> dict[int, str]:
    """Put the written catalogue into the territory's, which is empty; programs' keys by their ids. Packs are loaded."""
    place = await territory_by_slug(session, SLUG)
    provider_id = await add_provider(session, territory_id=place.id)
    told = [json.loads(line) for line in (FOLDER / "catalogue.jsonl").read_text(encoding="utf-8").splitlines()]
    shelves = Shelves(place.id, provider_id)
    ids = await shelves.put(session, [_program(row) for row in told])
    await shelves.finish(session)
    return dict(zip(ids, (row["key"] for row in told), strict=True))


def _program(row: dict[str, Any]) -> Row:
    return Row(
        title=row["title"],
        summary=row["summary"],
        details="",
        focus=Focus(row["focus"]),
        ages=(12 * row["age_from"], 12 * (row["age_to"] + 1)),
        form=StudyForm(row["form"]),
        level=Level(row["level"]),
        ovz=sum(OvzType(kind).bit for kind in row["ovz"]),
        is_payable=row["payable"],
        point=None,
        address=row["address"],
        groups=tuple(_group(group, row["price_month"]) for group in row["groups"]),
        words=words_of(row["title"], [row["summary"]], [FOCUS_WORDS[Focus(row["focus"])]]),
    )


def _group(row: dict[str, Any], price: int | None) -> GroupRow:
    return GroupRow(
        capacity=row["capacity"],
        taken=row["taken"],
        starts_on=TODAY + timedelta(days=row["starts"]),
        ends_on=TODAY + timedelta(days=row["ends"]),
        closed_on=None if row["closed"] is None else TODAY + timedelta(days=row["closed"]),
        price=None if price is None else price * 100,
        lessons=tuple((day, begin, minutes) for day, begin, minutes in row["lessons"]),
    )


async def measure(session: AsyncSession, queries_asked: Iterable[Query], keys: dict[int, str]) -> Score:
    """Ask every query and count."""
    place, score = await territory_by_slug(session, SLUG), Score()
    for query in queries_asked:
        listed, is_relaxed = await _first_page(session, place, query.q, keys)
        _count(score, query, listed, is_relaxed=is_relaxed)
    return score


async def _first_page(
    session: AsyncSession, place: TerritoryView, text: str, keys: dict[int, str]
) -> tuple[Sequence[str], bool]:
    wish = await queries.understood(session, territory=place, text=text, today=TODAY)
    if wish is None:
        return (), False
    found = await queries.search(session, territory=place, wish=wish, today=TODAY)
    return [keys[card.program_id] for card in found.items[:PAGE]], bool(found.relaxed)


def _count(score: Score, query: Query, listed: Sequence[str], *, is_relaxed: bool) -> None:
    score.queries += 1
    right = query.relaxed_ok if query.nothing_fits else query.expected
    is_hit = not right.isdisjoint(listed[:LOOKED_AT]) and is_relaxed == query.nothing_fits
    wrong = [key for key in listed if key in query.forbidden]
    score.by_kind[query.kind, "asked"] += 1
    if is_hit:
        score.hits += 1
        score.by_kind[query.kind, "hits"] += 1
    else:
        score.misses.append(f"{query.kind}: {query.q} → {' '.join(listed) or '—'}{' (relaxed)' if is_relaxed else ''}")
    if wrong:
        score.wrong.append(f"{query.kind}: {query.q} → {' '.join(wrong)}")
    if is_relaxed != query.nothing_fits and listed:
        score.marks.append(f"{query.kind}: {query.q} → {'relaxed' if is_relaxed else 'not relaxed'}")
