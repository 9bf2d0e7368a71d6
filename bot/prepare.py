"""A database ready for use: made if new, keys installed, packs loaded. Whichever command comes first does it."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from bot import migrate
from bot.keys import install_keys
from bot.settings import Settings
from services.core.clock import Clock
from services.core.db import Database, open_database
from services.orders.actions import seal_opening
from services.territories.actions import load_shipped


@asynccontextmanager
async def prepared(settings: Settings, clock: Clock) -> AsyncIterator[Database]:
    """Open the database of the settings and close it at the end.

    Raises DatabaseOutdated for tables of an older version and KeysBroken for missing keys.
    """
    database = open_database(settings.database_url)
    try:
        is_new = await migrate.ensure(database.engine)
        install_keys(settings.key_file, may_make=is_new)
        async with database.sessions() as session:
            if is_new:
                await seal_opening(session)
            await load_shipped(session, now=clock())
            await session.commit()
        yield database
    finally:
        await database.dispose()
