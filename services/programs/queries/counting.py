"""How many programs other conditions would bring: what an empty list offers, and the counts of a choice."""

from collections.abc import Sequence
from datetime import date

from sqlalchemy.ext.asyncio import AsyncSession

from services.programs.queries.searching import Filters
from services.programs.queries.searching.asking import Ground, ask
from services.programs.queries.searching.lexicons import lexicon_of, standing_of
from services.programs.queries.searching.scanning import scan
from services.programs.rules import Wish
from services.territories.queries import TerritoryView

Tried = tuple[Wish, Filters]
"""A search that is only counted."""


async def counts(
    session: AsyncSession, *, territory: TerritoryView, tries: Sequence[Tried], today: date
) -> list[tuple[int, bool]]:
    """Of each try how many programs have all of it, and whether there are more than were counted.

    Nothing is given up.
    """
    if not tries:
        return []
    standing = await standing_of(session, territory.id)
    lexicon = await lexicon_of(session, territory.id, standing)
    local = territory.local
    ground = Ground(territory.id, standing.live, today, lexicon, local.centre, local.settlements)
    windows = [await scan(session, ask(ground, wish, filters)) for wish, filters in tries]
    return [(len(window.fits), window.is_more) for window in windows]
