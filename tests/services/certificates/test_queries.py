"""Each side sees its own cases and nothing else."""

from datetime import timedelta

import pytest
from sqlalchemy.ext.asyncio import AsyncSession, async_sessionmaker

from services.certificates import actions, queries
from services.core.actor import Actor, Role
from services.core.errors import NotFound
from tests.support.factories.certificates import (
    NOW,
    Town,
    add_application,
    add_other_group,
    add_post,
    add_territory,
    add_town,
)
from tests.support.factories.families import add_parent
from tests.support.factories.providers import add_provider

Sessions = async_sessionmaker[AsyncSession]


async def _busy_town(sessions: Sessions, count: int, **policy: str) -> tuple[Town, list[int]]:
    async with sessions() as session:
        town = await add_town(session, applications_per_child="99", **policy)
        numbers = [
            await add_application(
                session, town, group_id=await add_other_group(session, town), now=NOW - timedelta(days=at)
            )
            for at in range(count)
        ]
        await session.commit()
        return town, numbers


async def _strangers(sessions: Sessions, town: Town) -> tuple[Actor, Actor, Actor]:
    async with sessions() as session:
        parent = await add_parent(session, territory_id=town.territory_id, phone="+79120000003")
        clerk = await add_post(session, Role.CLERK, await add_territory(session, "seversk"))
        rival = await add_provider(session, territory_id=town.territory_id, name="Берег")
        club = await add_post(session, Role.PROVIDER, town.territory_id, rival)
        await session.commit()
        return parent, clerk, club


async def test_lists_are_paged_and_forgive_a_page_that_is_gone(sessions: Sessions) -> None:
    town, numbers = await _busy_town(sessions, 8)
    async with sessions() as session:
        first = await queries.mine(session, town.parent, 0)
        last = await queries.mine(session, town.parent, 99)
        before = await queries.mine(session, town.parent, -5)
        none = await queries.mine(session, town.club, 3)
    newest = sorted(numbers, reverse=True)
    assert [line.facts.number for line in first.items] == newest[:6]
    assert [line.facts.number for line in last.items] == newest[6:]
    assert (first.pages, first.total, last.page, before.page) == (2, 8, 1, 0)
    assert first.items[0].child is not None
    assert first.items[0].child.first_name == "Мария"
    assert (none.items, none.page, none.pages) == ([], 0, 1)


async def test_the_queue_begins_with_the_oldest_deadline(sessions: Sessions) -> None:
    town, numbers = await _busy_town(sessions, 3)
    async with sessions() as session:
        found = await queries.queue(session, town.clerk, 0, now=NOW + timedelta(days=9))
        following = await queries.next_to_decide(session, town.clerk, now=NOW)
    dues = [line.facts.due_on for line in found.items]
    assert dues == sorted(dues)
    assert found.items[0].facts.number in numbers
    assert following == found.items[0].facts.number
    assert [(line.waiting.days, line.waiting.overdue) for line in found.items if line.waiting] == [
        (0, True),
        (0, True),
        (0, False),
    ]


async def test_the_queue_holds_what_is_not_decided(sessions: Sessions) -> None:
    town, numbers = await _busy_town(sessions, 2)
    async with sessions() as session:
        await actions.refuse(session, town.clerk, application_id=numbers[1], ground="age", now=NOW)
        await session.commit()
    async with sessions() as session:
        found = await queries.queue(session, town.clerk, 0, now=NOW)
        theirs = await queries.of_provider(session, town.club, 0)
    assert [line.facts.number for line in found.items] == numbers[:1]
    assert theirs.total == 2
    assert all(line.child is None and line.waiting is None for line in theirs.items)


async def test_a_case_shows_all_that_decides_it(sessions: Sessions) -> None:
    async with sessions() as session:
        town = await add_town(session, children=5)
        number = await add_application(session, town)
        await session.commit()
    async with sessions() as session:
        case = await queries.case(session, town.clerk, number, now=NOW)
    assert (case.child.full_name, case.age, case.year) == ("Орлова Мария Петровна", 8, 2026)
    assert case.line is not None
    assert (case.line.left.children, case.group.free, case.waiting.days) == (5, 12, 7)


async def test_what_is_not_yours_is_not_found(sessions: Sessions) -> None:
    town, (number,) = await _busy_town(sessions, 1)
    parent, clerk, club = await _strangers(sessions, town)
    async with sessions() as session:
        for actor in (parent, clerk, club, town.clerk, town.club):
            with pytest.raises(NotFound):
                await queries.own_application(session, actor, number, now=NOW)
        for actor in (parent, clerk, club, town.parent, town.club):
            with pytest.raises(NotFound):
                await queries.case(session, actor, number, now=NOW)
            assert (await queries.queue(session, actor, 0, now=NOW)).total == 0
            assert await queries.next_to_decide(session, actor, now=NOW) is None
        for actor in (parent, clerk, club, town.parent, town.clerk):
            with pytest.raises(NotFound):
                await queries.provider_case(session, actor, number)
            assert (await queries.of_provider(session, actor, 0)).total == 0
        with pytest.raises(NotFound):
            await queries.certificate_of(session, number)
        assert (await queries.provider_case(session, town.club, number)).facts.number == number
