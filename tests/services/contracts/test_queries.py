import pytest
from sqlalchemy.ext.asyncio import AsyncSession, async_sessionmaker

from services.contracts import queries
from services.core.errors import NotFound
from tests.support.factories.contracts import Scene, approved, set_scene

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
