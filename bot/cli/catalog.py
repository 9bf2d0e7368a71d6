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
from services.programs.queries import Card, Found, Match
from services.programs.rules import Wish, parts
from services.territories.queries import TerritoryView, territories, territory_by_slug

SCORES = {Match.NAME: 1.0, Match.TITLE: 0.9, Match.PARTLY: 0.8, Match.TOPIC: 0.6, Match.TEXT: 0.4}
RELAXED = 0.5
"""What a hit is worth beside one that has all that was asked."""


async def search(chosen: argparse.Namespace) -> int:
    """The best hits of a text, or of every line of stdin."""
    async with prepared(load_settings(), system_clock) as database, database.reads() as session:
        places = await _places(session, chosen.territory)
        if chosen.batch:
            for line in sys.stdin:
                print(json.dumps(await hits(session, places, line, chosen.limit), ensure_ascii=False), flush=True)
            return 0
        found = await hits(session, places, chosen.text, chosen.limit)
    if chosen.json:
        print(json.dumps(found, ensure_ascii=False))
        return 0
    _print_table(found)
    return 0


async def hits(session: AsyncSession, places: list[TerritoryView], text: str, limit: int) -> list[dict[str, Any]]:
    """At most ``limit`` hits, the best first; of a text without words none."""
    listed: list[dict[str, Any]] = []
    for place in places:
        today = local_date(system_clock(), place.timezone)
        wish = await queries.understood(session, territory=place, text=text, today=today)
        page, pages = 0, 1
        while wish is not None and page < pages and page * queries.PAGE < limit:
            found = await queries.search(session, territory=place, wish=wish, page=page, today=today)
            listed += [_hit(card, found) for card in found.items]
            page, pages = page + 1, found.pages
    return sorted(listed, key=lambda hit: -float(hit["score"]))[: max(limit, 0)]


def _hit(card: Card, found: Found) -> dict[str, Any]:
    score = SCORES[card.match] * (RELAXED if found.relaxed else 1)
    return {
        "id": card.program_id,
        "name": card.title,
        "score": round(score, 2),
        "why": _why(card.match, found.wish, found.relaxed),
        "relaxed": list(found.relaxed),
    }


def _why(match: Match, wish: Wish, relaxed: tuple[str, ...]) -> list[str]:
    """What it has of what was asked, and where its words are."""
    return [f"{part} ({match})" if part.startswith("word:") else part for part in parts(wish) if part not in relaxed]


def _print_table(found: list[dict[str, Any]]) -> None:
    for hit in found:
        print(f"{hit['id']:>8}  {hit['score']:.2f}  {hit['name']}  [{', '.join(hit['why'])}]")
    given_up = sorted({part for hit in found for part in hit["relaxed"]})
    if given_up:
        print(f"          without: {', '.join(given_up)}")


async def _places(session: AsyncSession, slug: str | None) -> list[TerritoryView]:
    return [await territory_by_slug(session, slug)] if slug else await territories(session)
