"""Reading what suits: the best places of the words first, in pieces by the edition's id, until enough is found."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy.ext.asyncio import AsyncSession

from services.programs.queries.searching.asking import Ask
from services.programs.queries.searching.fitting import Fit, gather
from services.programs.queries.searching.shapes import COUNTED
from services.programs.queries.searching.statements import Source, sources

SMALL_PIECE, PIECE = 100, 4_000
"""Editions that one statement reads: no fewer, and no more."""
LOOKED_AT = 12_000
"""Editions that pass for suiting until their groups are read: after so many a search is content with what it has."""


@dataclass(frozen=True, slots=True)
class Window:
    """What suits, in the order of reading; ``is_more``: not everything was read."""

    fits: Sequence[Fit]
    is_more: bool


async def scan(session: AsyncSession, ask: Ask) -> Window:
    """Read at most ``COUNTED`` programs that suit, the same ones on both engines: by the place of the words and id."""
    fits: dict[int, Fit] = {}
    known: set[int] = set()
    looked_at, stop = 0, LOOKED_AT
    for source in sources(session.get_bind().dialect.name, ask):
        values, last = source.values, 0
        if source.hits is not None:
            values = values | {"hits": await _hits(session, source, known)}
            if not values["hits"]:
                continue
        size = max(SMALL_PIECE, COUNTED + 1 - len(fits))
        while True:
            most = min(size, stop - looked_at)
            rows = (await session.execute(source.clause, {**values, "last": last, "most": most})).all()
            gather(fits, rows, source.match, ask)
            if len(fits) > COUNTED:
                return Window([*fits.values()][:COUNTED], is_more=True)
            editions = len({row[0] for row in rows})
            looked_at += editions
            if looked_at == stop:
                if fits:
                    return Window([*fits.values()], is_more=True)
                stop += PIECE
            if editions < most:
                break
            last, size = rows[-1][0], min(PIECE, 2 * size)
    return Window([*fits.values()], is_more=False)


async def _hits(session: AsyncSession, source: Source, known: set[int]) -> list[int]:
    """The ids of a source that are in none better, in order; they are known from now on."""
    assert source.hits is not None
    told: list[int] = await session.scalar(source.hits, source.wanted) or []
    new = sorted(id_ for id_ in told if id_ not in known) if known else sorted(told)
    known.update(new)
    return new
