"""Pulling a territory's catalogue from its address: by hand, and every night."""

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from datetime import time
from pathlib import Path
from urllib.parse import urlsplit

import structlog
from sqlalchemy.exc import SQLAlchemyError

from bot.imports.child import Run
from bot.imports.job import rules_today
from bot.imports.worker import ProcessDied, rest, until
from services.core.clock import Clock, local_date
from services.core.db import Database
from services.core.errors import NotFound, ServiceError, Unavailable
from services.programs.actions.importing import numbering, pulls
from services.programs.actions.importing.numbering import Source
from services.programs.actions.importing.pulls import Due
from services.programs.gateway.pull import Limits, pulled
from services.programs.models import ImportState
from services.programs.queries import imports
from services.programs.queries.imports import ImportView
from services.territories.queries import TerritoryView, territory_by_slug

log = structlog.get_logger()
EVERY_SECONDS = 30.0
NIGHT = (time(3), time(6))
"""The territory's hours in which a night's first try begins."""


@dataclass(frozen=True)
class Puller:
    """Fetches what an address has and hands it to ``run``, which imports it and returns the import's row."""

    database: Database
    clock: Clock
    max_mb: int
    run: Callable[[TerritoryView, Path, Source], Awaitable[ImportView]]

    async def pull(self, place: TerritoryView, url: str, *, accepts_removals: bool = False) -> ImportView | None:
        """Pull once; None if the address says that nothing has changed since the last time.

        Raises FileRefused, SourceSilent, RemovalsRefused or ImportOvertaken.
        """
        rules = rules_today(place, self.clock())
        async with self.database.reads() as session:
            known = await pulls.seen(session, territory_id=place.id, url=url, rules=rules)
        async with pulled(url, limits=Limits(max_mb=self.max_mb), seen=known) as found:
            if found is None:
                return None
            view = await self.run(place, found.path, Source(_host(url), accepts_removals=accepts_removals))
        async with self.database.sessions() as session:
            await pulls.see(session, territory_id=place.id, url=url, rules=rules, answer=found.seen)
            await session.commit()
        return view


@dataclass(frozen=True)
class Nightly:
    """Pulls each territory's catalogue once a night; ``urls`` are the addresses by slug."""

    database: Database
    clock: Clock
    urls: Mapping[str, str]
    max_mb: int
    run_import: Run

    async def run(self, stop: asyncio.Event) -> None:
        """Look every half minute."""
        while self.urls and not stop.is_set():
            for slug, url in self.urls.items():
                await until(stop, self._quietly(slug, url))
            await rest(stop, EVERY_SECONDS)

    async def _quietly(self, slug: str, url: str) -> None:
        try:
            await self.once(slug, url)
        except NotFound:
            log.warning("pull.no_such_territory", slug=slug)
        except (SQLAlchemyError, OSError, TimeoutError) as away:
            log.warning("pull.put_off", slug=slug, error=type(away).__name__)

    async def once(self, slug: str, url: str) -> Due | None:
        """Make the try that is due; None if none is."""
        now = self.clock()
        async with self.database.sessions() as session:
            place = await territory_by_slug(session, slug)
            local = now.astimezone(place.timezone)
            night = local_date(now, place.timezone)
            begins = NIGHT[0] <= local.time() < NIGHT[1]
            due = await pulls.claim(session, territory_id=place.id, night=night, now=now, may_begin=begins)
            await session.commit()
        if due is not None:
            await self._try(place, url, due)
        return due

    async def _try(self, place: TerritoryView, url: str, due: Due) -> None:
        puller = Puller(self.database, self.clock, self.max_mb, self._import)
        try:
            await puller.pull(place, url)
        except ServiceError as refused:
            log.warning("pull.failed", slug=place.slug, number=due.number, error=type(refused).__name__)
            async with self.database.sessions() as session:
                await pulls.failed(session, due, error=refused, now=self.clock())
                await session.commit()
            return
        async with self.database.sessions() as session:
            await pulls.done(session, territory_id=place.id)
            await session.commit()

    async def _import(self, place: TerritoryView, path: Path, source: Source) -> ImportView:
        """Import in a process of its own. Raises what ended it; for a defect, Unavailable."""
        async with self.database.sessions() as session:
            import_id = await numbering.announce(session, territory_id=place.id, source=source, now=self.clock())
            await session.commit()
        await self.run_import(import_id, path, place.slug)
        async with self.database.sessions() as session:
            await numbering.fail(session, import_id=import_id, error=ProcessDied(), now=self.clock())
            await session.commit()
            view = await imports.import_by_id(session, import_id)
        if view.state in (ImportState.FAILED, ImportState.REFUSED):
            raise view.error or Unavailable("import")
        return view


def _host(url: str) -> str:
    """Who was asked: the rest of an address may hold a key."""
    return urlsplit(url).hostname or "?"
