"""Searching the catalogue: by a sentence, by filters, by nearness; in the order in which they suit."""

from datetime import date

from sqlalchemy.ext.asyncio import AsyncSession

from services.programs.queries.searching.asking import Ask, Ground, ask
from services.programs.queries.searching.cards import cards
from services.programs.queries.searching.lexicons import lexicon_of, standing_of
from services.programs.queries.searching.ranking import facets, ordered
from services.programs.queries.searching.relaxing import ADAPTED, attempts
from services.programs.queries.searching.scanning import Window, scan
from services.programs.queries.searching.shapes import (
    COUNTED,
    PAGE,
    Card,
    ChildFit,
    Facets,
    Filters,
    Found,
    Match,
    Near,
    Sort,
)
from services.programs.rules import Wish, understand
from services.territories.queries import TerritoryView

__all__ = [
    "ADAPTED",
    "COUNTED",
    "PAGE",
    "Card",
    "ChildFit",
    "Facets",
    "Filters",
    "Found",
    "Match",
    "Near",
    "Sort",
    "search",
    "understood",
]
_ALL, _ANY = Wish(), Filters()


async def understood(session: AsyncSession, *, territory: TerritoryView, text: str, today: date) -> Wish | None:
    """What a typed sentence asks for, by the words of a territory's catalogue; None if there is nothing to read."""
    lexicon = await lexicon_of(session, territory.id, await standing_of(session, territory.id))
    local = territory.local
    places = [place.name for place in (local.centre, *local.settlements)]
    return understand(text, lexicon=lexicon, places=places, today=today)


async def search(
    session: AsyncSession,
    *,
    territory: TerritoryView,
    wish: Wish = _ALL,
    filters: Filters = _ANY,
    sort: Sort = Sort.FIT,
    page: int = 0,
    today: date,
) -> Found:
    """Programs of a territory that suit a wish and filters, six on a page from 0; past the end comes the first page.

    If nothing has all that the wish asks for, parts of it are given up and named in ``relaxed``; the age, special
    needs, what was not wanted and the filters never are. ``wish.near`` alone changes nothing: without a point in the
    filters nobody knows where that is. ``today`` is the territory's day.
    """
    standing = await standing_of(session, territory.id)
    lexicon = await lexicon_of(session, territory.id, standing)
    local = territory.local
    ground = Ground(territory.id, standing.live, today, lexicon, local.centre, local.settlements)
    asked, window, relaxed = await _best(session, ground, wish, filters)
    fits = ordered(window.fits, asked, sort)
    pages = -(-len(fits) // PAGE)
    page = page if 0 <= page < pages else 0
    shown = await cards(session, fits[page * PAGE : (page + 1) * PAGE], relaxed)
    return Found(shown, len(fits), page, pages, wish, window.is_more, relaxed, facets(window.fits))


async def _best(
    session: AsyncSession, ground: Ground, wish: Wish, filters: Filters
) -> tuple[Ask, Window, tuple[str, ...]]:
    """The strictest attempt that finds anything; the first one if none does."""
    first: tuple[Ask, Window, tuple[str, ...]] | None = None
    for left, given_up in attempts(wish, ground.lexicon):
        asked = ask(ground, left, filters, with_adapted=given_up == (ADAPTED,))
        window = await scan(session, asked)
        if window.fits:
            return asked, window, given_up
        first = first or (asked, window, ())
    return first or (ask(ground, wish, filters), Window([], is_more=False), ())
