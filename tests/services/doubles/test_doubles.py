"""One child entered by mother and father: found, compared, joined, taken back; on both databases."""

import asyncio
from dataclasses import dataclass, replace

import pytest
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession, async_sessionmaker

from services.access.models import Look
from services.certificates import actions as cases
from services.certificates.errors import TwinApplied
from services.certificates.models import Application
from services.certificates.queries import own_application
from services.contracts import actions as contracts
from services.core.actor import Actor, Post, Role
from services.core.db import Base, Database
from services.core.errors import Invalid, NotAllowed, NotFound, Refused, Stale
from services.doubles import actions, queries, rules
from services.doubles.errors import InTheWay, SecondWordNeeded, TooLateToTakeBack
from services.families.actions import correct_child
from services.families.actions.erasing import forget_pairs
from services.families.errors import ChildAlreadyAdded
from services.families.models import Child, ChildPair, PairState
from services.families.queries import children, family_children
from services.notices.models import Notice
from tests.support.books import unbalanced
from tests.support.factories.certificates import NOW, Town, add_application, add_other_group, add_town
from tests.support.factories.families import add_own_child, add_parent, next_snils

Sessions = async_sessionmaker[AsyncSession]
LEFT = {"child_pairs.second_id", "shares.child_id", "ledger_accounts.child_id"}
GROUND = rules.SAME_GROUNDS[0]


@dataclass
class Home:
    """A child of the town's parent that the father has entered too; each has a case of their own."""

    town: Town
    father: Actor
    twin: int
    pair: int
    numbers: tuple[int, int]


async def _home(session: AsyncSession, **policy: str) -> Home:
    town = await add_town(session, **policy)
    father = await add_parent(
        session, territory_id=town.territory_id, full_name="Орлов Пётр Ильич", phone="+79120000001"
    )
    snils = (await session.get_one(Child, town.child_id)).snils
    mine = await add_application(session, town)
    other = await add_other_group(session, town)
    twin = await add_own_child(session, father, snils=snils, full_name="Орлова  Мария Петровна", now=NOW)
    theirs = await add_application(session, town, parent=father, child_id=twin, group_id=other)
    pair = (await session.scalars(select(ChildPair.id))).one()
    return Home(town, father, twin, pair, (mine, theirs))


async def _whose(session: AsyncSession, child_id: int) -> dict[str, int]:
    """How many rows of each table name the child."""
    found = {}
    for table in Base.metadata.sorted_tables:
        for column in table.columns:
            if any(key.column.table.name == "children" for key in column.foreign_keys):
                many = len((await session.execute(select(column).where(column == child_id))).all())
                found[f"{table.name}.{column.name}"] = many
    return {name: many for name, many in found.items() if many}


async def test_two_records_become_one_and_two_again(database: Database) -> None:
    async with database.sessions() as session:
        home = await _home(session)
        town, clerk = home.town, home.town.clerk
        await contracts.approve(session, clerk, application_id=home.numbers[1], now=NOW)
        before = await _whose(session, home.twin)
        with pytest.raises(TwinApplied):
            await add_application(session, town, parent=home.father, child_id=home.twin)
        told = set(await session.scalars(select(Notice.person_id).where(Notice.kind == "pair_found")))
        assert {clerk.person_id, town.second_clerk.person_id} <= told
        assert await queries.to_compare(session, clerk) == 1
        seen = await actions.see(session, clerk, pair_id=home.pair, now=NOW)
        assert (seen.same_name, seen.same_birth, seen.first.numbers) == (True, True, home.numbers[:1])
        assert await actions.say_same(session, clerk, pair_id=home.pair, ground=GROUND, now=NOW)
        assert set(await _whose(session, home.twin)) <= {
            "child_pairs.second_id",
            "shares.child_id",
            "ledger_accounts.child_id",
        }
        for person in (town.parent, home.father):
            assert [one.id for one in await family_children(session, person)] == [town.child_id]
            for number in home.numbers:
                assert (await own_application(session, person, number, now=NOW)).facts.child_id == town.child_id
            looks = set(await session.scalars(select(Look.what).where(Look.subject_id == person.person_id)))
            assert f"pair:{home.pair}" in looks
        assert (await session.get_one(Child, home.twin, populate_existing=True)).full_name == ""
        with pytest.raises(Stale):
            await actions.say_other(session, clerk, pair_id=home.pair, ground="court", now=NOW)
        await actions.take_back(session, clerk, pair_id=home.pair, now=NOW)
        assert await _whose(session, home.twin) == before | {"child_pairs.second_id": 1}
        assert [one.id for one in await children(session, home.father)] == [home.twin]
        with pytest.raises(NotFound):
            await own_application(session, home.father, home.numbers[0], now=NOW)
        await session.commit()
    assert await unbalanced(database) == []


async def test_mother_and_father_at_the_same_moment(database: Database) -> None:
    async with database.sessions() as session:
        home = await _home(session)
        group = await add_other_group(session, home.town)
        await session.commit()

    async def file(parent: Actor, child_id: int) -> bool:
        async with database.sessions() as session:
            try:
                await add_application(session, home.town, parent=parent, child_id=child_id, group_id=group)
            except TwinApplied:
                return False
            await session.commit()
            return True

    filed = await asyncio.gather(file(home.town.parent, home.town.child_id), file(home.father, home.twin))
    assert sorted(filed) == [False, True]


async def test_who_may_say_what_and_what_stands_in_the_way(sessions: Sessions) -> None:
    async with sessions() as session:
        home = await _home(session, approval_four_eyes="1")
        town, clerk = home.town, home.town.clerk
        foreign = replace(clerk, posts=(Post(Role.CLERK, town.territory_id + 1),))
        at_work = replace(home.father, posts=(Post(Role.CLERK, town.territory_id),))
        refused: list[tuple[Actor, int, str, type[Exception]]] = [
            (foreign, home.pair, GROUND, NotFound),
            (town.parent, home.pair, GROUND, NotFound),
            (town.club, home.pair, GROUND, NotFound),
            (clerk, home.pair + 1, GROUND, NotFound),
            (clerk, home.pair, "because", Invalid),
            (at_work, home.pair, GROUND, NotAllowed),
        ]
        for who, pair, ground, error in refused:
            with pytest.raises(error):
                await actions.say_same(session, who, pair_id=pair, ground=ground, now=NOW)
        assert not await actions.say_same(session, clerk, pair_id=home.pair, ground=GROUND, now=NOW)
        with pytest.raises(SecondWordNeeded):
            await actions.say_same(session, clerk, pair_id=home.pair, ground=GROUND, now=NOW)
        second = await add_application(session, town, group_id=await add_other_group(session, town))
        wanted = (await session.get_one(Application, second)).program_id
        (await session.get_one(Application, home.numbers[1])).program_id = wanted  # (as an import may merge programs)
        with pytest.raises(InTheWay) as clash:
            await actions.say_same(session, town.second_clerk, pair_id=home.pair, ground=GROUND, now=NOW)
        assert clash.value.numbers == (second, home.numbers[1])
        await cases.withdraw(session, town.parent, application_id=second, now=NOW)
        assert await actions.say_same(session, town.second_clerk, pair_id=home.pair, ground=GROUND, now=NOW)
        late = NOW + rules.TAKE_BACK * 2
        for gone in (False, True):
            if gone:
                await forget_pairs(session, before=late)
                session.expire_all()
            with pytest.raises(TooLateToTakeBack):
                await actions.take_back(session, clerk, pair_id=home.pair, now=late if not gone else NOW)


async def test_two_children_stay_two_and_a_corrected_number_is_no_pair(sessions: Sessions) -> None:
    async with sessions() as session:
        home = await _home(session)
        await actions.say_other(session, home.town.clerk, pair_id=home.pair, ground="mistyped", now=NOW)
        state = select(ChildPair.state)
        assert list(await session.scalars(state)) == [PairState.NOT_SAME]
        answers = {"full_name": "Орлова Мария Петровна", "birth_date": "2018-05-14", "category": "none"}
        own = {"child_id": home.twin, "now": NOW}
        await correct_child(session, home.father, answers=answers | {"snils": next_snils()}, **own)  # type: ignore[arg-type]
        third = await add_parent(session, territory_id=home.town.territory_id, phone="+79120000002")
        snils = (await session.get_one(Child, home.town.child_id)).snils
        again = await add_own_child(session, third, snils=snils, now=NOW)
        assert sorted(await session.scalars(state)) == [PairState.NOT_SAME, PairState.OPEN]
        await correct_child(session, third, answers=answers | {"snils": next_snils()}, child_id=again, now=NOW)
        assert list(await session.scalars(state)) == [PairState.NOT_SAME]
        assert issubclass(TwinApplied, Refused)


async def test_three_records_and_a_child_of_the_family_is_not_entered_again(sessions: Sessions) -> None:
    async with sessions() as session:
        home = await _home(session)
        town, clerk = home.town, home.town.clerk
        snils = (await session.get_one(Child, town.child_id)).snils
        nowhere = await add_parent(session, phone="+79120000003")
        third = await add_own_child(session, nowhere, snils=snils, now=NOW)
        rows = {(one.first_id, one.second_id): one.id for one in await session.scalars(select(ChildPair))}
        assert set(rows) == {(town.child_id, home.twin), (town.child_id, third), (home.twin, third)}
        found, _pages = await queries.pairs(session, clerk)
        assert {one.id for one in found} == set(rows.values()), "a case here is enough, whoever entered the child where"
        inner, outer = rows[home.twin, third], rows[town.child_id, home.twin]
        assert await actions.say_same(session, clerk, pair_id=inner, ground=GROUND, now=NOW)
        assert await actions.say_same(session, clerk, pair_id=outer, ground=GROUND, now=NOW)
        left = {one.id: one.state for one in await session.scalars(select(ChildPair))}
        assert left == {inner: PairState.SAME, outer: PairState.SAME}, "a joined record waits in no pair"
        seen = await actions.see(session, clerk, pair_id=inner, now=NOW)
        assert (seen.first.child.id, seen.may_take_back) == (town.child_id, False)
        for person in (town.parent, home.father, nowhere):
            assert [one.id for one in await family_children(session, person)] == [town.child_id]
            with pytest.raises(ChildAlreadyAdded):
                await add_own_child(session, person, snils=snils, now=NOW)


@pytest.mark.parametrize("ground", rules.OTHER_GROUNDS)
async def test_who_was_refused_hears_what_the_office_has_found(sessions: Sessions, ground: str) -> None:
    async with sessions() as session:
        home = await _home(session)
        await actions.say_other(session, home.town.clerk, pair_id=home.pair, ground=ground, now=NOW)
        told = set(await session.scalars(select(Notice.person_id).where(Notice.kind == "pair_kept")))
        both = {home.town.parent.person_id, home.father.person_id}
        assert told == (both if ground == rules.MISTYPED else {home.father.person_id})
