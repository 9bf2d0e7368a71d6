import pytest
from sqlalchemy.ext.asyncio import AsyncSession, async_sessionmaker

from services.core.errors import Invalid, NotFound
from services.providers import actions, queries
from services.providers.errors import ProviderKnown
from services.providers.models import Sector
from tests.services.programs.places import place

Sessions = async_sessionmaker[AsyncSession]


def _new(territory_id: int, **changes: object) -> actions.NewProvider:
    facts = {
        "territory_id": territory_id,
        "inn": "7707 083 893",
        "name": " АНО «Клуб „Орбита“» ",
        "sector": Sector.PRIVATE,
        "is_npo": True,
        "licence": "Л035-00000-57/00000001",
        "address": "ул. Мира, 1",
    }
    return actions.NewProvider(**(facts | changes))  # type: ignore[arg-type]


async def test_a_provider_is_entered_and_read_back(sessions: Sessions) -> None:
    async with sessions() as session:
        territory_id = await place(session)
        provider_id = await actions.add_provider(session, _new(territory_id))
        await session.commit()
    async with sessions() as session:
        view = await queries.provider(session, provider_id)
        assert (view.inn, view.name, view.sector, view.is_npo) == (
            "7707083893",
            "АНО «Клуб „Орбита“»",
            Sector.PRIVATE,
            True,
        )
        assert await queries.providers(session, [provider_id, provider_id, 404]) == {provider_id: view}
        assert await queries.providers(session, []) == {}
        assert await queries.provider_by_inn(session, territory_id=territory_id, inn="7707083893") == view
        assert await queries.providers_of(session, territory_id) == [view]


async def test_one_inn_stands_once_in_a_territory(sessions: Sessions) -> None:
    async with sessions() as session:
        first, second = await place(session), await place(session, "second")
        await actions.add_provider(session, _new(first))
        await actions.add_provider(session, _new(second))
        await session.commit()
    async with sessions() as session:
        with pytest.raises(ProviderKnown) as refused:
            await actions.add_provider(session, _new(first, name="Другое имя"))
        assert refused.value.inn == "7707083893"


@pytest.mark.parametrize(
    ("changes", "field", "why"),
    [
        ({"inn": "7707083894"}, "inn", "digits"),
        ({"inn": "77"}, "inn", "length"),
        ({"name": "  "}, "name", "blank"),
        ({"licence": ""}, "licence", "blank"),
    ],
)
async def test_what_cannot_be_right_is_refused(
    sessions: Sessions, changes: dict[str, object], field: str, why: str
) -> None:
    async with sessions() as session:
        with pytest.raises(Invalid) as refused:
            await actions.add_provider(session, _new(1, **changes))
        assert (refused.value.field, refused.value.why) == (field, why)


async def test_an_unknown_provider_is_not_found(sessions: Sessions) -> None:
    async with sessions() as session:
        with pytest.raises(NotFound):
            await queries.provider(session, 404)
        with pytest.raises(NotFound):
            await queries.provider_by_inn(session, territory_id=1, inn="7707083893")
