"""A second representative joins by a code, on pages; what they may not do is refused on pages too."""

import re

from services.contracts import actions as contracts
from services.core.db import Database
from tests.support.factories.certificates import NOW, Town, add_application
from tests.support.journey import PARENT, STRANGER, street
from tests.support.pages import site


async def test_somebody_joins_looks_and_is_removed(database: Database) -> None:
    walk = await street(database)
    async with database.sessions() as session:
        number = await add_application(session, walk.town)
        await session.commit()
    here = f"/my/children/{walk.town.child_id}/family"
    async with site(database) as desk, desk.parent(PARENT) as browser, desk.parent(STRANGER) as guest:
        for path in (here, f"/my/cases/{number}"):
            assert (await guest.open(path)).status == 404
        await browser.open(here)
        page = await browser.press("Получить код", offer="adult:see")
        found = re.search(r"join\?code=([\w-]{16})", page.text)
        assert found
        await guest.open(f"/my/join?code={found[1]}")
        page = await guest.press("Дальше")
        assert "Ребёнок 1" in page.text
        assert "Орлова" not in page.text, "no name before the family is joined"
        page = await guest.press("Войти в семью")
        assert page.url.path == here
        assert (await guest.open(f"/my/cases/{number}")).status == 200
        page = await guest.open(f"/my/children?group={walk.town.group_id}")
        assert ("Орлова" in page.text, "/my/apply/" in page.html) == (True, False), "who looks does not apply"
        page = await guest.open(f"/my/cases/{number}")
        assert "Отозвать заявление" not in page.text, "who looks has no button that would be refused"
        assert (await guest.send(f"/my/cases/{number}/withdraw", {**_fields(guest), "sure": "yes"})).status == 409
        contract = await _offered(database, walk.town, number)
        page = await guest.open(f"/my/contracts/{contract}")
        assert "Подписывает: Орлова Анна Сергеевна" in page.text, "the page may name"
        assert "Получить код" not in page.text
        assert "Получить код" in (await browser.open(f"/my/contracts/{contract}")).text
        await guest.open(f"/my/cases/{number}")
        sent = {**_fields(guest), "offer": "adult:sign", "press": ""}
        assert (await guest.send(f"{here}/invite", sent)).status == 404
        await browser.open(here)
        await browser.press("Убрать")
        await browser.press("Да, удалить")
        for path in (here, f"/my/cases/{number}"):
            assert (await guest.open(path)).status == 404


async def _offered(database: Database, town: Town, number: int) -> int:
    async with database.sessions() as session:
        made = await contracts.approve(session, town.clerk, application_id=number, now=NOW)
        await contracts.agree_as_provider(session, town.club, contract_id=made.id, now=NOW)
        await session.commit()
        return made.id


def _fields(browser: object) -> dict[str, str]:
    page = browser.page  # type: ignore[attr-defined]
    return dict(page.forms[0].fields)
