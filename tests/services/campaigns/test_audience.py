"""Who is meant: one statement, those who will not get it apart."""

from typing import Any

import pytest
from sqlalchemy import event
from sqlalchemy.ext.asyncio import AsyncSession, async_sessionmaker

from services.campaigns import queries
from services.campaigns.queries import Count
from services.campaigns.rules import Audience, Holding, Recipients
from services.certificates import actions as certificates
from services.core.actor import Role
from services.core.db import Database
from services.staff.actions import appoint
from tests.support.factories.campaigns import add_door, add_people, add_unreached
from tests.support.factories.certificates import NOW, Town, add_application, add_post, add_town
from tests.support.factories.families import add_own_child, add_parent, next_snils

Sessions = async_sessionmaker[AsyncSession]


async def _town(sessions: Sessions) -> Town:
    """The town's parent, its two clerks and its club all have chats."""
    async with sessions() as session:
        town = await add_town(session)
        for at, actor in enumerate((town.parent, town.clerk, town.second_clerk, town.club)):
            await add_door(session, actor.person_id, at + 1)
        await session.commit()
    return town


async def _count(sessions: Sessions, town: Town, audience: Audience) -> Count:
    async with sessions() as session:
        return await queries.count(session, town.territory_id, audience)


async def test_parents_without_staff_and_with_reasons_apart(sessions: Sessions) -> None:
    town = await _town(sessions)
    async with sessions() as session:
        await add_people(session, town.territory_id, 3)
        await add_unreached(session, town.territory_id)
        await session.commit()
    assert await _count(sessions, town, Audience()) == Count(4, opted_out=1, unreachable=1, no_chat=1)


async def test_other_territories_are_left_alone(sessions: Sessions) -> None:
    town = await _town(sessions)
    async with sessions() as session:
        other = await add_town(session, "seversk")
        await add_people(session, other.territory_id, 2)
        await session.commit()
    assert (await _count(sessions, town, Audience())).reached == 1


async def test_staff_who_applied_are_parents_too(sessions: Sessions) -> None:
    town = await _town(sessions)
    async with sessions() as session:
        await add_application(session, town)
        for post in town.clerk.posts:
            await appoint(session, person_id=town.parent.person_id, post=post, now=NOW)
        await session.commit()
    assert (await _count(sessions, town, Audience())).reached == 1


@pytest.mark.parametrize(("holding", "reached"), [(Holding.ANY, 2), (Holding.WITH, 1), (Holding.WITHOUT, 1)], ids=str)
async def test_by_certificate(sessions: Sessions, holding: Holding, reached: int) -> None:
    town = await _town(sessions)
    async with sessions() as session:
        number = await add_application(session, town)
        await certificates.approve(session, town.clerk, application_id=number, now=NOW)
        other = await add_parent(
            session, territory_id=town.territory_id, full_name="Другова Ольга Ильинична", phone="+79000000001"
        )
        child = await add_own_child(session, other, full_name="Другов Иван Ильич", snils=next_snils(), now=NOW)
        await add_application(session, town, parent=other, child_id=child)
        await add_door(session, other.person_id, 77)
        await session.commit()
    assert (await _count(sessions, town, Audience(certificate=holding))).reached == reached


@pytest.mark.parametrize(("focus", "reached"), [("tech", 1), ("sport", 0)])
@pytest.mark.parametrize("recipients", list(Recipients))
async def test_by_focus(sessions: Sessions, recipients: Recipients, focus: str, reached: int) -> None:
    town = await _town(sessions)
    async with sessions() as session:
        await add_application(session, town)
        await session.commit()
    assert (await _count(sessions, town, Audience(recipients, focus=focus))).reached == reached


async def test_clubs_of_this_territory(sessions: Sessions) -> None:
    town = await _town(sessions)
    async with sessions() as session:
        other = await add_town(session, "seversk")
        await add_post(session, Role.PROVIDER, other.territory_id, other.provider_id)
        await session.commit()
    assert await _count(sessions, town, Audience(Recipients.PROVIDERS)) == Count(1, 0, 0, 0)


async def test_the_count_is_one_statement(sessions: Sessions, database: Database) -> None:
    town = await _town(sessions)
    sent: list[str] = []

    def note(_connection: Any, _cursor: Any, statement: str, *_rest: Any) -> None:
        sent.append(statement)

    event.listen(database.engine.sync_engine, "before_cursor_execute", note)
    await _count(sessions, town, Audience(certificate=Holding.WITH, focus="tech"))
    event.remove(database.engine.sync_engine, "before_cursor_execute", note)
    assert len([statement for statement in sent if statement.startswith("SELECT")]) == 1
