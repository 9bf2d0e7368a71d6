"""``kruzhok catalog import``, ``template`` and ``pull``: filling the catalogue."""

import argparse
import gc
import json
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

from bot import logs
from bot.cli.refused import CommandRefused
from bot.imports.job import NO_CHANGES, Job
from bot.imports.pulling import Puller
from bot.prepare import prepared
from bot.settings import load_settings
from handlers.common.words import _
from services.core.clock import system_clock
from services.core.db import Database
from services.core.errors import NotFound, ServiceError
from services.programs.actions.importing.numbering import Source
from services.programs.gateway.verdicts import Box
from services.programs.queries import imports
from services.programs.queries.imports import ImportView, Rejected
from services.territories.queries import TerritoryView, territory_by_slug

POLITENESS = 5
"""The desk that has queued the file goes first (``nice``)."""
COLLECT_AFTER = (50_000, 20, 50)
"""An import makes millions of objects and leaves none in circles: rubbish is seldom looked for."""


async def load(chosen: argparse.Namespace) -> int:
    """Import a file; print its report."""
    path, settings = Path(chosen.file), load_settings()
    logs.configure(settings.log_level)
    if not path.is_file():  # noqa: ASYNC240 (nothing else runs in this process)
        raise FileNotFoundError(2, "", str(path))
    if chosen.queued is not None:
        _give_way()
    async with prepared(settings, system_clock) as database:
        place = await _place(database, chosen.territory)
        source = await _source(database, chosen, path)
        view = await _worded(Job(database, system_clock, place, path, source, settings.import_max_mb).run())
        await _show(database, view, as_json=chosen.json)
    return 0


async def pull(chosen: argparse.Namespace) -> int:
    """Import what an address has; the same report."""
    settings = load_settings()
    logs.configure(settings.log_level)
    async with prepared(settings, system_clock) as database:
        place = await _place(database, chosen.territory)

        async def run(place: TerritoryView, path: Path, source: Source) -> ImportView:
            return await Job(database, system_clock, place, path, source, settings.import_max_mb).run()

        puller = Puller(database, system_clock, settings.import_max_mb, run)
        view = await _worded(puller.pull(place, chosen.url, accepts_removals=chosen.accept_removals))
        if view is None:
            view = await _unchanged(database, place)
        await _show(database, view, as_json=chosen.json)
    return 0


async def template(chosen: argparse.Namespace) -> int:
    """Write the table to fill in: to a file, or to the standard output if it leads somewhere."""
    from services.programs.gateway.tables.template import template as make

    made = make(chosen.format)
    if chosen.out is None and not sys.stdout.isatty():
        sys.stdout.buffer.write(made)
        return 0
    path = Path(chosen.out or f"kruzhok-catalogue.{chosen.format}")
    try:
        path.write_bytes(made)  # noqa: ASYNC240 (nothing else runs in this process)
    except OSError as refused:
        raise CommandRefused(_("{file} cannot be written: {why}").format(file=path, why=refused.strerror)) from None
    print(path)
    return 0


def _give_way() -> None:
    with suppress(OSError, AttributeError):
        os.nice(POLITENESS)


@contextmanager
def _seldom_collecting() -> Iterator[None]:
    usual = gc.get_threshold()
    gc.set_threshold(*COLLECT_AFTER)
    try:
        yield
    finally:
        gc.set_threshold(*usual)


async def _place(database: Database, slug: str) -> TerritoryView:
    async with database.reads() as session:
        return await territory_by_slug(session, slug)


async def _source(database: Database, chosen: argparse.Namespace, path: Path) -> Source:
    """Where the file is from; the row of a queued one says whether removals were accepted."""
    if chosen.queued is None:
        return Source(path.name, accepts_removals=chosen.accept_removals)
    async with database.reads() as session:
        row = await imports.import_by_id(session, chosen.queued)
    return Source(row.source, row.person_id, row.accepts_removals, row.id)


async def _worded(work: Any) -> Any:
    """Do it; a refusal becomes its one sentence."""
    try:
        with _seldom_collecting():
            return await work
    except NotFound:
        raise
    except ServiceError as refused:
        from handlers.common.errors import sentence

        raise CommandRefused(sentence(refused)) from None


async def _unchanged(database: Database, place: TerritoryView) -> ImportView:
    """The address says that nothing is new: the last report is told again, with nothing changed."""
    async with database.reads() as session:
        last = await imports.last_done(session, place.id)
        if last is None:
            raise NotFound("import")
        view = await imports.import_by_id(session, last.id)
    view.report["changes"] = dict(NO_CHANGES)
    return view


async def _show(database: Database, view: ImportView, *, as_json: bool) -> None:
    async with database.reads() as session:
        refused = await imports.rejected(session, view.rejects_of)
    if as_json:
        print(json.dumps(_told(view.report, refused), ensure_ascii=False))
        return
    from handlers.staff.catalogue.texts import table

    print(table(view.report, refused))


def _told(report: dict[str, Any], refused: list[Rejected]) -> dict[str, Any]:
    """The report in the promised order; services that the act has not only if there are any."""
    not_valid: dict[str, dict[str, str]] = {box.value: {} for box in Box}
    for one in refused:
        not_valid[one.box][one.local_id] = one.reason
    told = {key: report[key] for key in ("counts", "warnings", "changes")} | {"not_valid": not_valid}
    lacking = report.get("unmatched_services")
    return told | {"unmatched_services": lacking} if lacking else told
