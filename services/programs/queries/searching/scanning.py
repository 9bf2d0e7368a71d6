"""Reading what suits: the best places of the words first, in pieces by the edition's id, until enough is found."""

from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Row
from sqlalchemy.ext.asyncio import AsyncSession

from services.programs.queries.searching.asking import Ask
from services.programs.queries.searching.fitting import Fit, put
from services.programs.queries.searching.shapes import COUNTED, Match
from services.programs.queries.searching.statements import Source, sources, statement

PIECE = 4_000
"""Editions that one statement reads at most."""
LOOKED_AT = 12_000
"""Editions that pass for suiting until their groups are read: after so many a search is content with what it has."""


@dataclass(frozen=True, slots=True)
class Window:
    """What suits, in the order of reading; ``is_more``: not everything was read."""

    fits: Sequence[Fit]
    is_more: bool


async def scan(session: AsyncSession, ask: Ask) -> Window:
    """Read at most ``COUNTED`` programs that suit."""
    fits: dict[int, Fit] = {}
    looked_at = 0
    async for rows, editions, match in _pieces(session, ask):
        looked_at += editions
        for row in rows:
            put(fits, row, match, ask)
        if len(fits) > COUNTED:
            return Window([*fits.values()][:COUNTED], is_more=True)
        if looked_at >= LOOKED_AT and fits:
            return Window([*fits.values()], is_more=True)
    return Window([*fits.values()], is_more=False)


async def _pieces(session: AsyncSession, ask: Ask) -> AsyncIterator[tuple[Sequence[Row[Any]], int, Match]]:
    """Editions with those of their groups that suit, and how many editions: by the tiers of the words, then by id."""
    dialect = session.get_bind().dialect.name
    most = COUNTED + 1
    for source in sources(dialect, ask):
        last = 0
        while True:
            rows = await _read(session, source, ask, last=last, most=most)
            editions = len({row.id for row in rows})
            yield rows, editions, source.match
            if editions < most:
                break
            last, most = rows[-1].id, min(PIECE, 2 * most)


async def _read(session: AsyncSession, source: Source, ask: Ask, *, last: int, most: int) -> Sequence[Row[Any]]:
    found = statement(session.get_bind().dialect.name, source, ask)
    return (await session.execute(found.clause, {**found.values, "last": last, "most": most})).all()
