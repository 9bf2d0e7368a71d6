"""Taking away, a few rows at a time, what no import will show or what the live one has replaced."""

from collections.abc import Sequence
from functools import partial
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from bot.imports.pace import Writer
from services.core.db import Database
from services.programs.actions.importing import purging
from services.programs.actions.importing.numbering import Begun
from services.programs.actions.importing.purging import Cause, Stale
from services.programs.models import Edition, SourceCard
from services.providers.actions import forget_staged


async def bury(database: Database, writer: Writer, begun: Begun) -> None:
    """Take away what dead imports have staged, before this one begins; the register forgets their providers."""
    for stale in (Stale.WRITTEN, Stale.ENDED):
        await _take_away(database, writer, Cause(stale, begun.territory_id, begun.live))
    await writer.once("providers", partial(forget_staged, territory_id=begun.territory_id))


async def undo(database: Database, writer: Writer, begun: Begun) -> None:
    """Take away what this import has staged; another may have begun meanwhile."""
    for stale in (Stale.WRITTEN, Stale.ENDED):
        await _take_away(database, writer, Cause(stale, begun.territory_id, begun.live, begun.number))


async def sweep(database: Database, writer: Writer, *, territory_id: int, live: int) -> None:
    """Take away what the live import has replaced, and old reports."""
    await _take_away(database, writer, Cause(Stale.REPLACED, territory_id, live))
    await writer.once("reports", partial(purging.forget_reports, territory_id=territory_id))


async def _take_away(database: Database, writer: Writer, cause: Cause) -> None:
    for kind in (Edition, SourceCard):
        async with database.reads() as session:
            ids = await purging.stale_ids(session, kind, cause)

        async def some(session: AsyncSession, piece: Sequence[int], kind: Any = kind) -> None:
            await purging.take_away(session, kind, cause, piece)

        await writer.each(f"{cause.stale.name} {kind.__tablename__}", ids, some)
    after: tuple[Any, ...] | None = None
    while True:
        async with database.reads() as session:
            keys = await purging.stale_records(session, cause, after=after)
        if not keys:
            return
        await writer.each(
            f"{cause.stale.name} records",
            keys,
            lambda session, piece: purging.take_records_away(session, cause, piece),
        )
        after = keys[-1]
