"""The words of a territory's catalogue, kept in memory: reading and arranging them takes a second or two."""

import asyncio
from collections import OrderedDict
from collections.abc import Mapping
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, field

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from services.programs.models import Catalogue, SearchWord, Synonym
from services.programs.rules import Lexicon, warm

KEPT = 8
"""Territories whose words are kept."""
SMALL = 10_000
"""Words that are arranged while the person waits; more are arranged aside, and the old ones serve meanwhile."""
PIECE = 5_000
"""Words that one statement reads: the loop goes on between the pieces."""


@dataclass(frozen=True, slots=True)
class Standing:
    """Which import people see, and the token of the words."""

    live: int = 0
    words: int = 0


@dataclass(slots=True)
class _Kept:
    standing: Standing
    lexicon: Lexicon
    size: int
    coming: Standing | None = field(default=None)
    """Of the words that are being arranged."""


_kept: OrderedDict[tuple[str, int], _Kept] = OrderedDict()
_aside = ThreadPoolExecutor(max_workers=1, thread_name_prefix="lexicon")


async def standing_of(session: AsyncSession, territory_id: int) -> Standing:
    """How a territory's catalogue stands now."""
    row = (
        await session.execute(
            select(Catalogue.live, Catalogue.words).where(Catalogue.territory_id == territory_id),
        )
    ).one_or_none()
    return Standing() if row is None else Standing(row.live, row.words)


async def lexicon_of(session: AsyncSession, territory_id: int, standing: Standing) -> Lexicon:
    """The words as the catalogue stands; of a large one for a moment those from before its last change."""
    key = (str(session.get_bind().engine.url), territory_id)
    kept = _kept.get(key)
    if kept is not None:
        _kept.move_to_end(key)
        if standing in {kept.standing, kept.coming}:
            return kept.lexicon
    vocabulary, extra = await _read(session, territory_id)
    if kept is not None and len(vocabulary) > SMALL:
        _arrange_aside(kept, standing, vocabulary, extra)
        return kept.lexicon
    lexicon = await asyncio.to_thread(_arrange, vocabulary, extra)
    _kept[key] = _Kept(standing, lexicon, len(vocabulary))
    while len(_kept) > KEPT:
        _kept.popitem(last=False)
    return lexicon


async def _read(session: AsyncSession, territory_id: int) -> tuple[dict[str, int], list[tuple[str, str]]]:
    found: dict[str, int] = {}
    last = ""
    mine = SearchWord.territory_id == territory_id
    while True:
        piece = select(SearchWord.lemma, SearchWord.programs).where(mine, SearchWord.lemma > last)
        rows = (await session.execute(piece.order_by(SearchWord.lemma).limit(PIECE))).all()
        found.update((row.lemma, row.programs) for row in rows)
        if len(rows) < PIECE:
            break
        last = rows[-1].lemma
    pairs = await session.execute(select(Synonym.word, Synonym.means).where(Synonym.territory_id == territory_id))
    return found, [(row.word, row.means) for row in pairs]


def _arrange_aside(
    kept: _Kept, standing: Standing, vocabulary: Mapping[str, int], extra: list[tuple[str, str]]
) -> None:
    """Arrange new words in a thread of their own; the first search after it finds by them."""

    def arrived(done: Future[Lexicon]) -> None:
        if done.exception() is None and kept.coming == standing:
            kept.lexicon, kept.standing, kept.size = done.result(), standing, len(vocabulary)
        kept.coming = None

    kept.coming = standing
    _aside.submit(_arrange, vocabulary, extra).add_done_callback(arrived)


def _arrange(vocabulary: Mapping[str, int], extra: list[tuple[str, str]]) -> Lexicon:
    lexicon = Lexicon(vocabulary, extra=extra)
    warm(lexicon)
    return lexicon
