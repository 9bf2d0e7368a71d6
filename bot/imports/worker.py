"""The queue of the files that staff send: fetched from the messenger, imported in a process of their own."""

import asyncio
from collections.abc import Coroutine
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

import structlog
from aiogram import Bot
from aiogram.exceptions import TelegramAPIError
from sqlalchemy.exc import SQLAlchemyError

from bot.imports.child import Run
from services.core.clock import Clock
from services.core.db import Database
from services.programs.actions.importing import numbering, queue
from services.programs.errors import FileGone
from services.programs.queries.imports import ImportView
from services.territories.queries import territory

log = structlog.get_logger()
EVERY_SECONDS = 2.0
LONGEST_NAME = 60


class ProcessDied(Exception):
    """The import's process has ended without a word."""


@dataclass
class Importer:
    """Takes one file after another until asked to stop."""

    bot: Bot
    database: Database
    clock: Clock
    run_import: Run

    async def run(self, stop: asyncio.Event) -> None:
        """Look every two seconds."""
        while not stop.is_set():
            if not await self.once(stop):
                await rest(stop, EVERY_SECONDS)

    async def once(self, stop: asyncio.Event | None = None) -> bool:
        """Import the file that waits longest; False if none waits. ``stop`` ends it in the middle."""
        try:
            async with self.database.sessions() as session:
                found = await queue.claim(session, now=self.clock())
                await session.commit()
        except (SQLAlchemyError, OSError, TimeoutError) as away:
            log.warning("import.put_off", error=type(away).__name__)
            return False
        if found is None:
            return False
        await until(stop, self._import(found))
        return True

    async def _import(self, found: ImportView) -> None:
        """What fails here is tried again: the row gives no sign of life."""
        try:
            async with self.database.reads() as session:
                place = await territory(session, found.territory_id)
            with TemporaryDirectory(prefix="kruzhok-file-") as folder:
                path = Path(folder) / _name(found.source)
                if await self._fetch(found, path):
                    await self.run_import(found.id, path, place.slug)
            await self._fail(found.id, ProcessDied())
        except (SQLAlchemyError, OSError, TimeoutError) as away:
            log.warning("import.put_off", number=found.id, error=type(away).__name__)

    async def _fetch(self, found: ImportView, path: Path) -> bool:
        try:
            await self.bot.download(found.file_id or "", destination=path)
        except TelegramAPIError as gone:
            log.warning("import.file_gone", number=found.id, error=type(gone).__name__)
            await self._fail(found.id, FileGone())
            return False
        return True

    async def _fail(self, import_id: int, error: Exception) -> None:
        """End a row that is still open; one whose import has said how it ended stays as it is."""
        async with self.database.sessions() as session:
            await numbering.fail(session, import_id=import_id, error=error, now=self.clock())
            await session.commit()


async def rest(stop: asyncio.Event, seconds: float) -> None:
    """Wait so long, or until asked to stop."""
    try:
        async with asyncio.timeout(seconds):
            await stop.wait()
    except TimeoutError:
        return


async def until(stop: asyncio.Event | None, work: Coroutine[None, None, None]) -> None:
    """Do the work; a stop cancels it. The work must not raise."""
    if stop is None:
        await work
        return
    async with asyncio.TaskGroup() as group:
        task = group.create_task(work)
        watch = group.create_task(_cancel_at(stop, task))
        task.add_done_callback(lambda _done: watch.cancel())


async def _cancel_at(stop: asyncio.Event, task: "asyncio.Task[None]") -> None:
    await stop.wait()
    task.cancel()


def _name(source: str) -> str:
    """A name for the file that no system objects to: errors tell it."""
    name = "".join(letter for letter in source if letter.isalnum() or letter in " .-_()").strip(". ")
    return name[-LONGEST_NAME:] or "catalogue"
