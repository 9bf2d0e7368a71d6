"""The work of one import: read the file, stage what is newer, ask the guard, switch."""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from bot.imports.pace import Writer
from bot.imports.reading import Reader
from bot.imports.writing import Staged, Stager
from services.core.clock import Clock
from services.core.db import Database
from services.programs.actions.importing import numbering, surroundings, switching
from services.programs.actions.importing.cards import Surroundings
from services.programs.actions.importing.numbering import Begun, End
from services.programs.actions.importing.preparing import Ground
from services.programs.actions.importing.spool import NUMBERS, Spool
from services.programs.actions.importing.surroundings import Leaned
from services.programs.errors import RemovalsRefused
from services.programs.gateway.ledger import Outcome
from services.programs.gateway.reading import CatalogueFile, open_catalogue
from services.programs.gateway.report import Report
from services.programs.gateway.tables.reading import Table
from services.programs.gateway.verdicts import Box, Reason
from services.programs.models import ImportState
from services.programs.queries import sources
from services.programs.rules.publishing.shelf import Shelf
from services.programs.rules.publishing.told import told_of
from services.territories.queries import TerritoryView


@dataclass(frozen=True)
class Means:
    """What an import works with. ``tell`` takes how much of the file was read."""

    database: Database
    clock: Clock
    writer: Writer
    progress: dict[str, int]
    tell: Callable[[float], Awaitable[None]]


@dataclass(frozen=True)
class Task:
    """What is to be imported, and by which rules. ``is_redrawn``: they have changed, all programs are drawn anew."""

    place: TerritoryView
    path: Path
    max_mb: int
    accepts_removals: bool
    shelf: Shelf
    digest: str
    rules: str
    is_redrawn: bool


class Attempt:
    """One import. Raises FileRefused, RemovalsRefused or ImportOvertaken; nothing is visible then."""

    def __init__(self, means: Means, task: Task, begun: Begun) -> None:
        self._means = means
        self._task = task
        self._begun = begun
        self._where: dict[str, int] = {"territory_id": begun.territory_id, "live": begun.live}
        self._stager = Stager(means.database, means.writer, begun, means.progress)

    async def run(self) -> None:
        """Do all of it."""
        async with self._means.database.reads() as session:
            is_first = not await sources.has_records(session, self._begun.territory_id)
            leaned = await surroundings.leaned(session, **self._where)
        task = self._task
        opened = open_catalogue(
            task.path,
            max_mb=task.max_mb,
            datasource=task.place.slug,
            told_at=int(self._means.clock().timestamp()),
        )
        with TemporaryDirectory(prefix="kruzhok-import-") as folder, Spool(Path(folder)) as spool:
            outcome = await self._read(opened, spool, leaned, is_first=is_first)
            is_news = bool(spool.keep(lambda box, at: outcome.is_valid(box, at) or outcome.is_deleted(box, at)))
            await self._find_touched(spool, leaned)
            self._means.progress.update(percent=100, to_stage=spool.touched())
            if is_news or spool.touched():
                around = Surroundings(leaned.partners, leaned.directions, task.shelf)
                whole_weeks = isinstance(opened, Table)
                ground = Ground(**self._where, is_first=is_first, whole_weeks=whole_weeks, around=around)
                staged = await self._stager.stage(ground, spool, leaned)
                await self._finish(outcome.report, staged, leaned)
            else:
                await self._close_unchanged(outcome.report)

    async def _read(self, opened: CatalogueFile, spool: Spool, leaned: Leaned, *, is_first: bool) -> Outcome:
        """Read the file and settle its records."""
        reader = Reader(self._means.database, self._begun, spool, is_first=is_first)
        with opened as file:
            await reader.read(file, self._means.tell)
        async with self._means.database.reads() as session:
            orphans = reader.ledger.orphans()
            known = await surroundings.known_of(session, leaned, **self._where, orphans=orphans)
        return reader.ledger.settle(known=known, declared=opened.declared)

    async def _find_touched(self, spool: Spool, leaned: Leaned) -> None:
        """Programs that may look different: by their own records, by their partner's, by the rules."""
        for box in (Box.PARTNERS, Box.DIRECTIONS):
            leaned.merge(spool.of_box(box))
        groups = spool.resolve()
        async with self._means.database.reads() as session:
            spool.touch(await surroundings.programs_of_groups(session, **self._where, groups=groups))
            spool.touch_more(await surroundings.programs_of_partners(session, leaned, **self._where))
            if self._task.is_redrawn or leaned.is_direction_changed:
                spool.touch_more(await sources.uuids_of_cards(session, **self._where, box=NUMBERS[Box.PROGRAMS]))

    async def _finish(self, report: Report, staged: Staged, leaned: Leaned) -> None:
        """The rejected, the guard, the words, the switch."""
        await self._stager.reject(_flat(report))
        told = await self._told(report, staged)
        await self._guard(staged, told)
        await self._stager.count_words()
        known = {key: one for key, one in leaned.told.items() if key not in staged.fresh}
        providers = {staged.providers[key]: one for key, one in known.items()}
        end = self._end(ImportState.LIVE, told)
        await self._means.writer.once(
            "switch", lambda session: switching.switch(session, self._begun, end, providers=providers)
        )

    async def _close_unchanged(self, report: Report) -> None:
        await self._stager.reject(_flat(report))
        await self._close(self._end(ImportState.UNCHANGED, await self._told(report, Staged())))

    async def _guard(self, staged: Staged, told: dict[str, Any]) -> None:
        if self._task.accepts_removals:
            return
        try:
            async with self._means.database.reads() as session:
                await switching.check_removals(session, self._begun, vanishing=staged.changes.deleted)
        except RemovalsRefused as refused:
            await self._close(self._end(ImportState.REFUSED, told, why=told_of(refused)))
            raise

    async def _close(self, end: End) -> None:
        await self._means.writer.once("close", lambda session: numbering.close(session, self._begun, end))

    def _end(self, state: ImportState, told: dict[str, Any], **marks: Any) -> End:
        own = {"digest": self._task.digest, "rules": self._task.rules}
        return End(state, told, self._means.clock(), own | marks)

    async def _told(self, report: Report, staged: Staged) -> dict[str, Any]:
        async with self._means.database.reads() as session:
            lacking = await switching.unmatched(session, self._begun) if self._task.shelf.services else []
        return switching.told(report, staged.changes, lacking)


def _flat(report: Report) -> Sequence[tuple[Box, str, Reason]]:
    return [(box, local_id, why) for box, records in report.not_valid.items() for local_id, why in records.items()]
