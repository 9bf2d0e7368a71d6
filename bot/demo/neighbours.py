"""Other families of a played demo: they hold the last seats of a group, and one of them changes its mind.

They are invented and have no door: nobody writes to them. Everything goes through the rooms' own actions.
"""

import random
from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from bot.demo.families import put_family
from services.certificates import actions as certificates
from services.contracts import actions as contracts
from services.core.actor import Actor, Post, Role
from services.core.db import Database
from services.core.models import Person
from services.programs.queries import group


async def fill(database: Database, *, group_id: int, now: datetime) -> tuple[Actor, int]:
    """Other families take every seat that is left; one of them and the number of its application."""
    dice = random.Random(group_id)  # noqa: S311 (the same fiction every time, no secret)
    async with database.sessions() as session:
        wanted = await group(session, group_id)
        clerk = await _person(session, wanted.territory_id, now, Post(Role.CLERK, wanted.territory_id))
        for number in range(wanted.free):
            parent = await _person(session, wanted.territory_id, now)
            child = await put_family(session, parent, wanted, now, dice, number)
            receipt = await certificates.apply(session, parent, group_id=group_id, child_id=child, now=now)
            await contracts.approve(session, clerk, application_id=receipt.number, now=now)
        await session.commit()
    return parent, receipt.number


async def leave(database: Database, parent: Actor, *, number: int, now: datetime) -> None:
    """The family takes its application back: its seat is free."""
    async with database.sessions() as session:
        await contracts.withdraw(session, parent, application_id=number, now=now)
        await session.commit()


async def _person(session: AsyncSession, territory_id: int, now: datetime, *posts: Post) -> Actor:
    person = Person(locale="ru", territory_id=territory_id, created_at=now)
    session.add(person)
    await session.flush()
    return Actor(person.id, "ru", territory_id, posts)
