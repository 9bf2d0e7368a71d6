"""The order on the staff's page: typed or sent as a file, the difference, the yes, the report."""

import pytest

from handlers.staff.orders.book import Execution, book
from handlers.staff.orders.seen import execution
from services.core.db import Database
from services.orders import queries
from tests.handlers.web.test_staff import _at_desk
from tests.support.journey import street
from tests.support.pages import site

pytestmark = pytest.mark.parametrize("engine_name", ["sqlite"], indirect=True)
TOLD = {"act": "Приказ <№ 7>", "day": "01.10.2026", "why": "больше детей"}


async def test_the_order_is_changed_on_the_page(database: Database) -> None:
    walk = await street(database)
    async with site(database) as desk, _at_desk(desk, walk.town.clerk) as browser:
        page = await browser.open("/staff/orders?year=2026")
        assert "0 / 100" in page.text
        page = await browser.press("Показать разницу", **TOLD | {"children-0": "120", "money-0": "1,005"})
        assert page.status == 422
        assert "копейки" in page.text
        page = await browser.press("Показать разницу", **TOLD | {"money-0": "2000"})  # the page kept the 120
        assert "дети: 100 → 120; обещано 0" in page.text
        assert "Приказ <№ 7>" in page.text
        page = await browser.press("Да, изменить заказ")
        assert "0 / 120" in page.text
        assert "100 → 120" in page.text
        report = await browser.open("/staff/orders/report?year=2026")
        assert report.body[:2] == b"PK"
        await browser.open("/staff/orders?year=2026")
        page = await browser.upload("/staff/orders/file", "o.xlsx", report.body, **TOLD)
        assert "менять нечего" in page.text
        async with database.sessions() as session:
            told = await execution(session, walk.town.clerk, walk.town.territory_id, 2026)
        empty = book(Execution([], told.limits, [], {}, {}))
        await browser.open("/staff/orders?year=2026")
        assert "нет строк" in (await browser.upload("/staff/orders/file", "o.xlsx", empty, **TOLD)).text
        await browser.open("/staff/orders?year=2026")
        page = await browser.press("Показать разницу", **TOLD | {"out-0": "yes"})
        assert "исключается" in page.text
        await browser.press("Удалить черновик")
        async with database.reads() as session:
            (line,) = await queries.lines(session, walk.town.territory_id, 2026)
            assert (line.limit.children, line.limit.money) == (120, 200_000)
