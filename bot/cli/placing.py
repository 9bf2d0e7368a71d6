"""A command about one territory: its database, what was refused in one sentence, the answer as words or as JSON."""

import argparse
import json
from collections.abc import Awaitable, Callable, Mapping
from typing import Any

from bot.cli.refused import CommandRefused
from bot.prepare import prepared
from bot.settings import load_settings
from handlers.common.errors import sentence
from services.core.clock import system_clock
from services.core.db import Database
from services.core.errors import Invalid, Refused
from services.territories.queries import TerritoryView, territory_by_slug

Deed = Callable[[argparse.Namespace, Database, TerritoryView], Awaitable[dict[str, Any]]]


async def spoken(chosen: argparse.Namespace, slug: str, deed: Deed, words: Callable[[Mapping[str, Any]], str]) -> int:
    """Do it and say what came of it. Raises CommandRefused."""
    try:
        async with prepared(load_settings(), system_clock) as database:
            async with database.reads() as session:
                place = await territory_by_slug(session, slug)
            told = await deed(chosen, database, place)
    except (Refused, Invalid) as refused:
        raise CommandRefused(sentence(refused)) from refused
    print(json.dumps(told, ensure_ascii=False) if chosen.json else words(told))
    return 0
