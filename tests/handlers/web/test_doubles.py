"""One child twice on the desk's pages: the list, both records side by side, joined, taken back."""

from services.core.db import Database
from services.families.models import Child
from tests.handlers.web.test_staff import _at_desk
from tests.support.factories.certificates import NOW
from tests.support.factories.families import add_own_child, add_parent
from tests.support.journey import PARENT, street
from tests.support.pages import site


async def test_two_records_are_compared_joined_and_parted(database: Database) -> None:
    walk = await street(database)
    async with database.sessions() as session:
        father = await add_parent(session, territory_id=walk.town.territory_id, phone="+79120000001")
        snils = (await session.get_one(Child, walk.town.child_id)).snils
        await add_own_child(session, father, snils=snils, full_name="Орлова Маша", now=NOW)
        await session.commit()
    async with site(database) as desk:
        async with _at_desk(desk, walk.town.clerk) as browser:
            page = await browser.open("/staff/doubles")
            assert "нужно сверить" in page.text
            page = await browser.open("/staff/doubles/1")
            assert "Имя отличается." in page.text
            assert "14 мая 2018" in page.text
            page = await browser.press("Решить", ground="")
            assert page.status == 422
            page = await browser.press("Решить", ground="birth_certificate")
            assert "записи объединены" in page.text
            assert "Орлова Маша" not in page.text
            page = await browser.press("Отменить объединение")
            assert "Орлова Маша" in page.text
            page = await browser.press("Решить", ground="court")
            assert "Две разные записи" in page.text
        async with desk.parent(PARENT) as browser:
            assert "сверка двух записей" in (await browser.open("/my/data/looks")).text
