"""Short transactions: SQLite has one writer, and a touch that waits for it is a person who waits."""

import asyncio
import time
from collections.abc import Awaitable, Callable, Sequence
from typing import TypeVar

from sqlalchemy.ext.asyncio import AsyncSession

from services.core.db import Database

Item = TypeVar("Item")
Put = Callable[[AsyncSession, Sequence[Item]], Awaitable[None]]
AIM = 0.015
"""Seconds of this process's own work in a transaction. The promise is 0.05 of the wall clock: on a busy machine it is
kept by doing less, but not so little that most of the time goes into waiting for a turn."""
LONGEST = 0.045
FIRST_SIZE, LEAST_SIZE, LARGEST_SIZE = 32, 16, 4_000
MOST_GROWTH = 2.0
FAIRNESS = 1.0
"""How long the writer's lock is left alone after a transaction, as a share of it: others ask for it now and then."""


class Pace:
    """How many things of one kind go into a transaction: as many as the machine bears just now."""

    def __init__(self) -> None:
        self.size = FIRST_SIZE
        self.longest = 0.0

    def note(self, count: int, seconds: float, work: float) -> None:
        """Learn from a transaction: how long it took, and how much of it was our own work."""
        self.longest = max(self.longest, seconds)
        best = min(count * AIM / max(work, 1e-4), count * LONGEST / max(seconds, 1e-4))
        self.size = int(min(max(best, self.size / 2, LEAST_SIZE), self.size * MOST_GROWTH, LARGEST_SIZE))


class Writer:
    """Puts things into the database a few at a time; ``first`` is run first in each transaction."""

    def __init__(self, database: Database, first: Callable[[AsyncSession], Awaitable[None]]) -> None:
        self._database = database
        self._first = first
        self._paces: dict[str, Pace] = {}
        self._free_at = 0.0

    @property
    def longest(self) -> dict[str, float]:
        """Seconds of the longest transaction of each kind."""
        return {kind: pace.longest for kind, pace in self._paces.items()}

    def size(self, kind: str) -> int:
        """How many things of a kind go into the next transaction."""
        return self._paces.setdefault(kind, Pace()).size

    async def each(self, kind: str, items: Sequence[Item], put: Put[Item]) -> None:
        """Put all items, in as many transactions as it takes."""
        pace = self._paces.setdefault(kind, Pace())
        at = 0
        while at < len(items):
            piece = items[at : at + pace.size]
            pace.note(len(piece), *await self._one(piece, put))
            at += len(piece)

    async def once(self, kind: str, put: Callable[[AsyncSession], Awaitable[None]]) -> None:
        """One transaction that cannot be divided."""

        async def all_of_it(session: AsyncSession, _nothing: Sequence[None]) -> None:
            await put(session)

        self._paces.setdefault(kind, Pace()).note(1, *await self._one([None], all_of_it))

    async def _one(self, piece: Sequence[Item], put: Put[Item]) -> tuple[float, float]:
        """Seconds for which the lock was held, and how many of them this process worked."""
        if (rest := self._free_at - time.perf_counter()) > 0:
            await asyncio.sleep(rest)
        async with self._database.sessions() as session:
            await self._first(session)
            began, worked = time.perf_counter(), time.process_time()
            await put(session, piece)
            await session.commit()
            ended, worked = time.perf_counter(), time.process_time() - worked
        self._free_at = ended + FAIRNESS * (ended - began)
        return ended - began, worked
