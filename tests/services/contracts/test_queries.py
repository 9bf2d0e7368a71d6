from datetime import date, timedelta

import pytest
from sqlalchemy import update
from sqlalchemy.ext.asyncio import AsyncSession, async_sessionmaker

from services.contracts import actions, queries
from services.contracts.models import Contract
from services.core.errors import NotFound
from tests.support.factories.contracts import NOW, Scene, approved, offered, set_scene

Sessions = async_sessionmaker[AsyncSession]


@pytest.fixture
async def scene(sessions: Sessions) -> Scene:
    async with sessions() as session:
        scene = await set_scene(session)
        await session.commit()
        return scene


async def test_each_side_finds_its_own(sessions: Sessions, scene: Scene) -> None:
    async with sessions() as session:
        assert await queries.contract_of_application(session, scene.parent, scene.application_id) is None
        contract = await approved(session, scene)
        await session.commit()
    async with sessions() as session:
        assert await queries.own_contract(session, scene.parent, contract.id) == contract
        assert await queries.provider_contract(session, scene.provider, contract.id) == contract
        for actor in (scene.parent, scene.provider, scene.clerk):
            assert await queries.contract_of_application(session, actor, scene.application_id) == contract
            assert (await queries.text_of(session, actor, contract.id)).digest == contract.digest
        for actor in (scene.stranger, scene.rival):
            assert await queries.contract_of_application(session, actor, scene.application_id) is None
            with pytest.raises(NotFound):
                await queries.text_of(session, actor, contract.id)
            with pytest.raises(NotFound):
                await queries.own_contract(session, actor, contract.id)
            with pytest.raises(NotFound):
                await queries.provider_contract(session, actor, contract.id)


async def test_pages_of_a_provider(sessions: Sessions, scene: Scene) -> None:
    async with sessions() as session:
        contract = await approved(session, scene)
        await session.commit()
    async with sessions() as session:
        shown = await queries.for_provider(session, scene.provider, 7)
        assert ([one.id for one in shown.items], shown.page, shown.pages, shown.total) == ([contract.id], 0, 1, 1)
        empty = await queries.for_provider(session, scene.rival)
        assert (empty.items, empty.pages, empty.total) == ([], 1, 0)


@pytest.mark.parametrize(
    ("first", "last", "counted"),
    [
        (date(2026, 1, 1), date(2026, 12, 31), True),
        (date(2026, 9, 7), date(2026, 9, 7), True),
        (date(2026, 1, 1), date(2026, 9, 6), False),
        (date(2027, 5, 31), date(2027, 12, 31), True),
        (date(2027, 6, 1), date(2027, 12, 31), False),
    ],
)
async def test_in_force_on_one_day_of_the_period(
    sessions: Sessions,
    scene: Scene,
    first: date,
    last: date,
    counted: bool,
) -> None:
    async with sessions() as session:
        contract = await offered(session, scene)
        period = {"territory_id": scene.territory_id, "first": first, "last": last}
        assert await queries.in_force(session, **period) == []
        issued = await actions.ask_code(session, scene.parent, contract_id=contract.id, now=NOW)
        await actions.sign_as_parent(session, scene.parent, contract_id=contract.id, code=issued.code, now=NOW)
        await session.commit()
    async with sessions() as session:
        found = await queries.in_force(session, **period)
    told = [(one.id, one.person_id, one.child_id) for one in found]
    assert told == ([(contract.id, scene.parent.person_id, contract.child_id)] if counted else [])


async def test_a_contract_signed_after_the_period_is_not_in_it(sessions: Sessions, scene: Scene) -> None:
    async with sessions() as session:
        contract = await offered(session, scene)
        issued = await actions.ask_code(session, scene.parent, contract_id=contract.id, now=NOW)
        await actions.sign_as_parent(session, scene.parent, contract_id=contract.id, code=issued.code, now=NOW)
        await session.execute(update(Contract).values(in_force_at=NOW + timedelta(days=30)))
        await session.commit()
    async with sessions() as session:
        period = {"territory_id": scene.territory_id, "first": date(2026, 9, 1), "last": date(2026, 9, 30)}
        assert await queries.in_force(session, **period) == []
