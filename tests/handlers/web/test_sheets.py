"""The other forms: the same questions and sentences on a page and in a chat; seen by their owner and the clerk."""

import pytest
from sqlalchemy import select

from services.contracts.actions import erasing
from services.core.db import Database
from services.families.models import Sheet
from services.families.queries.sheets import sheet
from services.forms.models import Draft
from tests.handlers.web.test_staff import _at_desk, _waiting
from tests.support.journey import PARENT, street
from tests.support.pages import site

WRONG = "В свидетельстве о рождении римское число"
ANSWERS = {"birth_certificate": "IV-АБ 123456", "agency": "Отдел <b>ЗАГС</b>", "issued_on": "20.06.2018"}
pytestmark = pytest.mark.parametrize("engine_name", ["sqlite"], indirect=True)


async def test_a_form_is_filled_left_resumed_and_seen_by_the_clerk(database: Database) -> None:
    walk = await street(database)
    (number,) = await _waiting(walk)
    key = f"identity-{walk.town.child_id}"
    async with site(database) as desk:
        async with desk.parent(PARENT) as browser:
            await browser.open("/my/sheets")
            page = await browser.follow("Документ ребёнка")
            assert page.url.path == f"/my/form/{key}/document"
            assert "Паспорт России" not in page.text, "from 14 on"
            page = await browser.press("Дальше", answer="passport")
            assert page.status == 422
            page = await browser.press("Дальше", answer="birth")
            page = await browser.press("Дальше", answer="123456")
            assert (page.status, WRONG in page.text) == (422, True)
            await browser.press("Дальше", answer=ANSWERS["birth_certificate"])
        async with desk.parent(PARENT) as browser:
            page = await browser.open("/my/sheets")
            assert "начато, можно продолжить" in page.text
            page = await browser.follow("Документ ребёнка")
            assert page.url.path == f"/my/form/{key}/agency"
            await browser.press("Дальше", answer=ANSWERS["agency"])
            page = await browser.press("Дальше", answer=ANSWERS["issued_on"])
            assert (page.url.path, "заполнено" in page.text) == ("/my/sheets", True)
            assert (await browser.open(f"/my/form/{key}/passport")).status == 404, "not asked of this paper"
        async with desk.parent(777_020) as stranger:
            for path in (f"/my/form/{key}", f"/my/form/{key}/agency", "/my/form/identity-0", "/my/form/grounds-1"):
                assert (await stranger.open(path)).status == 404
        async with _at_desk(desk, walk.town.clerk) as clerk:
            page = await clerk.open(f"/staff/cases/{number}")
            assert "IV-АБ 123456" in page.text
            assert "&lt;b&gt;ЗАГС&lt;/b&gt;" in page.html
    async with database.sessions() as session:
        assert (await sheet(session, walk.town.parent.person_id, key))["issued_on"] == "2018-06-20"
        assert await session.scalar(select(Draft.form)) is None
        await erasing.erase(session, walk.town.parent, now=walk.now)
        assert await session.scalar(select(Sheet.key)) is None
        await session.rollback()


async def test_the_chat_of_a_trial_asks_the_same(database: Database) -> None:
    walk = await street(database)
    await walk.text(PARENT, "/start")
    for piece in ("famkids", "famsheets", f"famsheets:{walk.town.child_id}", "famsheet:identity"):
        shown = await walk.press(PARENT, piece)
    assert "Свидетельство о рождении" in shown.buttons
    assert "Паспорт России" not in shown.buttons
    await walk.press(PARENT, "Свидетельство о рождении")
    shown = await walk.text(PARENT, "123456")
    assert WRONG in shown.text
    for answer in ANSWERS.values():
        await walk.text(PARENT, answer)
    async with database.reads() as session:
        kept = await sheet(session, walk.town.parent.person_id, f"identity-{walk.town.child_id}")
    assert kept == {**ANSWERS, "document": "birth", "issued_on": "2018-06-20"}
