"""CHANNEL_MODE=public_info: the chat finds a club; everything about a person is on pages, for all three sides."""

import io
import json
import re
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from pathlib import Path

import pyotp
import pytest
from aiohttp import ClientSession, CookieJar
from yarl import URL

from bot.demo.live import Live, living
from bot.sandbox.client import Person, SandboxClient
from bot.settings import Settings
from handlers.common.pages.keyboards import PageLink
from handlers.common.pages.public import page_for
from handlers.common.start.keyboards import ChooseTerritory
from handlers.parent.programs.keyboards import Find, GroupCard
from tests.journeys.test_private import IDENTITY, TERRITORY, _free_port, _port, _press, _sms
from tests.support.pages import Browser
from tests.support.scan import leaks

PHONE = IDENTITY["representative/phone"]
pytestmark = pytest.mark.parametrize("engine_name", ["sqlite"], indirect=True)


@pytest.fixture
async def live(furnished_settings: Settings, tmp_path: Path) -> AsyncIterator[Live]:
    settings = furnished_settings.model_copy(update={"channel_mode": "public_info"})
    async with living(settings, folder=tmp_path, own_database=True, pages=_free_port()) as running:
        yield running


@asynccontextmanager
async def _browser(live: Live, opened: list[str]) -> AsyncIterator[Browser]:
    base = URL(f"http://127.0.0.1:{_port(live)}/")
    async with ClientSession(cookie_jar=CookieJar(unsafe=True, treat_as_secure_origin=base)) as session:
        browser = Browser(session, base)
        browser.opened = opened
        yield browser


async def _open(browser: Browser, address: str) -> None:
    url = URL(address)
    assert url.origin() == browser.base.origin(), "every button leads to the municipality's own pages"
    await browser.open(url.path_qs)


async def _found_in_the_chat(person: Person) -> str:
    """Up to the button that applies: it is a link to the page, not a press."""
    await person.start()
    await person.press(lambda button: button.data.startswith(ChooseTerritory.__prefix__) and button.text == TERRITORY)
    await _press(person, Find.__prefix__)
    await person.send("робототехника для 8 лет по субботам")
    await _press(person, GroupCard.__prefix__)
    return next(button.url for button in person.last.buttons if "/my/children?group=" in button.url)


async def _applied(live: Live, browser: Browser, address: str) -> str:
    """In by telephone, through the forms, to the number of the application."""
    await _open(browser, address)
    await browser.follow("Войти по телефону")
    await browser.press("Прислать код", phone=PHONE)
    page = await browser.press("Войти", code=await _sms(live, PHONE))
    assert page.url.path == "/my/children"
    page = await browser.press("Добавить")
    for _question in range(12):
        at = page.url.path.removeprefix("/my/form/")
        if page.url.path.startswith("/my/apply/"):
            break
        if at.endswith("/nickname"):
            page = await browser.press("Дальше", nickname="Сова")
        else:
            page = await browser.press("Дальше", answer=IDENTITY.get(at, "none"))
    page = await browser.press("Отправить заявление")
    return page.url.path.rpartition("/")[2]


async def _at_work(live: Live, browser: Browser, person: Person, path: str) -> None:
    """A post's own door: a one-time link, then the authenticator."""
    await person.send("/pages")
    await person.press(lambda button: button.data == PageLink(path=path).pack())
    await _open(browser, next(button.url for button in person.visible if "/e/" in button.url))
    await browser.press("Войти")
    page = await browser.follow("К коду")
    secret = re.search(r"<code>([A-Z2-7]+)</code>", page.html)
    assert secret
    page = await browser.press("Войти", code=pyotp.TOTP(secret[1]).at(live.clock()))
    assert page.url.path == path


async def _in_force(live: Live, parent: Browser, clerk: Browser, club: Browser, number: str) -> None:
    """Decided, confirmed and signed, on pages alone."""
    await clerk.open(f"/staff/cases/{number}")
    await clerk.press("Одобрить")
    await club.open(f"/club/cases/{number}")
    await club.follow("Договор №")
    await club.press("Подтвердить")
    await parent.open(f"/my/cases/{number}")
    await parent.follow("Договор №")
    await parent.press("Получить код")
    page = await parent.press("Подписать", code=await _sms(live, PHONE, "подписыва"))
    assert "Действует с" in page.text
    groups = await club.open("/club/groups")
    lists = [href for href in groups.links.values() if href.startswith("/club/groups/")]
    seen = [(await club.open(href)).text for href in lists]
    assert sum(IDENTITY["child/full_name"] in text for text in seen) == 1


async def test_found_in_the_chat_and_all_the_rest_on_pages(live: Live, log: io.StringIO) -> None:
    opened: list[str] = []
    async with SandboxClient(live.url) as client, AsyncExitStack() as stack:
        people = {person.role: person for person in await client.persons()}
        mine, theirs, clubs = [await stack.enter_async_context(_browser(live, opened)) for _each in range(3)]
        await client.listen()
        for role in ("clerk", "provider"):
            await people[role].start()
        address = await _found_in_the_chat(people["parent"])
        number = await _applied(live, mine, address)
        await _at_work(live, theirs, people["clerk"], "/staff")
        await _at_work(live, clubs, people["provider"], "/club")
        await _in_force(live, mine, theirs, clubs, number)
        await people["parent"].send("/mine")
        assert any(button.url.endswith("/my") for button in people["parent"].last.buttons)
        calls = await client.calls()
        assert calls["violations"] == 0
        assert all(f"№ {number}" not in message.text for person in people.values() for message in person.messages)
        recorded = await client.listened()
    assert "web_app" not in recorded, "launch data would name who presses"
    drawn = set(re.findall(r'callback_data\\*": ?\\*"([^"\\]+)', json.dumps(calls)))
    assert len(drawn) > 10
    assert {data for data in drawn if page_for(data) is not None} == set()
    for place in (recorded, log.getvalue(), "\n".join(opened)):
        assert leaks(place, IDENTITY.values()) == []
