"""``kruzhok opening``: the results that anybody can check."""

import argparse
import json

from bot.cli.refused import CommandRefused
from bot.prepare import prepared
from bot.settings import load_settings
from handlers.common.words import _
from services.core.clock import system_clock
from services.openings import queries
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
