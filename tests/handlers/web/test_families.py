"""The forms as pages: the same way to a child as in the chat, without a script."""

import pytest

from services.core.db import Database
from services.families.queries import children
from services.staff.actions import choose_territory
from services.staff.queries import actor_at
from tests.support.factories.certificates import add_territory
from tests.support.pages import Browser, Site, site

ANNA = 7_000_000_001
ANSWERS = {
    "representative/full_name": "Щукина Елизавета Фоминична",
    "representative/phone": "+7 900 765-43-21",
    "child/full_name": "Щукин Ермолай Фёдорович",
    "child/birth_date": "14.05.2018",
    "child/snils": "112-233-445 95",
}


async def _town(desk: Site) -> None:
    async with desk.database.sessions() as session:
        place = await add_territory(session, "livny")
        actor = await actor_at(session, channel="telegram", address=str(ANNA))
        assert actor is not None
        await choose_territory(session, actor, territory_id=place)
        await session.commit()


async def _begin(browser: Browser) -> None:
    await browser.open("/my/children")
    page = await browser.press("Добавить")
    assert page.url.path == "/my/form/representative/full_name"


async def _fill(browser: Browser, until: str = "") -> None:
    for at, text in ANSWERS.items():
        if at == until:
            return
        assert browser.page is not None
        assert browser.page.url.path == f"/my/form/{at}"
        await browser.press("Дальше", answer=text)


async def test_a_child_is_added_by_pages_alone(database: Database) -> None:
    async with site(database) as desk, desk.parent(ANNA) as browser:
        await _town(desk)
        await _begin(browser)
        await _fill(browser)
        page = await browser.press("Дальше", answer="none")
        assert page.url.path.endswith("/nickname")
        page = await browser.press("Дальше", nickname="Ермолайка")
        assert (page.status, page.forms[1].fields["nickname"]) == (422, "Ермолайка"), "a part of the name"
        asked = page.url.path
        page = await browser.press("Дальше", nickname="Искра")
        assert page.url.path == "/my/children"
        assert "Щукин Ермолай Фёдорович. В чате: Искра" in page.text
        async with desk.parent(777_001) as stranger:
            assert (await stranger.open(asked)).status == 404
            sent = {**(await stranger.open("/my/children")).forms[-1].fields, "nickname": "Чужой", "press": "x"}
            assert (await stranger.send(asked, sent)).status == 404
    async with database.reads() as session:
        actor = await actor_at(session, channel="telegram", address=str(ANNA))
        assert actor is not None
        (child,) = await children(session, actor)
        assert (child.full_name, child.nickname) == ("Щукин Ермолай Фёдорович", "Искра")


@pytest.mark.parametrize(
    ("field", "typed", "said"),
    [
        ("child/birth_date", "31.02.2018", "числа"),
        ("child/snils", "112-233-445 96", "СНИЛС"),
        ("child/full_name", "Щукин <b>", "имя"),
    ],
)
async def test_a_wrong_answer_stays_in_its_field(database: Database, field: str, typed: str, said: str) -> None:
    async with site(database) as desk, desk.parent(ANNA) as browser:
        await _town(desk)
        await _begin(browser)
        await _fill(browser, until=field)
        page = await browser.press("Дальше", answer=typed)
        assert page.status == 422
        assert page.url.path == f"/my/form/{field}"
        assert page.form("Дальше")[0].fields["answer"] == typed
        assert "<b>" not in page.html.split("<main", 1)[1].replace("&lt;b&gt;", "")
        assert 'role="alert"' in page.html


async def test_a_form_is_found_where_it_was_left(database: Database) -> None:
    async with site(database) as desk, desk.parent(ANNA) as first:
        await _town(desk)
        await _begin(first)
        await _fill(first, until="child/snils")
        async with desk.parent(ANNA) as second:
            await second.open("/my/children")
            page = await second.press("Продолжить")
            assert page.url.path == "/my/form/child/snils"


async def test_a_button_pressed_twice_does_its_deed_once(database: Database) -> None:
    async with site(database) as desk, desk.parent(ANNA) as browser:
        await _town(desk)
        await _begin(browser)
        await _fill(browser)
        assert browser.page is not None
        form, _button = browser.page.form("Дальше")
        sent = {**form.fields, "answer": "none"}
        first = await browser.send("/my/form/child/category", sent)
        second = await browser.send("/my/form/child/category", sent)
        assert first.url.path.endswith("/nickname")
        assert (second.url.path, second.status) == (first.url.path, 200)
        assert (await browser.open("/my/children")).text.count("Щукин Ермолай") == 1


@pytest.mark.parametrize(
    "path", ["/my/form/child/nothing", "/my/form/nothing/x", "/my/consent/nothing", "/my/form/child/snils?group=x"]
)
async def test_forged_addresses_are_not_found(database: Database, path: str) -> None:
    async with site(database) as desk, desk.parent(ANNA) as browser:
        await _town(desk)
        await _begin(browser)
        assert (await browser.open(path)).status == 404
