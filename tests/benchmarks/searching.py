"""The whole path of a search over a hundred thousand programs: read the sentence, search, filter, first page, facets.

`searching_queries.txt` has the two hundred queries, a third of them with more than ten thousand hits. Beside them, in
the same run, FTS5 alone finds and orders the same words. The databases are built at the first run and kept.
"""

import gc
import time
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path
from statistics import fmean, quantiles

from sqlalchemy import select, text
from sqlalchemy.ext.asyncio import AsyncSession

from services.core.db import Database
from services.programs import queries
from services.programs.models import SearchWord
from services.programs.queries import ChildFit, Filters, Near, Sort
from services.programs.queries.searching.asking import Ask, Ground, ask
from services.programs.queries.searching.scanning import scan
from services.programs.rules import Lexicon, understand, warm
from services.territories.queries import TerritoryView, territory_by_slug
from tests.benchmarks.searching_build import PLAIN, SLUG, open_town, postgres
from tests.benchmarks.searching_town import CENTRE, TODAY
from tests.benchmarks.table import Row

FEW, MANY = 10_000, 100_000
PASSES = 2
OFTEN = 10_000
QUERIES = tuple((Path(__file__).parent / "searching_queries.txt").read_text(encoding="utf-8").split("\n")[:-1])
CHOICES = (
    (Filters(), Sort.FIT),
    (Filters(), Sort.FIT),
    (Filters(has_seats=True), Sort.FIT),
    (Filters(near=Near(*CENTRE, radius_km=5)), Sort.DISTANCE),
    (Filters(child=ChildFit(birth_date=date(2018, 3, 14))), Sort.FIT),
)
"""What is chosen beside the sentence: by turns. Of a sentence with another age the child makes a vain search."""
RAW = text(f"SELECT rowid FROM {PLAIN} WHERE {PLAIN} MATCH :words ORDER BY rank LIMIT 10")
HITS = text(f"SELECT count(*) FROM {PLAIN} WHERE {PLAIN} MATCH :words")


@dataclass(slots=True)
class Times:
    """Milliseconds, one for each query and pass."""

    ours: list[float] = field(default_factory=list)
    raw: list[float] = field(default_factory=list)


async def search_rows(_wanted: frozenset[str]) -> list[Row]:
    """Both engines, a tenth of the catalogue, and what mending and synonyms cost."""
    gc.freeze()  # as `kruzhok` does: no search waits while all that was imported is searched for rubbish
    few, _often = await _sqlite(FEW)
    many, often = await _sqlite(MANY)
    with postgres() as address:
        database = await open_town("postgresql", address, MANY)
        server = await _measured(database, {})
        await database.dispose()
    p50, p99 = _middle(many.ours), _worst(many.ours)
    return [
        Row("search p50", "ms", ours=p50, most=40, of_ratio=False),
        Row("  p99", "ms", ours=p99, most=150, of_ratio=False),
        Row("  beside FTS5's rank, p50", "ms", p50, _middle(many.raw), p50 / _middle(many.raw), most=4),
        Row("  p99", "ms", p99, _worst(many.raw), p99 / _worst(many.raw), most=4),
        Row("  over 10,000 hits", "%", ours=100 * often, least=33, of_ratio=False),
        Row("  10 times the rows, p50", "ms", p50, _middle(few.ours), p50 / _middle(few.ours), most=4),
        Row("  PostgreSQL, p50", "ms", _middle(server.ours), p50, _middle(server.ours) / p50, most=2),
        Row("  PostgreSQL, p99", "ms", _worst(server.ours), p99, _worst(server.ours) / p99, most=2),
        *await _cost_rows(),
    ]


async def _sqlite(programs: int) -> tuple[Times, float]:
    """The times, and the share of queries with many hits."""
    database = await open_town("sqlite", "", programs)
    words = await _words(database)
    often = 0
    async with database.reads() as session:
        for one in words.values():
            often += (await session.scalar(HITS, {"words": one}) or 0) > OFTEN
    times = await _measured(database, words)
    await database.dispose()
    return times, often / len(QUERIES)


async def _words(database: Database) -> dict[str, str]:
    """The words of every query as FTS5 is asked for them; a query of conditions alone has none."""
    async with database.reads() as session:
        asked = {query: await _ask(session, query) for query in QUERIES}
    return {
        query: " AND ".join(f"({' OR '.join(_both(form) for form in forms)})" for _own, forms in one.words)
        for query, one in asked.items()
        if one is not None and one.words
    }


def _both(form: str) -> str:
    quoted = [f'"{part}"' for part in form.split()]
    return f"({' AND '.join(quoted)})"


async def _ask(session: AsyncSession, query: str) -> Ask | None:
    place = await territory_by_slug(session, SLUG)
    wish = await queries.understood(session, territory=place, text=query, today=TODAY)
    if wish is None:
        return None
    return ask(_ground(place, await _lexicon(session, place)), wish, Filters())


def _ground(place: TerritoryView, lexicon: Lexicon) -> Ground:
    return Ground(place.id, 0, TODAY, lexicon, place.local.centre, place.local.settlements)


async def _lexicon(session: AsyncSession, place: TerritoryView) -> Lexicon:
    known = await session.execute(
        select(SearchWord.lemma, SearchWord.programs).where(SearchWord.territory_id == place.id)
    )
    return Lexicon({row.lemma: row.programs for row in known})


async def _measured(database: Database, words: dict[str, str]) -> Times:
    """Everything once to warm up, then in turn what is measured."""
    times = Times()
    async with database.reads() as session:
        place = await territory_by_slug(session, SLUG)
    for number in range(PASSES + 1):
        counted = times if number else Times()
        for turn, query in enumerate(QUERIES):
            async with database.reads() as session:
                began = time.perf_counter()
                await _search(session, place, query, turn)
                counted.ours.append(1000 * (time.perf_counter() - began))
            if query in words:
                async with database.reads() as session:
                    began = time.perf_counter()
                    (await session.execute(RAW, {"words": words[query]})).all()
                    counted.raw.append(1000 * (time.perf_counter() - began))
    return times


async def _search(session: AsyncSession, place: TerritoryView, query: str, turn: int) -> None:
    filters, sort = CHOICES[turn % len(CHOICES)]
    wish = await queries.understood(session, territory=place, text=query, today=TODAY)
    if wish is not None:
        await queries.search(session, territory=place, wish=wish, filters=filters, sort=sort, today=TODAY)


async def _cost_rows() -> list[Row]:
    """What mending adds to a sentence that is read for the first time, and words of the same meaning to a search.

    Those find more programs, and more take longer to read: the last figure, which has no target.
    """
    database = await open_town("sqlite", "", MANY)
    async with database.reads() as session:
        place = await territory_by_slug(session, SLUG)
        lexicon = await _lexicon(session, place)
        warm(lexicon)
        first, again = ([_reading(query, lexicon) for query in QUERIES] for _pass in range(2))
        mending = [max(0.0, one - other) for one, other in zip(first, again, strict=True)]
        naming = [_naming(query, lexicon) for query in QUERIES]
        wide, narrow = await _scans(session, _ground(place, lexicon))
    await database.dispose()
    return [
        Row("  mending adds, p99", "ms", ours=_worst(mending), most=5, of_ratio=False),
        Row("  naming synonyms, p99", "ms", ours=_worst(naming), most=5, of_ratio=False),
        Row("  finding by them too, mean", "ms", fmean(wide), fmean(narrow), fmean(wide) / fmean(narrow)),
    ]


def _reading(query: str, lexicon: Lexicon) -> float:
    began = time.perf_counter()
    understand(query, lexicon=lexicon, today=TODAY)
    return 1000 * (time.perf_counter() - began)


def _naming(query: str, lexicon: Lexicon) -> float:
    wish = understand(query, lexicon=lexicon, today=TODAY)
    began = time.perf_counter()
    for word in wish.words if wish else ():
        lexicon.alternatives(word)
    return 1000 * (time.perf_counter() - began)


async def _scans(session: AsyncSession, ground: Ground) -> tuple[list[float], list[float]]:
    """Every search by all that its words may be found by, and by the words alone."""
    wide, narrow = [], []
    for query in QUERIES:
        wish = understand(query, lexicon=ground.lexicon, today=TODAY)
        if wish is None or not wish.words:
            continue
        asked = ask(ground, wish, Filters())
        for one, spent in (
            (asked, wide),
            (replace(asked, words=tuple((own, own) for own, _all in asked.words)), narrow),
        ):
            await scan(session, one)
            began = time.perf_counter()
            await scan(session, one)
            spent.append(1000 * (time.perf_counter() - began))
    return wide, narrow


def _middle(times: Sequence[float]) -> float:
    return quantiles(times, n=100)[49]


def _worst(times: Sequence[float]) -> float:
    return quantiles(times, n=100)[98]
