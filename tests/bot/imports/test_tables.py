"""CSV and XLSX: one row a group, the whole week of it; a provider of the register is known by its ИНН."""

from sqlalchemy import select

from services.programs.models import ImportState
from services.providers.actions import NewProvider, add_provider
from services.providers.models import Provider, Sector
from services.providers.queries import provider_by_inn
from tests.services.programs.gateway.tables import as_csv, as_xlsx, row
from tests.support.importing import Town


async def test_a_table_and_the_same_as_a_workbook(town: Town) -> None:
    rows = [row(), row(group="Группа 2", schedule="ср 15:00–16:00", is_certified="нет", month_price="0")]
    first = await town.load(as_csv(rows))
    assert first.report["changes"] == {"created": 1, "updated": 0, "deleted": 0}
    (program,) = await town.shown()
    assert (program["title"], program["latitude"], program["from_months"]) == (
        "Робототехника: первые модели (пример)",
        55.3541,
        84,
    )
    prices = {group["title"]: (group["price"], len(group["lessons"])) for group in program["groups"]}
    assert prices == {"Группа 1": (160_000, 2), "Группа 2": (0, 1)}
    again = await town.load(as_xlsx([dict(one) for one in rows]))
    assert again.report["changes"] == {"created": 0, "updated": 0, "deleted": 0}


async def test_a_row_tells_the_whole_week(town: Town) -> None:
    await town.load(as_csv([row(schedule="вт 17:00–18:30; сб 10:00–11:30")]))
    town.now = town.now.replace(hour=10)
    changed = await town.load(as_csv([row(schedule="ср 9:00–10:00; сб 10:00–11:30")]))
    assert changed.report["changes"]["updated"] == 1
    assert (await town.shown())[0]["groups"][0]["lessons"] == [(2, "09:00", 60), (5, "10:00", 90)]
    town.now = town.now.replace(hour=11)
    back = await town.load(as_csv([row(schedule="вт 17:00–18:30; сб 10:00–11:30")]))
    assert back.state is ImportState.LIVE
    assert (await town.shown())[0]["groups"][0]["lessons"] == [(1, "17:00", 90), (5, "10:00", 90)]


async def test_a_registered_provider_keeps_what_the_register_says(town: Town) -> None:
    place = await town.place()
    async with town.database.sessions() as session:
        new = NewProvider(place.id, "4200000005", "Центр по реестру", Sector.STATE, False, "Л-1", "ул. Мира, 1")  # noqa: FBT003 (a row of the register)
        known = await add_provider(session, new)
        await session.commit()
    await town.load(as_csv([row(inn="4200000005"), row(partner="Чужой", inn="4200000012", program="Другая")]))
    async with town.database.reads() as session:
        view = await provider_by_inn(session, territory_id=place.id, inn="4200000005")
        keys = list(await session.scalars(select(Provider.key).order_by(Provider.id)))
    assert (view.id, view.name, view.sector, view.licence) == (known, "Центр по реестру", Sector.STATE, "Л-1")
    assert view.ogrn == "1024200000000"
    assert len(set(keys)) == 2
    assert [one["club"] for one in await town.shown()].count("Центр по реестру") == 1
