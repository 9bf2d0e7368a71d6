"""One application per child, program and year, and a limit: the database decides."""

import asyncio

import pytest
from sqlalchemy import select

from services.certificates import actions
from services.certificates.errors import AlreadyApplied, TooManyApplications
from services.certificates.models import Application
from tests.services.certificates.applying import Sessions, apply, count, given_town
from tests.support.factories.certificates import NOW, add_application, add_other_group
from tests.support.factories.programs import add_group


async def test_a_second_application_to_the_program_names_the_first(sessions: Sessions) -> None:
    town = await given_town(sessions)
    first = await apply(sessions, town)
    async with sessions() as session:
        sister_group = await add_group(session, program_id=town.program_id)
        await session.commit()
    before = await count(sessions)
    for group_id in (town.group_id, sister_group):
        with pytest.raises(AlreadyApplied) as refused:
            await apply(sessions, town, group_id=group_id)
        assert refused.value.number == first.number
    assert await count(sessions) == before


async def test_a_double_press_makes_one_application(sessions: Sessions) -> None:
    town = await given_town(sessions)
    done = await asyncio.gather(*(apply(sessions, town) for _ in range(4)), return_exceptions=True)
    receipts = [one for one in done if isinstance(one, actions.Receipt)]
    assert len(receipts) == 1
    assert {one.number for one in done if isinstance(one, AlreadyApplied)} == {receipts[0].number}


async def test_the_limit_holds_for_presses_at_once(sessions: Sessions) -> None:
    town = await given_town(sessions, applications_per_child="2")
    async with sessions() as session:
        groups = [await add_other_group(session, town) for _ in range(5)]
        await session.commit()
    done = await asyncio.gather(*(apply(sessions, town, group_id=one) for one in groups), return_exceptions=True)
    assert sum(isinstance(one, actions.Receipt) for one in done) == 2
    assert {one.limit for one in done if isinstance(one, TooManyApplications)} == {2}
    async with sessions() as session:
        assert len(list(await session.scalars(select(Application.id)))) == 2


async def test_a_refusal_leaves_nothing_even_if_the_caller_commits(sessions: Sessions) -> None:
    town = await given_town(sessions, applications_per_child="1")
    async with sessions() as session:
        other = await add_other_group(session, town)
        await add_application(session, town)
        await session.commit()
    before = await count(sessions)
    async with sessions() as session:
        with pytest.raises(TooManyApplications):
            await add_application(session, town, group_id=other)
        await session.commit()
    assert await count(sessions) == before


async def test_after_a_withdrawal_one_may_apply_again(sessions: Sessions) -> None:
    town = await given_town(sessions)
    first = await apply(sessions, town)
    async with sessions() as session:
        await actions.withdraw(session, town.parent, application_id=first.number, now=NOW)
        await session.commit()
    assert (await apply(sessions, town)).number != first.number
