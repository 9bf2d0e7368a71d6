"""Checks on pages: the body sets up, checks and answers; the club reads, objects, checks itself."""

import re
from datetime import timedelta

from services.access.models import Audience
from services.core.db import Database
from tests.handlers.web.test_staff import _at_desk
from tests.support.journey import street
from tests.support.pages import site

ORDER = "приказ от 01.02.2026 № 7"


async def test_a_check_goes_from_the_desk_to_the_club_and_back(database: Database) -> None:
    walk = await street(database)
    async with site(database) as desk:
        today = desk.clock().date().isoformat()
        async with _at_desk(desk, walk.town.clerk) as browser:
            await browser.open("/staff/monitoring")
            await browser.press("Назвать подразделение", name="Отдел мониторинга", document=ORDER)
            taken = {"take-licence": "yes", "take-survey": "yes"}
            page = await browser.press("Ввести в действие", document=ORDER, **taken)
            assert "версия 1" in page.text
            page = await browser.press("Начать", club=str(walk.town.provider_id), held=today)
            number = page.url.path.rpartition("/")[2]
            wrong = {"mark-licence": "met", "mark-survey": "not_met", "finding-survey": "Опроса не было"}
            page = await browser.press("Сохранить и подписать", **wrong)
            assert page.status == 422
            assert "Опроса не было" in page.html, "nothing typed is lost"
            page = await browser.press("Сохранить и подписать", **wrong, **{"remedy-survey": today})
            assert "возражения по" in page.text
        async with _at_desk(desk, walk.town.club, Audience.PROVIDER) as browser:
            page = await browser.open("/club/monitoring")
            assert f"Проверка № {number}" in page.text
            await browser.open(f"/club/monitoring/visits/{number}")
            page = await browser.press("Возразить", text="Опрос прошёл на бумаге")
            assert "Ответа ещё нет" in page.text
            await browser.open("/club/monitoring")
            page = await browser.press("Начать", club=str(walk.town.provider_id), held=today)
            page = await browser.press("Сохранить и подписать", **{"mark-licence": "met"})
            assert "закрыта" in page.text
            own = re.search(r"(\d+)$", page.url.path)
        desk.clock.advance(timedelta(minutes=1))  # a code of the second factor counts once
        async with _at_desk(desk, walk.town.clerk) as browser:
            await browser.open(f"/staff/monitoring/visits/{number}")
            page = await browser.press("Закрыть проверку")
            assert page.status == 422
            await browser.press("Согласиться")
            page = await browser.press("Закрыть проверку")
            assert "закрыта" in page.text
            assert own is not None
            assert (await browser.open(f"/staff/monitoring/visits/{own[1]}")).status == 200
