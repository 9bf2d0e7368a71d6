"""The desk passes a child on: only to who may sign and is there, on a ground, told and written down; both databases."""

from dataclasses import replace

import pytest
from sqlalchemy import select, update
from sqlalchemy.ext.asyncio import AsyncSession, async_sessionmaker

from services.access.models import Look
from services.contracts import actions, queries
from services.contracts.actions import Pass
from services.core.actor import Actor, Post, Role
from services.core.errors import Invalid, NotAllowed, NotFound
from services.families.errors import TwinChild
from services.families.models import Child
from services.families.queries import child, own_child
from services.families.rules import PASS_GROUNDS, Kin, Right
from services.identity.actions import ask_desk_code
from services.notices.models import Notice
from tests.support.factories.certificates import NOW, Town, add_application, add_town
from tests.support.factories.families import add_kin, add_own_child, add_parent

Sessions = async_sessionmaker[AsyncSession]


async def _code(session: AsyncSession, person: Actor) -> str:
    return str(await ask_desk_code(session, person, now=NOW))


async def _relative(session: AsyncSession, town: Town, right: Right, kin: Kin = Kin.ADULT) -> Actor:
    return await add_kin(session, town.parent, town.child_id, right=right, kin=kin)


async def test_the_heir_has_all_and_the_one_before_nothing(sessions: Sessions) -> None:
    async with sessions() as session:
        town = await add_town(session)
        heir = await _relative(session, town, Right.SIGN)
        number, before = await add_application(session, town), town.parent
        made = await actions.approve(session, town.clerk, application_id=number, now=NOW)
        asked = Pass(await _code(session, heir), number, before.person_id, "death")
        see = {"typed": asked.typed, "number": number, "now": NOW}
        seen = await actions.see_passing(session, town.clerk, **see)  # type: ignore[arg-type]
        assert seen is not None
        shown = seen.child.id, seen.gone.person_id, seen.heir.person_id
        assert shown == (town.child_id, before.person_id, heir.person_id)
        assert await actions.pass_at_desk(session, town.clerk, asked, now=NOW)
        assert not await actions.pass_at_desk(session, town.clerk, asked, now=NOW), "a code works once"
        assert (await own_child(session, heir, town.child_id)).id == town.child_id
        with pytest.raises(NotFound):
            await own_child(session, before, town.child_id)
        assert (await queries.own_contract(session, heir, made.id)).facts.parent != made.facts.parent
        with pytest.raises(NotFound):
            await queries.own_contract(session, before, made.id)
        for person, kind in ((before, "family_taken"), (heir, "family_passed")):
            told = await session.scalars(select(Notice.kind).where(Notice.person_id == person.person_id))
            assert kind in set(told)
            looks = await session.scalars(select(Look.what).where(Look.subject_id == person.person_id))
            assert f"passed_death:{town.child_id}" in set(looks)


async def test_nobody_else_gets_a_child_and_nobody_else_gives_it(sessions: Sessions) -> None:
    async with sessions() as session:
        town = await add_town(session)
        number, heir = await add_application(session, town), await _relative(session, town, Right.SIGN)
        foreign = replace(town.clerk, posts=(Post(Role.CLERK, town.territory_id + 1),))
        at_work = replace(heir, posts=(Post(Role.CLERK, town.territory_id),))
        kin = [await _relative(session, town, right) for right in (Right.SEE, Right.ACT)]
        strangers = [*kin, await add_parent(session, territory_id=town.territory_id), town.parent]
        asked = Pass(await _code(session, heir), number, town.parent.person_id, next(iter(PASS_GROUNDS)))
        refused: list[tuple[Actor, Pass, type[Exception]]] = [
            *[(town.clerk, replace(asked, typed=await _code(session, one)), NotFound) for one in strangers],
            (foreign, asked, NotFound),
            (town.club, asked, NotAllowed),
            (town.parent, asked, NotAllowed),
            (at_work, asked, NotAllowed),
            (town.clerk, replace(asked, number=number + 1), NotFound),
            (town.clerk, replace(asked, gone=heir.person_id), NotFound),
            (town.clerk, replace(asked, ground="because"), Invalid),
        ]
        for clerk, tried, error in refused:
            async with session.begin_nested() as tried_only:
                with pytest.raises(error):
                    await actions.pass_at_desk(session, clerk, tried, now=NOW)
                await tried_only.rollback()
        snils = (await session.get_one(Child, town.child_id)).snils
        own = await add_own_child(session, heir, now=NOW)
        index = (await session.get_one(Child, town.child_id)).snils_index
        twin = update(Child).where(Child.id == own)  # entered before they joined the family
        await session.execute(twin.values(snils=snils, snils_index=index))
        with pytest.raises(TwinChild):
            await actions.pass_at_desk(session, town.clerk, asked, now=NOW)
        assert (await child(session, town.child_id)).parent_id == town.parent.person_id
