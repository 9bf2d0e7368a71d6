"""``kruzhok catalog search``: what the bot finds for a typed text."""

import argparse
import json
import sys
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from bot.prepare import prepared
from bot.settings import load_settings
from services.core.clock import local_date, system_clock
from services.programs import queries
from services.territories.queries import TerritoryView, territories, territory_by_slug


async def search(chosen: argparse.Namespace) -> int:
    """The best hits of a text, or of every line of stdin."""
    async with prepared(load_settings(), system_clock) as database, database.reads() as session:
        places = await _places(session, chosen.territory)
        if chosen.batch:
            for line in sys.stdin:
                print(
                    json.dumps(await hits(session, places, line.strip(), chosen.limit), ensure_ascii=False), flush=True
                )
            return 0
        found = await hits(session, places, chosen.text, chosen.limit)
    if chosen.json:
        print(json.dumps(found, ensure_ascii=False))
        return 0
    for hit in found:
        print(f"{hit['id']:>8}  {hit['name']}")
    return 0


async def hits(session: AsyncSession, places: list[TerritoryView], text: str, limit: int) -> list[dict[str, Any]]:
    """At most ``limit`` hits, the best first."""
    listed: list[dict[str, Any]] = []
    for place in places:
        today = local_date(system_clock(), place.timezone)
        found = await queries.search(session, territory_id=place.id, text=text, focus=None, page=0, today=today)
        relaxed = bool(found.understood and found.understood.relaxed)
        listed += [
            {"id": card.program_id, "name": card.title, "score": 1.0, "why": [], "relaxed": relaxed}
            for card in found.items
        ]
    return listed[:limit]


async def _places(session: AsyncSession, slug: str | None) -> list[TerritoryView]:
    return [await territory_by_slug(session, slug)] if slug else await territories(session)
