"""``kruzhok db``: migrations."""

import argparse

from bot import migrate
from bot.keys import install_keys
from bot.settings import load_settings
from services.core.db import open_database
from services.orders.actions import seal_opening


async def upgrade(_chosen: argparse.Namespace) -> int:
    """Bring the database up to date."""
    settings = load_settings()
    database = open_database(settings.database_url, hurried=False)
    try:
        is_new = await migrate.is_new(database.engine)
        await migrate.upgrade(database.engine)
        install_keys(settings.key_file, may_make=is_new)
        async with database.sessions() as session:
            await seal_opening(session)
            await session.commit()
    finally:
        await database.dispose()
    print("ok")
    return 0


async def check(_chosen: argparse.Namespace) -> int:
    """Exit 0 if the database is of this version; DatabaseOutdated otherwise."""
    database = open_database(load_settings().database_url)
    try:
        await migrate.check(database.engine)
    finally:
        await database.dispose()
    print("ok")
    return 0
