"""What the worker does for the catalogue: the queue of files, their progress, the nightly pull."""

import asyncio
from collections.abc import Coroutine, Iterator
from typing import Any

from aiogram import Bot

from bot.imports.child import Child
from bot.imports.following import Follower
from bot.imports.pulling import Nightly
from bot.imports.worker import Importer
from bot.settings import Settings
from services.core.clock import Clock
from services.core.db import Database


def work(
    settings: Settings, database: Database, clock: Clock, bot: Bot, stop: asyncio.Event
) -> Iterator[Coroutine[Any, Any, None]]:
    """Coroutines that go on until ``stop``."""
    child = Child(settings)
    yield Importer(bot, database, clock, child).run(stop)
    yield Follower(bot, database, clock).run(stop)
    if settings.catalog_urls:
        yield Nightly(database, clock, settings.catalog_urls, settings.import_max_mb, child).run(stop)
