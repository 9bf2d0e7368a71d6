"""Reading what suits: the best places of the words first, in pieces by the edition's id, until enough is found."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy.ext.asyncio import AsyncSession

from services.programs.queries.searching.asking import Ask
from services.programs.queries.searching.fitting import Fit, gather
from services.programs.queries.searching.shapes import COUNTED
from services.programs.queries.searching.statements import sources, statement

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
    """Read at most ``COUNTED`` programs that suit."""
    fits: dict[int, Fit] = {}
    dialect, looked_at = session.get_bind().dialect.name, 0
    for source in sources(dialect, ask):
        found = statement(dialect, source, ask)
        last, most = 0, max(SMALL_PIECE, COUNTED + 1 - len(fits))
        while True:
            rows = (await session.execute(found.clause, {**found.values, "last": last, "most": most})).all()
            gather(fits, rows, source.match, ask)
            if len(fits) > COUNTED:
                return Window([*fits.values()][:COUNTED], is_more=True)
            editions = len({row[0] for row in rows})
            looked_at += editions
            if looked_at >= LOOKED_AT and fits:
                return Window([*fits.values()], is_more=True)
            if editions < most:
                break
            last, most = rows[-1][0], min(PIECE, 2 * most)
    return Window([*fits.values()], is_more=False)
