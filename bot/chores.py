"""What happens by itself as time goes on: surveys fall due, seats are told of, what is too old is destroyed."""

import asyncio
from collections.abc import Awaitable, Callable
from datetime import datetime, timedelta

import structlog
from sqlalchemy import delete
from sqlalchemy.exc import SQLAlchemyError

from bot import watches
from bot.tables import Dialogue, DoneUpdate
from services.access import actions as access
from services.certificates.actions import (
    age,
    lapse_drafts,
    lists_to_tend,
    remind_drafts,
    resume_unanswered,
    tend,
    watch_terms,
)
from services.complaints.actions import watch
from services.contracts.actions import erasing, lapse_unsigned, retention
from services.core.clock import Clock
from services.core.db import Database
from services.departures import actions as departures
from services.feedback import actions as surveys
from services.indicators.queries import kept as evidence
from services.openings.actions import settle
from services.plan import actions as plan
from services.turns import actions as turns
from services.turns.errors import ClockBack
from services.uploads import queries as uploads
from services.uploads.gateway import Store

log = structlog.get_logger()
Step = Callable[..., Awaitable[int]]
EVERY_SECONDS = 30.0
SWEPT_EVERY = timedelta(hours=1)
RUBBISH_SECONDS = 3600.0
"""Bytes lie in the store before their row is committed; after an hour there will be none."""


async def once(database: Database, clock: Clock, *, by_night: bool = False) -> int:
    """Do all chores that are due; return how many surveys were opened. ``by_night``: seats are told of at once."""
    opened = await _ask(database, clock)
    async with database.sessions() as session:
        await lapse_drafts(session, now=clock())
        await remind_drafts(session, now=clock())
        await resume_unanswered(session, now=clock())
        await lapse_unsigned(session, now=clock())
        await watch_terms(session, now=clock())
        await watch(session, now=clock())
        await plan.remind(session, now=clock())
        await session.commit()
    await _by_and_by(database, clock)
    await _tend_lists(database, clock, by_night=by_night)
    await watches.once(database, clock, by_night=by_night)
    return opened


_SURVEYS = (surveys.remind, surveys.close_due)


async def _ask(database: Database, clock: Clock) -> int:
    """Ask all families whose moment has come, a batch a transaction."""
    return await _walk(database, clock, surveys.Wave().step)


async def _walk(database: Database, clock: Clock, step: Step) -> int:
    """A short write at a time until there is nothing left; return how much was done."""
    done, last = 0, 1
    while last:
        async with database.sessions() as session:
            last = await step(session, now=clock())
            await session.commit()
        done += last
    return done


async def _by_and_by(database: Database, clock: Clock) -> None:
    """What openings, turns, clubs that end and surveys have left to do: a short write at a time, touches between."""
    for deed in (settle, turns.run, turns.close_due, turns.warn_unused, departures.run, *_SURVEYS):
        await _walk(database, clock, deed)
    await _walk(database, clock, surveys.Tally().step)
    await _walk(database, clock, surveys.tell_results)


async def _tend_lists(database: Database, clock: Clock, *, by_night: bool) -> None:
    """Offer what came free to those who stand in line, a group a transaction; the writer is not asked for nothing."""
    async with database.reads() as session:
        waiting = await lists_to_tend(session, now=clock())
    for group_id in waiting:
        async with database.sessions() as session:
            await tend(session, group_id=group_id, now=clock(), by_night=by_night)
            await session.commit()


async def sweep(database: Database, clock: Clock, store: Store) -> None:
    """Let certificates grow older, and destroy what is older than its term (``services/contracts/retention.toml``).

    Bytes that no row names go too.
    """
    now = clock()
    async with database.sessions() as session:
        await age(session, now=now)
        await session.commit()
    async with database.sessions() as session:
        await session.execute(delete(DoneUpdate).where(DoneUpdate.done_at < now - erasing.term("done_updates")))
        await session.execute(delete(Dialogue).where(Dialogue.changed_at < now - erasing.term("dialogues")))
        await access.forget_old(session, now=now)
        await retention.forget_old(session, now=now)
        await turns.archive(session, now=now)
        await session.commit()
    async with database.reads() as session:
        known = await uploads.places(session) | await evidence.places(session)
    await asyncio.to_thread(store.sweep, known, older_than=RUBBISH_SECONDS)


async def run(
    database: Database,
    clock: Clock,
    store: Store,
    *,
    stop: asyncio.Event,
    moved: asyncio.Event,
    by_night: bool = False,
) -> None:
    """Do the chores every half minute, and at once when the demo has moved its clock."""
    swept: datetime | None = None
    while not stop.is_set():
        try:
            if swept is None or swept + SWEPT_EVERY <= clock():
                await sweep(database, clock, store)
                swept = clock()
            await once(database, clock, by_night=by_night)
        except (SQLAlchemyError, OSError) as away:
            log.warning("chores.database_away", error=type(away).__name__)
        except ClockBack:
            log.warning("chores.clock_back")
        try:
            async with asyncio.timeout(EVERY_SECONDS):
                await moved.wait()
        except TimeoutError:
            continue
        moved.clear()
