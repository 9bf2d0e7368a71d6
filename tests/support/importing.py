"""Imports of small packages: a territory, a file, and what people see of them afterwards."""

import json
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from bot.imports.job import Job
from services.core.db import Database
from services.programs.actions.importing.numbering import Source
from services.programs.queries import imports
from services.programs.queries.imports import ImportView
from services.territories.actions import load
from services.territories.queries import TerritoryView, shipped_texts, territory_by_slug

NOW = datetime(2026, 11, 22, 9, tzinfo=UTC)
Json = dict[str, Any]
_LIVE = "e.since <= c.live AND c.live < e.until"
_TOLD = (
    *("title", "summary", "details", "focus", "form", "level", "service_code", "is_adapted", "ovz", "from_months"),
    *("below_months", "hours", "hour_price", "is_payable", "unpaid_why", "unpaid_item", "address", "latitude"),
    *("longitude", "weekdays", "begins", "ends", "price", "last_day", "digest", "id"),
)
_OFFERED = (
    *("title", "capacity", "starts_on", "ends_on", "is_dated", "closed_on", "opens_on", "closes_on", "from_months"),
    *("below_months", "hours", "hour_price", "price", "weekdays", "begins", "ends", "teachers", "id"),
)
_EDITIONS = f"""SELECT p.key, pr.key AS partner, pr.name AS club, {", ".join(f"e.{name}" for name in _TOLD)}
    FROM editions e JOIN catalogues c ON c.territory_id = e.territory_id JOIN programs p ON p.id = e.program_id
    JOIN providers pr ON pr.id = e.provider_id
    WHERE e.territory_id = :land AND e.status = 'published' AND {_LIVE} ORDER BY p.key, e.title"""
_OFFERS = f"""SELECT g.key, {", ".join(f"o.{name}" for name in _OFFERED)} FROM offers o
    JOIN groups g ON g.id = o.group_id WHERE o.edition_id = :id AND NOT o.is_withdrawn ORDER BY g.key"""
_LESSONS = "SELECT weekday, starts_at, minutes FROM lessons WHERE offer_id = :id ORDER BY weekday, starts_at, minutes"
KEPT = (
    *("catalogues", "programs", "editions", "groups", "offers", "lessons", "providers", "search_words"),
    *("source_records", "source_cards"),
)
"""Tables of the catalogue; only the log of imports may tell of one that failed."""


@dataclass
class Town:
    """A territory of the pack of Kemerovo."""

    database: Database
    folder: Path
    slug: str = "kemerovo"
    now: datetime = NOW
    jobs: list[Job] = field(default_factory=list)

    async def place(self) -> TerritoryView:
        """Load the pack, under another name if one is asked for."""
        packed = shipped_texts()["kemerovo.toml"].replace('slug = "kemerovo"', f'slug = "{self.slug}"')
        async with self.database.sessions() as session:
            await load(session, text=packed, file=self.slug, now=self.now)
            await session.commit()
        async with self.database.reads() as session:
            return await territory_by_slug(session, self.slug)

    async def job(self, told: Json | Path | bytes, *, accepts: bool = False, max_mb: int = 10) -> Job:
        """An import of a package, of a file, or of bytes."""
        path = told if isinstance(told, Path) else self.folder / f"{self.slug}-{len(self.jobs)}.json"
        if isinstance(told, dict):
            path.write_text(json.dumps(told, ensure_ascii=False), encoding="utf-8")
        elif isinstance(told, bytes):
            path.write_bytes(told)
        source = Source(path.name, accepts_removals=accepts)
        job = Job(self.database, lambda: self.now, await self.place(), path, source, max_mb)
        self.jobs.append(job)
        return job

    async def load(self, told: Json | Path | bytes, *, accepts: bool = False, max_mb: int = 10) -> ImportView:
        """Import it."""
        return await (await self.job(told, accepts=accepts, max_mb=max_mb)).run()

    async def not_valid(self, view: ImportView) -> dict[str, dict[str, str]]:
        async with self.database.reads() as session:
            found: dict[str, dict[str, str]] = {}
            for one in await imports.rejected(session, view.rejects_of):
                found.setdefault(one.box, {})[one.local_id] = one.reason
            return found

    async def shown(self) -> list[Json]:
        """Everything that people find: programs with their groups and weeks, without our own numbers."""
        place = await self.place()
        async with self.database.reads() as session:
            return [await _with_offers(session, row) for row in await _rows(session, _EDITIONS, land=place.id)]

    async def by_title(self) -> dict[str, Json]:
        return {one["title"]: one for one in await self.shown()}

    async def tables(self) -> dict[str, list[tuple[Any, ...]]]:
        """Every row of the catalogue's tables."""
        async with self.database.reads() as session:
            return {name: await _table(session, name) for name in (*KEPT, "program_index")}


async def _with_offers(session: AsyncSession, row: Json) -> Json:
    offers = await _rows(session, _OFFERS, id=row.pop("id"))
    for offer in offers:
        offer["lessons"] = [tuple(one.values()) for one in await _rows(session, _LESSONS, id=offer.pop("id"))]
    return row | {"groups": offers}


async def _rows(session: AsyncSession, sql: str, **known: object) -> list[Json]:
    return [dict(row) for row in (await session.execute(text(sql), known)).mappings()]


async def _table(session: AsyncSession, name: str) -> list[tuple[Any, ...]]:
    is_index = name == "program_index" and session.get_bind().dialect.name == "sqlite"
    columns = "rowid, title, topic, body" if is_index else "*"
    rows = await session.execute(text(f"SELECT {columns} FROM {name}"))
    return sorted((tuple(row) for row in rows), key=repr)


def later(told: Json, ts: int, change: Callable[[str, Json], None] | None = None) -> Json:
    """The same package at a later moment; ``change`` may alter each record, whose box it is told."""
    made: Json = json.loads(json.dumps(told))
    for box, records in made["package"]["objects"].items():
        for singular in records:
            listed = records[singular] if isinstance(records[singular], list) else [records[singular]]
            for record in listed:
                record["lastmodifiedTs"] = str(ts)
                if change is not None:
                    change(box, record)
    return made
