"""A complaint on pages: written by the parent, answered by the head, settled; and who looked stands in the journal."""

import re

from services.certificates import actions as certificates
from services.core.db import Database
from tests.handlers.web.test_staff import _at_desk
from tests.support.factories.certificates import NOW, add_application
from tests.support.journey import PARENT, street
from tests.support.pages import site

WORDS = "Мест не было, а на следующий день взяли другого"


async def test_a_refusal_is_complained_of_and_decided_anew(database: Database) -> None:
    walk = await street(database)
    async with database.sessions() as session:
        case = await add_application(session, walk.town)
        await certificates.refuse(session, walk.town.clerk, application_id=case, ground="no_seats", now=NOW)
        await session.commit()
    async with site(database) as desk:
        async with desk.parent(PARENT) as browser:
            page = await browser.open(f"/my/complaints/new/service/{case}")
            assert "15 рабочих дней" in page.text
            assert 'value="refusal" selected' in page.html
            chosen = {"subject": "refusal", "case": str(case)}
            page = await browser.press("Проверить перед отправкой", text=" ", **chosen)
            assert page.status == 422
            await browser.press("Проверить перед отправкой", text=WORDS, **chosen)
            page = await browser.press("✅ Отправить")
            number = page.url.path.rpartition("/")[2]
            assert WORDS in page.text
        async with _at_desk(desk, walk.town.second_clerk) as browser:
            assert f"№ {number}" in (await browser.open("/staff/complaints")).text
            await browser.open(f"/staff/complaints/{number}")
            page = await browser.press("Ответить", outcome="", text="Отказ отменён")
            assert (page.status, "Отказ отменён" in page.html) == (422, True), "nothing typed is lost"
            page = await browser.press("Ответить", outcome="satisfied", text="Отказ отменён", reopens="yes")
            assert page.status == 200
            paper = await browser.open(f"/staff/complaints/{number}/answer")
            assert paper.status == 200
        async with desk.parent(PARENT) as browser:
            page = await browser.open(f"/my/complaints/{number}")
            assert "Отказ отменён" in page.text
            assert f"Обращение № {number}" in (await browser.open("/my/data/looks")).text
            assert re.search(r"рассм|решен", (await browser.open(f"/my/cases/{case}")).text)
