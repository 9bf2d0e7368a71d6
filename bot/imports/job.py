"""One import from its number to the sweep: many short transactions that nobody sees, then one that shows them."""

import asyncio
import time
from dataclasses import dataclass, field
from datetime import datetime
from functools import partial
from pathlib import Path

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from bot.imports.attempt import Attempt, Means, Task
from bot.imports.cleaning import bury, sweep, undo
from bot.imports.pace import Writer
from bot.imports.reading import file_digest
from services.core.clock import Clock, local_date
from services.core.db import Database, is_away
from services.core.errors import ServiceError
from services.programs.actions.importing import numbering, purging
from services.programs.actions.importing.numbering import Begun, End, Source
from services.programs.errors import ImportOvertaken
from services.programs.models import ImportState
from services.programs.queries import imports
from services.programs.queries.imports import ImportView, LastImport
from services.programs.rules.publishing.editions import RULES
from services.programs.rules.publishing.shelf import rules_of, shelf_of
from services.territories.queries import TerritoryView

TELL_SECONDS = 2.0
NO_CHANGES = {"created": 0, "updated": 0, "deleted": 0}


@dataclass
class Job:
    """An import to be done. ``max_mb`` is ``IMPORT_MAX_MB``; ``longest`` tells the seconds of its transactions."""

    database: Database
    clock: Clock
    place: TerritoryView
    path: Path
    source: Source
    max_mb: int
    longest: dict[str, float] = field(default_factory=dict)
    _progress: dict[str, int] = field(default_factory=dict)
    _told_at: float = 0.0

    async def run(self) -> ImportView:
        """Do it; return the import's row.

        Raises FileRefused, RemovalsRefused or ImportOvertaken: then the catalogue is as it was.
        """
        async with self.database.sessions() as session:
            land = self.place.id
            begun = await numbering.begin(session, territory_id=land, source=self.source, now=self.clock())
            await session.commit()
        writer = Writer(self.database, partial(self._touch, begun))
        try:
            await self._work(begun, writer)
        except Exception as error:
            if not is_away(error):
                await self._undo(begun, error)
            raise
        async with self.database.reads() as session:
            done = await imports.import_by_id(session, begun.import_id)
        if done.state is ImportState.LIVE:
            await sweep(self.database, Writer(self.database, _open), territory_id=land, live=begun.number)
        self.longest = writer.longest
        return done

    async def _touch(self, begun: Begun, session: AsyncSession) -> None:
        await numbering.touch(session, begun, now=self.clock(), **self._progress)

    async def _work(self, begun: Begun, writer: Writer) -> None:
        shelf = shelf_of(self.place.pack, local_date(self.clock(), self.place.timezone))
        rules = rules_today(self.place, self.clock())
        digest = await asyncio.to_thread(file_digest, self.path, rules)
        async with self.database.reads() as session:
            last = await imports.last_done(session, begun.territory_id)
            has_dead = await purging.has_dead(session, territory_id=begun.territory_id, live=begun.live)
        if last is not None and last.digest == digest:
            await self._close_as(begun, writer, last)
            return
        if has_dead:
            await bury(self.database, writer, begun)
        is_redrawn = last is not None and last.rules != rules
        accepts = self.source.accepts_removals
        task = Task(self.place, self.path, self.max_mb, accepts, shelf, digest, rules, is_redrawn)
        means = Means(self.database, self.clock, writer, self._progress, partial(self._tell, writer))
        await Attempt(means, task, begun).run()

    async def _close_as(self, begun: Begun, writer: Writer, last: LastImport) -> None:
        """The same file by the same rules: the last report is told again, with nothing changed."""
        marks = {"digest": last.digest, "rules": last.rules, "same_as": last.same_as or last.id}
        end = End(ImportState.UNCHANGED, last.report | {"changes": NO_CHANGES}, self.clock(), marks)
        await writer.once("close", lambda session: numbering.close(session, begun, end))

    async def _undo(self, begun: Begun, error: Exception) -> None:
        """Note how it ended, and take away what was staged; what a defect leaves, the next import takes away.

        Whoever overtakes an import buries it.
        """
        async with self.database.sessions() as session:
            await numbering.fail(session, import_id=begun.import_id, error=error, now=self.clock())
            await session.commit()
        if isinstance(error, ServiceError) and not isinstance(error, ImportOvertaken):
            await undo(self.database, Writer(self.database, _open), begun)

    async def _tell(self, writer: Writer, share: float) -> None:
        """Write down how much of the file was read, now and then."""
        self._progress["percent"] = int(100 * share)
        if time.monotonic() - self._told_at > TELL_SECONDS:
            self._told_at = time.monotonic()
            await writer.once("progress", _nothing)


def rules_today(place: TerritoryView, now: datetime) -> str:
    """SHA-256 of the rules by which a territory's catalogue is published on a day."""
    shelf = shelf_of(place.pack, local_date(now, place.timezone))
    return rules_of(place.pack, shelf, version=RULES)


async def _open(session: AsyncSession) -> None:
    """Take the writer's lock."""
    await session.execute(text("SELECT 1"))


async def _nothing(_session: AsyncSession) -> None:
    """The first statement of the transaction says it all."""
