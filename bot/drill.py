"""A load drill of an opening: invented parents in a database of its own, made for it and thrown away."""

import asyncio
import random
import secrets
import tempfile
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import asdict, dataclass
from datetime import date, datetime, timedelta
from pathlib import Path

from sqlalchemy import make_url, text
from sqlalchemy.ext.asyncio import AsyncSession, create_async_engine

from bot.demo.families import put_family
from bot.prepare import prepared
from bot.settings import Settings
from services.certificates.rules import school_year
from services.core.actor import Actor, Post, Role
from services.core.clock import local_date, system_clock
from services.core.db import Database, async_url
from services.openings import actions, queries
from services.openings.actions.drawing import GRACE
from services.openings.rules import Mode
from services.orders.actions import set_line
from services.orders.queries import lines
from services.programs import actions as programs
from services.programs.models import Focus, Level, StudyForm
from services.programs.queries import group
from services.programs.rules import LessonView
from services.providers.actions import NewProvider, add_provider
from services.providers.models import Sector
from services.staff.actions import appoint, arrive
from services.territories.queries import territory_by_slug

HOURS, PRICE, UNDER_WAY = 72, 15_000, 16
WINDOW = timedelta(minutes=1)
ADDRESS = "ул. Учебная, 1"
SATURDAY = (LessonView(5, "10:00", 90),)
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


@dataclass(frozen=True, slots=True)
class _Stage:
    clerk: Actor
    group_id: int
    opening_id: int
    territory_id: int
    year: int
    opens_at: datetime
    families: list[tuple[Actor, int]]


@asynccontextmanager
async def own_database(settings: Settings) -> AsyncIterator[Database]:
    """An empty database of the same kind as the desk's, and no trace of it afterwards."""
    url = make_url(settings.database_url)
    name = f"kruzhok_drill_{secrets.token_hex(6)}"
    with tempfile.TemporaryDirectory() as folder:
        is_server = url.get_backend_name() != "sqlite"
        own = url.set(database=name if is_server else f"{folder}/drill.db")
        if is_server:
            await _on_server(settings.database_url, f'CREATE DATABASE "{name}"')
        try:
            changed = {
                "database_url": own.render_as_string(hide_password=False),
                "key_file": Path(folder) / "drill.key",
            }
            async with prepared(settings.model_copy(update=changed), system_clock) as database:
                yield database
        finally:
            if is_server:
                await _on_server(settings.database_url, f'DROP DATABASE "{name}"')


async def _on_server(url: str, statement: str) -> None:
    engine = create_async_engine(async_url(url), isolation_level="AUTOCOMMIT")
    try:
        async with engine.connect() as connection:
            await connection.execute(text(statement))
    finally:
        await engine.dispose()


async def play(database: Database, slug: str, *, parents: int, seats: int, mode: Mode) -> Played:
    """Announce, file all, draw, publish, settle; then count what the database holds. Raises NotFound for a slug."""
    stage = await _set(database, slug, parents=parents, seats=seats, mode=mode)
    began, waits = time.perf_counter(), []
    gate = asyncio.Semaphore(UNDER_WAY)

    async def file(number: int) -> None:
        parent, child = stage.families[number]
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
    await _finish(database, stage)
    return await _count(database, stage, (parents, seats), sorted(waits), seconds)


async def _set(database: Database, slug: str, *, parents: int, seats: int, mode: Mode) -> _Stage:
    now, dice = system_clock(), random.Random(7)  # noqa: S311 (invented people, not secrets)
    async with database.sessions() as session:
        place = await territory_by_slug(session, slug)
        starts = local_date(now, place.timezone) + timedelta(days=7)
        group_id = await _shelf(session, place.id, starts, seats)
        clerk = await _clerk(session, place.id, now)
        wanted, families = await group(session, group_id), []
        for number in range(parents):
            parent = await arrive(session, channel="drill", address=str(number), locale="ru", now=now)
            families.append((parent, await put_family(session, parent, wanted, now, dice, number % INVENTED)))
        opens = now + timedelta(seconds=1)
        opening = await actions.announce(
            session,
            clerk,
            territory_id=place.id,
            school_year=school_year(starts, place.policy.school_year_start),
            mode=mode,
            hours=(opens, opens + WINDOW),
            now=now,
        )
        await session.commit()
    return _Stage(clerk, group_id, opening.id, place.id, starts.year, opens, families)


async def _shelf(session: AsyncSession, territory_id: int, starts: date, seats: int) -> int:
    """A club, its group of so many seats, and an order that pays for exactly those."""
    hours = seats * HOURS
    limits = {"children": seats, "hours": hours, "money": hours * PRICE}
    await set_line(session, territory_id=territory_id, year=starts.year, service_code=None, **limits)
    taught = _taught(territory_id, await add_provider(session, _club(territory_id)))
    program, ends = await programs.add_program(session, taught), starts + timedelta(days=200)
    return await programs.add_group(session, programs.NewGroup(program, "1", seats, starts, ends, SATURDAY))


def _club(territory_id: int) -> NewProvider:
    return NewProvider(
        territory_id,
        inn="7707083893",
        name="Учебный кружок",
        sector=Sector.MUNICIPAL,
        is_npo=False,
        licence="Л035-01282-43/01391197",
        address=ADDRESS,
    )


def _taught(territory_id: int, provider_id: int) -> programs.NewProgram:
    return programs.NewProgram(
        territory_id,
        provider_id,
        title="Учение",
        summary="",
        focus=Focus.TECH,
        form=StudyForm.FULL_TIME,
        level=Level.START,
        service_code=None,
        age_from=7,
        age_to=10,
        hours=HOURS,
        hour_price=PRICE,
        address=ADDRESS,
    )


async def _clerk(session: AsyncSession, territory_id: int, now: datetime) -> Actor:
    person = await arrive(session, channel="drill", address="clerk", locale="ru", now=now)
    post = Post(Role.CLERK, territory_id)
    await appoint(session, person_id=person.person_id, post=post, now=now)
    return Actor(person.person_id, "ru", territory_id, (post,))


async def _finish(database: Database, stage: _Stage) -> None:
    after = stage.opens_at + WINDOW + GRACE
    async with database.sessions() as session:
        await actions.draw(session, stage.clerk, opening_id=stage.opening_id, now=after)
        await actions.publish(session, stage.clerk, opening_id=stage.opening_id, now=after)
        await session.commit()
    done = 1
    while done:
        async with database.sessions() as session:
            done = await actions.settle(session, now=after)
            await session.commit()


async def _count(
    database: Database, stage: _Stage, asked: tuple[int, int], waits: list[float], seconds: float
) -> Played:
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
