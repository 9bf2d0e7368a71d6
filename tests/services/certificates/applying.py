"""Apply in a session of its own, and count what was written."""

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession, async_sessionmaker

from services.certificates import actions
from services.certificates.models import Application
from services.notices.models import Notice
from tests.support.factories.certificates import NOW, Town, add_town
from tests.support.factories.programs import add_group, add_program

Sessions = async_sessionmaker[AsyncSession]


async def given_town(sessions: Sessions, slug: str = "livny", **settings: int | str) -> Town:
    async with sessions() as session:
        town = await add_town(session, slug, **settings)  # type: ignore[arg-type]
        await session.commit()
        return town


async def apply(sessions: Sessions, town: Town, **changes: int) -> actions.Receipt:
    asked = {"group_id": town.group_id, "child_id": town.child_id} | changes
    async with sessions() as session:
        receipt = await actions.apply(session, town.parent, **asked, now=NOW)
        await session.commit()
        return receipt


async def count(sessions: Sessions) -> int:
    async with sessions() as session:
        return len(list(await session.scalars(select(Application.id)))) + len(
            list(await session.scalars(select(Notice.id)))
        )


async def program_group(
    sessions: Sessions, town: Town, program: dict[str, object], group: dict[str, object] | None = None
) -> int:
    async with sessions() as session:
        ids = {"territory_id": town.territory_id, "provider_id": town.provider_id}
        program_id = await add_program(session, **ids, **program)  # type: ignore[arg-type]
        group_id = await add_group(session, program_id=program_id, **(group or {}))  # type: ignore[arg-type]
        await session.commit()
        return group_id
