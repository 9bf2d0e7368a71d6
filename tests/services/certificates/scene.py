"""One application and what a decision may change, as another session reads it."""

from dataclasses import dataclass

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession, async_sessionmaker

from services.certificates import actions
from services.certificates.models import Application, ApplicationStatus, Certificate
from services.core.actor import Actor
from services.orders.queries import lines
from services.orders.rules import Volume
from services.programs.queries import group
from tests.support.factories.certificates import (
    NOW,
    Town,
    add_application,
    add_town,
)

Sessions = async_sessionmaker[AsyncSession]


@dataclass(frozen=True)
class State:
    """What a decision may change, as another session reads it."""

    status: ApplicationStatus
    taken: int
    reserved: Volume
    certificates: int


async def scene(sessions: Sessions, **settings: int) -> tuple[Town, int]:
    async with sessions() as session:
        town = await add_town(session, **settings)  # type: ignore[arg-type]
        number = await add_application(session, town)
        await session.commit()
        return town, number


async def state(sessions: Sessions, town: Town, number: int) -> State:
    async with sessions() as session:
        status = await session.scalar(select(Application.status).where(Application.id == number))
        assert status is not None
        return State(
            status,
            (await group(session, town.group_id)).taken,
            (await lines(session, town.territory_id, 2026))[0].reserved,
            await session.scalar(select(func.count()).select_from(Certificate)) or 0,
        )


async def approve(sessions: Sessions, clerk: Actor, number: int) -> actions.Approval:
    async with sessions() as session:
        approval = await actions.approve(session, clerk, application_id=number, now=NOW)
        await session.commit()
        return approval


async def refuse(sessions: Sessions, clerk: Actor, number: int, ground: str = "no_seats") -> None:
    async with sessions() as session:
        await actions.refuse(session, clerk, application_id=number, ground=ground, now=NOW)
        await session.commit()


async def withdraw(sessions: Sessions, parent: Actor, number: int) -> None:
    async with sessions() as session:
        await actions.withdraw(session, parent, application_id=number, now=NOW)
        await session.commit()
