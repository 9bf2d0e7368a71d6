"""Where a typed settlement or street is: by the territory's pack, else by the addresses of its own catalogue.

Nobody outside is asked, and what was typed is kept nowhere.
"""

import re
from collections.abc import Sequence
from statistics import median

from sqlalchemy import or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from services.programs.models import Edition, ProgramStatus
from services.programs.queries.shelf import is_live
from services.programs.rules.words import base, tokens
from services.territories.queries import TerritoryView
from services.territories.rules import Place

MOST = 500
"""Addresses that are looked at."""
SHORTEST = 3
STEM = 5
"""Letters of a street's name that are looked for: «Садовой» is «Садовая»."""
_KINDS = frozenset(
    tokens(
        "улица ул проспект пр просп переулок пер площадь пл дом д корпус корп кв квартира г город с село п пос поселок "
        "посёлок деревня дер станица хутор бульвар бул шоссе ш район р мкр микрорайон область обл край на в у рядом "
        "около возле street st near"
    )
)
_NUMBER = re.compile(r"\d+")


async def locate(session: AsyncSession, *, territory: TerritoryView, typed: str) -> Place | None:
    """The place that a person typed: a settlement of the territory, or a street that its catalogue has; else None.

    A street's point is the middle of the addresses on it, of the house itself where one has its number. ``name`` of a
    street is its own words as they are typed.
    """
    words = [token for token in tokens(typed) if token not in _KINDS]
    named = _settlement(territory, words)
    names = [word for word in words if len(word) >= SHORTEST and word.isalpha()]
    if named is not None and len({base(word) for word in names} - _bases(named.name)) == 0:
        return named
    streets = [word for word in names if named is None or base(word) not in _bases(named.name)]
    found = await _addresses(session, territory.id, streets)
    numbers = [word for word in words if word.isdecimal()]
    exact = [row for row in found if numbers and numbers[0] in _NUMBER.findall(row[0])]
    if not found:
        return named
    near = exact or found
    return Place(" ".join(streets), median(row[1] for row in near), median(row[2] for row in near))


def _bases(name: str) -> set[str]:
    return {base(word) for word in tokens(name) if word not in _KINDS}


def _settlement(territory: TerritoryView, words: Sequence[str]) -> Place | None:
    """The settlement all of whose words were typed, the one of most words."""
    typed = {base(word) for word in words}
    local = territory.local
    named = [(place, _bases(place.name)) for place in (local.centre, *local.settlements)]
    there = [(place, words_of) for place, words_of in named if words_of and words_of <= typed]
    return max(there, key=lambda found: len(found[1]), default=(None, set()))[0]


async def _addresses(
    session: AsyncSession, territory_id: int, streets: Sequence[str]
) -> list[tuple[str, float, float]]:
    """Addresses with a known point that have all words of a street's name; LIKE of SQLite folds no Russian letters."""
    if not streets:
        return []
    stems = [word[: max(STEM, len(word) - 2)] for word in streets]
    has_all = [or_(Edition.address.contains(stem), Edition.address.contains(stem.capitalize())) for stem in stems]
    rows = await session.execute(
        select(Edition.address, Edition.latitude, Edition.longitude)
        .where(
            Edition.territory_id == territory_id,
            Edition.status == ProgramStatus.PUBLISHED,
            Edition.latitude.is_not(None),
            Edition.longitude.is_not(None),
            is_live(),
            *has_all,
        )
        .limit(MOST)
    )
    return [(address, lat, lon) for address, lat, lon in rows if lat is not None and lon is not None]
