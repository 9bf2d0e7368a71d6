"""Seats that came free, told to everybody who waits for them: looked for with the other chores."""

import structlog

from services.core.clock import Clock
from services.core.db import Database
from services.notices.queries import awake
from services.programs.actions.telling import BATCH, tell, wait_anew
from services.programs.queries.telling import Pair, days_of, has_stale, to_tell

log = structlog.get_logger()


async def once(database: Database, clock: Clock, *, by_night: bool = False) -> int:
    """Tell of every group that takes children again; return how many people were told.

    Who has quiet hours is told in the morning, if there is still a seat. ``by_night`` ignores them. The writer is
    asked for only when there is something to write.
    """
    await _wait_anew(database, clock)
    people = 0
    barred: set[int] = set()
    while pairs := await _waiting(database, clock, barred, by_night=by_night):
        async with database.sessions() as session:
            told = await tell(session, pairs, now=clock())
            await session.commit()
        people += told.people
        barred |= told.barred
        if not told.people and not told.barred:
            break  # another process is telling the same people
    if people:
        log.info("watches.told", people=people)
    return people


async def _wait_anew(database: Database, clock: Clock) -> None:
    async with database.reads() as session:
        days = await days_of(session, clock())
        if not await has_stale(session, days):
            return
    async with database.sessions() as session:
        await wait_anew(session, days=days)
        await session.commit()


async def _waiting(database: Database, clock: Clock, barred: set[int], *, by_night: bool) -> list[Pair]:
    async with database.reads() as session:
        up = await awake(session, now=clock(), by_night=by_night)
        days = await days_of(session, clock())
        return await to_tell(session, awake=up, days=days, without=barred, most=BATCH)
