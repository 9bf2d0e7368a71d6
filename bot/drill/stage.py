"""What a drill is played on: an empty database, one club with its group and order, a clerk, an announced hour."""

import secrets
import tempfile
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from pathlib import Path

from sqlalchemy import make_url, text
from sqlalchemy.ext.asyncio import AsyncSession, create_async_engine

from bot.prepare import prepared
from bot.settings import Settings
from services.certificates.rules import school_year
from services.core.actor import Actor, Post, Role
from services.core.clock import local_date, system_clock
from services.core.db import Database, async_url
from services.openings import actions
from services.openings.rules import Mode
from services.orders.actions import set_line
from services.programs import actions as programs
from services.programs.models import Focus, Level, StudyForm
from services.programs.rules import LessonView
from services.providers.actions import NewProvider, add_provider
from services.providers.models import Sector
from services.staff.actions import appoint, arrive
from services.territories.queries import territory_by_slug

HOURS, PRICE = 72, 15_000
ADDRESS = "ул. Учебная, 1"
SATURDAY = (LessonView(5, "10:00", 90),)


@dataclass(frozen=True, slots=True)
class Stage:
    """Where the drill's parents file: one group, and an opening with its hours."""

    clerk: Actor
    group_id: int
    opening_id: int
    territory_id: int
    year: int
    opens_at: datetime
    closes_at: datetime


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


async def set_stage(
    session: AsyncSession,
    slug: str,
    *,
    seats: int,
    mode: Mode,
    hours: tuple[datetime, datetime],
    now: datetime,
) -> Stage:
    """A group of so many seats whose opening is announced at ``now`` for ``hours``. Raises NotFound for a slug."""
    place = await territory_by_slug(session, slug)
    starts = local_date(hours[1], place.timezone) + timedelta(days=7)
    group_id = await _shelf(session, place.id, starts, seats)
    clerk = await _clerk(session, place.id, now)
    opening = await actions.announce(
        session,
        clerk,
        territory_id=place.id,
        school_year=school_year(starts, place.policy.school_year_start),
        mode=mode,
        hours=hours,
        now=now,
    )
    return Stage(clerk, group_id, opening.id, place.id, starts.year, *hours)


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
