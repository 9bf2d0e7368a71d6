"""The play itself: all file, the order is fixed and published, and what the database holds is counted."""

import asyncio
import random
import time
from dataclasses import asdict, dataclass
from datetime import timedelta

from sqlalchemy.ext.asyncio import AsyncSession

from bot.demo.families import put_family
from bot.drill.stage import Stage, set_stage
from services.core.actor import Actor
from services.core.clock import system_clock
from services.core.db import Database
from services.openings import actions, queries
from services.openings.actions.drawing import GRACE
from services.openings.rules import Mode
from services.orders.queries import lines
from services.programs.queries import group
from services.staff.actions import arrive

UNDER_WAY = 16
WINDOW = timedelta(minutes=1)
INVENTED = 12
"""Names that there are; the numbers are drawn for each family."""


@dataclass(frozen=True, slots=True)
class Played:
    """How it went. Times in milliseconds; ``answered`` got a number; ``approved`` and ``order`` count children."""

    parents: int
    seats: int
    answered: int
    approved: int
    taken: int
    order: int
    left: int
    p50: float
    p99: float
    seconds: float

    @property
    def holds(self) -> bool:
        """Everybody answered; exactly the seats given, neither a seat nor the order's volume over."""
        exact = min(self.parents, self.seats)
        return self.answered == self.parents and self.approved == self.taken == self.order == exact and not self.left

    def facts(self) -> dict[str, float]:
        """As they are printed."""
        return asdict(self)


async def play(database: Database, slug: str, *, parents: int, seats: int, mode: Mode) -> Played:
    """Announce, file all, draw, publish, settle; then count what the database holds. Raises NotFound for a slug."""
    now = system_clock()
    hours = (now + timedelta(seconds=1), now + timedelta(seconds=1) + WINDOW)
    async with database.sessions() as session:
        stage = await set_stage(session, slug, seats=seats, mode=mode, hours=hours, now=now)
        families = await _families(session, stage, parents)
        await session.commit()
    began, waits = time.perf_counter(), []
    gate = asyncio.Semaphore(UNDER_WAY)

    async def file(number: int) -> None:
        parent, child = families[number]
        async with gate:
            start = time.perf_counter()
            now = stage.opens_at + WINDOW * number / parents
            async with database.sessions() as session:
                await actions.apply(session, parent, group_id=stage.group_id, child_id=child, now=now)
                await session.commit()
            waits.append(1000 * (time.perf_counter() - start))

    async with asyncio.TaskGroup() as tasks:
        for number in range(parents):
            tasks.create_task(file(number))
    seconds = time.perf_counter() - began
    await finish(database, stage)
    return await count(database, stage, (parents, seats), sorted(waits), seconds)


async def _families(session: AsyncSession, stage: Stage, parents: int) -> list[tuple[Actor, int]]:
    now, dice = system_clock(), random.Random(7)  # noqa: S311 (invented people, not secrets)
    wanted, families = await group(session, stage.group_id), []
    for number in range(parents):
        parent = await arrive(session, channel="drill", address=str(number), locale="ru", now=now)
        families.append((parent, await put_family(session, parent, wanted, now, dice, number % INVENTED)))
    return families


async def finish(database: Database, stage: Stage) -> None:
    """Fix the order, publish it, approve and tell."""
    after = stage.closes_at + GRACE
    async with database.sessions() as session:
        await actions.draw(session, stage.clerk, opening_id=stage.opening_id, now=after)
        await actions.publish(session, stage.clerk, opening_id=stage.opening_id, now=after)
        await session.commit()
    done = 1
    while done:
        async with database.sessions() as session:
            done = await actions.settle(session, now=after)
            await session.commit()


async def count(database: Database, stage: Stage, asked: tuple[int, int], waits: list[float], seconds: float) -> Played:
    """What the database holds: ``asked`` are parents and seats, ``waits`` ascending milliseconds of the answered."""
    async with database.reads() as session:
        seen = await queries.figures(session, stage.clerk, opening_id=stage.opening_id, territory_id=stage.territory_id)
        taken = (await group(session, stage.group_id)).taken
        order = sum(line.reserved.children for line in await lines(session, stage.territory_id, stage.year))
    p50, p99 = (waits[min(len(waits) - 1, int(share * len(waits)))] for share in (0.5, 0.99))
    return Played(
        *asked,
        answered=len(waits),
        approved=seen.approved,
        taken=taken,
        order=order,
        left=seen.left,
        p50=p50,
        p99=p99,
        seconds=seconds,
    )
