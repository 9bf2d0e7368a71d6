"""``kruzhok opening``: the results that anybody can check."""

import argparse
import json

from bot.cli.refused import CommandRefused
from bot.drill.play import play
from bot.drill.stage import own_database
from bot.prepare import prepared
from bot.settings import load_settings
from handlers.common.words import _
from services.core.clock import system_clock
from services.openings import queries
from services.openings.rules import Mode
from services.territories.queries import territory_by_slug


async def show(chosen: argparse.Namespace) -> int:
    """Print the published record of the territory's last opening as JSON: seed, list of numbers, places."""
    async with prepared(load_settings(), system_clock) as database, database.reads() as session:
        place = await territory_by_slug(session, chosen.territory)
        opening = await queries.latest(session, place.id)
        if opening is None or opening.published_at is None:
            raise CommandRefused(_("The territory has no opening whose results are published."))
        print(json.dumps(await queries.published(session, opening.id), ensure_ascii=False))
    return 0


async def drill(chosen: argparse.Namespace) -> int:
    """Play an opening with invented parents in a database of its own; 1 when a seat, a rouble or an answer is amiss."""
    async with own_database(load_settings()) as database:
        played = await play(
            database, chosen.territory, parents=chosen.parents, seats=chosen.seats, mode=Mode(chosen.mode)
        )
    if chosen.json:
        print(json.dumps(played.facts()))
    else:
        for name, value in played.facts().items():
            print(f"{name:<10}{value:>12.1f}" if isinstance(value, float) else f"{name:<10}{value:>12}")
    return 0 if played.holds else 1
