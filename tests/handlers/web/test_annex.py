"""The table of indicators on pages: a value by hand, its refusals, the papers, the way of a year."""

import hashlib
import json
import re
from io import BytesIO
from xml.etree import ElementTree as ET

import pypdfium2
from python_calamine import CalamineWorkbook
from sqlalchemy import func, select

from services.core.actor import Role
from services.core.db import Database
from services.indicators.models import IndicatorValue
from services.indicators.queries import kept
from services.notices.models import Notice
from tests.handlers.web.test_staff import _at_desk
from tests.support.factories.certificates import add_post
from tests.support.files import pdf
from tests.support.journey import street
from tests.support.pages import site

SHEET = pdf()
ORDER = "приказ от 01.02.2026 № 7"


async def test_a_value_is_entered_refused_kept_and_published(database: Database) -> None:
    walk = await street(database)
    async with site(database) as desk:
        town = walk.town
        async with database.sessions() as session:
            chief = await add_post(session, Role.CHIEF, town.territory_id)
            await session.commit()
        async with _at_desk(desk, town.clerk) as browser:
            page = await browser.open("/staff/indicators")
            assert "вносится вручную" in page.text.casefold()
            base = f"/staff/indicators/{town.territory_id}/{desk.clock().year}"
            page = await browser.open(f"{base}/rows/4.1")
            page = await browser.press("Сохранить", value="много", evidence=ORDER)
            assert page.status == 422
            assert "много" in page.html, "nothing typed is lost"
            page = await browser.press("Сохранить", value="1", evidence=ORDER)
            assert ORDER in page.text
            page = await browser.open(f"{base}/rows/5.3")
            page = await browser.press("Сохранить", value="90", evidence=ORDER, reason=" ")
            assert "почему посчитанное неверно" in page.text
            page = await browser.open(base)
            page = await browser.press("Собрать значения", due="2020-01-01")
            assert "Этот день уже прошёл" in page.text
            page = await browser.press("Собрать значения", due="2099-01-01")
            page = await browser.press("Согласовать: строки останутся такими, как сейчас")
            assert "ещё нет значен" in page.text
            page = await browser.press("Согласовать: строки останутся такими, как сейчас", sure="yes")
            assert "ждёт подписи" in page.text
            assert re.search(r'alt="Цель 4\..*факт \d{4} — 1, цель', page.html), "the picture is told in words"
            drawn = await browser.open(f"{base}/goals/4.svg")
            assert drawn.status == 200, drawn.text[:300]
            assert ET.fromstring(drawn.body).get("width") == "720"
            told = json.loads((await browser.open(f"{base}/file.json")).body)
            assert [row["fact"] for row in told if row["source"] == "manual"] == [1]
        async with _at_desk(desk, chief) as browser:
            await browser.open(base)
            await browser.press("Подписать")
            page = await browser.press("Опубликовать")
            assert "опубликована" in page.text
            page = await browser.open(f"{base}/versions/1")
            assert "сходятся" in page.text
            assert (await browser.open(f"{base}/versions/2")).status == 404
        async with database.reads() as session:
            assert await session.scalar(select(func.count()).select_from(IndicatorValue)) == 1
            asked = select(func.count()).where(Notice.kind == "indicators_asked")
            assert await session.scalar(asked) == 3, "two clerks and the chief"


async def test_records_from_outside(database: Database) -> None:
    walk = await street(database)
    async with site(database) as desk, _at_desk(desk, walk.town.clerk) as browser:
        base = f"/staff/indicators/{walk.town.territory_id}/{desk.clock().year}"
        await browser.open(f"{base}/records")
        kept = {"inn": "7707083893", "given": desk.clock().date().isoformat(), "document": ORDER}
        page = await browser.press("Сохранить", amount="10,555", **kept)
        assert page.status == 422
        assert "копейки" in page.text
        page = await browser.press("Сохранить", amount="10,55", **kept)
        assert "Сохранено" in page.text


async def test_a_value_keeps_its_document_as_a_file(database: Database) -> None:
    walk = await street(database)
    async with site(database) as desk, _at_desk(desk, walk.town.clerk) as browser:
        base = f"/staff/indicators/{walk.town.territory_id}/{desk.clock().year}"
        row = f"{base}/rows/4.1"
        await browser.open(row)
        page = await browser.upload(row, "virus.pdf", b"MZ\x90", value="1", evidence=ORDER)
        assert (page.status, ORDER in page.html) == (422, True), "refused by its contents, what was typed is kept"
        page = await browser.upload(row, "order.pdf", SHEET, value="1", evidence=ORDER)
        page = await browser.open(row)
        digest = hashlib.sha256(SHEET).hexdigest()
        assert "order.pdf" in page.text
        assert digest in page.text
        path = next(href for href in page.links.values() if "/evidence/" in href)
        came = await browser.open(path)
        assert (came.body, came.headers["Content-Type"]) == (SHEET, "application/pdf")
        assert "attachment" in came.headers["Content-Disposition"]
        await browser.open(base)
        await browser.press("Собрать значения", due="2099-01-01")
        await browser.press("Согласовать: строки останутся такими, как сейчас", sure="yes")
        assert digest in (await browser.open(f"{base}/versions/1")).text
        assert (await browser.open(path.replace(f"/{desk.clock().year}/", "/2023/"))).status == 404
    async with database.reads() as session:
        assert len(await kept.places(session)) == 1, "the sweep keeps what a row names"


async def test_the_papers_open(database: Database) -> None:
    walk = await street(database)
    async with site(database) as desk, _at_desk(desk, walk.town.clerk) as browser:
        base = f"/staff/indicators/{walk.town.territory_id}/{desk.clock().year}"
        book = CalamineWorkbook.from_filelike(BytesIO((await browser.open(f"{base}/file.xlsx")).body))
        sheet = book.get_sheet_by_index(0)
        assert sheet.to_python()[2][1] == "Показатель"
        pdf = pypdfium2.PdfDocument((await browser.open(f"{base}/file.pdf")).body)
        assert "Показатели:" in pdf[0].get_textpage().get_text_range()
        page = await browser.open(f"{base}?goal=3&state=held&source=nonsense")
        assert 'id="goal-3"' in page.html
        assert "rows/1.S" not in page.html
        assert "ждёт пофакторного анализа" in page.text
        page = await browser.open(f"{base}?state=asked")
        assert re.findall(r"rows/(\d\.\w+)", page.html) == ["1.1", "1.2", "4.1", "4.2"]
        assert (await browser.open(f"{base}/goals/3.svg")).status == 404, "no row of it has a number"
        assert (await browser.open(f"{base}/file.csv")).body.count(b"\n") >= 17
