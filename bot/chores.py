"""What happens by itself as time goes on: surveys fall due, seats are told of, old rows of done updates are swept."""

import asyncio
from datetime import timedelta

import structlog
from sqlalchemy import delete
from sqlalchemy.exc import SQLAlchemyError

from bot import watches
from bot.tables import DoneUpdate
from services.core.clock import Clock
from services.core.db import Database
from services.feedback.actions import open_due

log = structlog.get_logger()
EVERY_SECONDS = 30.0
KEEP_UPDATES = timedelta(days=3)
"""Telegram keeps an update for 24 hours at most."""


async def once(database: Database, clock: Clock, *, by_night: bool = False) -> int:
    """Do all chores that are due; return how many surveys were opened. ``by_night``: seats are told of at once."""
    async with database.sessions() as session:
        opened = await open_due(session, now=clock())
        await session.execute(delete(DoneUpdate).where(DoneUpdate.done_at < clock() - KEEP_UPDATES))
        await session.commit()
    await watches.once(database, clock, by_night=by_night)
    return opened


async def run(
    database: Database, clock: Clock, *, stop: asyncio.Event, moved: asyncio.Event, by_night: bool = False
) -> None:
    """Do the chores every half minute, and at once when the demo has moved its clock."""
    while not stop.is_set():
        try:
            await once(database, clock, by_night=by_night)
        except (SQLAlchemyError, OSError) as away:
            log.warning("chores.database_away", error=type(away).__name__)
        try:
            async with asyncio.timeout(EVERY_SECONDS):
                await moved.wait()
        except TimeoutError:
            continue
        moved.clear()
