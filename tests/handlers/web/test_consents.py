"""Grounds and consents on pages: shown, given where needed, printed, withdrawn by two presses."""

from sqlalchemy import select

from services.core.db import Database
from services.families.models import Child
from services.families.queries import consents
from services.staff.queries import actor_at
from tests.support.pages import Browser, site

ANNA = 7_000_000_011
ANSWERS = ("Щукина Елизавета", "+7 900 765-43-21", "Щукин Ермолай", "14.05.2018", "112-233-445 95", "ovz")


async def _to_consent(browser: Browser) -> None:
    page = await browser.open("/my/children")
    assert "210-FZ" in page.text
    await browser.press("Add a child")
    for answer in ANSWERS:
        await browser.press("Next", answer=answer)


async def test_health_is_agreed_to_printed_and_withdrawn(database: Database) -> None:
    async with site(database) as desk, desk.parent(ANNA, language="en") as browser:
        await _to_consent(browser)
        assert browser.page is not None
        assert browser.page.url.path == "/my/consent/health"
        page = await browser.press("I agree")
        assert page.url.path == "/my/children/1/nickname"
        journal = await browser.open("/my/consents")
        assert "version 2" in journal.text
        paper = await browser.follow("On paper (PDF)")
        assert paper.body.startswith(b"%PDF")
        await browser.open("/my/consents")
        asked = await browser.press("Withdraw consent")
        assert "erased at once" in asked.text
        page = await browser.press("Withdraw")
        assert page.url.path == "/my/consents"
        assert "withdrawn" in page.text
    async with database.reads() as session:
        actor = await actor_at(session, channel="telegram", address=str(ANNA))
        assert actor is not None
        assert await consents(session, actor.person_id) == frozenset()
        assert list(await session.scalars(select(Child.category))) == ["none"]


async def test_declining_stops_nothing(database: Database) -> None:
    async with site(database) as desk, desk.parent(ANNA, language="en") as browser:
        await _to_consent(browser)
        page = await browser.press("Go on without it")
        assert page.url.path == "/my/children/1/nickname"
        assert "Щукин Ермолай" in page.text


async def test_what_is_no_consent_of_ones_own_is_not_found(database: Database) -> None:
    async with site(database) as desk, desk.parent(ANNA, language="en") as browser:
        await _to_consent(browser)
        await browser.press("I agree")
        async with desk.parent(ANNA + 1, language="en") as stranger:
            for path in ("/my/consent/nothing", "/my/consent/personal_data", "/my/consents/1/file"):
                assert (await stranger.open(path)).status == 404, path
