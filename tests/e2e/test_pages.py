"""The desk's own pages in Chromium: a phone's Mini App, the clerk's and the club's desks, a slow line, the keyboard."""

import gzip
import re
import time
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import pytest_asyncio
from playwright.async_api import Browser, Frame, Page, expect

from bot.sandbox.client import Person, SandboxClient
from handlers.parent.contracts.keyboards import ReadContract
from tests.e2e.conftest import DESK, PHONE
from tests.e2e.hand import Hand
from tests.e2e.private import (
    ANSWERS,
    Looked,
    PrivateDemo,
    arrive,
    choose_club,
    code_of,
    come_in,
    follow,
    link,
    private_demo,
    tap,
    told,
    window,
)

HEAVIEST = 60 * 1024
"""Bytes of a page with its style and scripts, gzipped."""
FIRST_VIEW = 10.0
"""Seconds at 50 kbit/s and a second's delay."""


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def private(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[PrivateDemo]:
    async with private_demo(tmp_path_factory.mktemp("private")) as running:
        yield running


async def into_frame(page: Page, parent: Hand, label: str, at: str) -> Frame:
    """Press a Mini App's button; the page in its frame."""
    await parent.button(label).click()
    holder = parent.phone.locator("iframe")
    await expect(holder).to_be_visible()
    handle = await holder.element_handle()
    frame = await handle.content_frame() if handle is not None else None
    assert frame is not None
    await frame.wait_for_url(re.compile(at))
    return frame


async def fill_forms(page: Page, frame: Frame, looked: Looked) -> None:
    """From the children's page to the application: one wrong answer, one answer by keys alone."""
    await looked.at(page, frame)
    await follow(frame, frame.get_by_role("button", name="Добавить"))
    for _question in range(10):
        at = re.sub(r".*/my/(form/)?|\?.*", "", frame.url)
        if at.startswith("consent"):
            await looked.at(page, frame)
            await follow(frame, frame.get_by_role("button", name="Даю согласие"))
        elif at == "child/category":
            await looked.at(page, frame)
            await frame.get_by_role("radio").first.check()
            await follow(frame, frame.get_by_role("button", name="Дальше"))
        elif at.endswith("/nickname"):
            await looked.at(page, frame)
            await frame.locator("#nickname").fill("Искра")
            await follow(frame, frame.get_by_role("button", name="Дальше"))
        elif at in ANSWERS:
            await answer(page, frame, at, looked)
        else:
            return


async def answer(page: Page, frame: Frame, at: str, looked: Looked) -> None:
    """The СНИЛС wrongly first, the name by keys alone."""
    box = frame.locator("#answer")
    if at == "child/snils":
        await box.fill("112-233-445 96")
        await follow(frame, frame.get_by_role("button", name="Дальше"))
        await expect(frame.get_by_role("alert")).to_be_visible()
        await expect(box).to_have_attribute("aria-invalid", "true")
        await looked.at(page, frame)
        await looked.picture(page, "form")
    if at == "representative/full_name":
        await looked.at(page, frame)
        await to_field_by_keys(page, frame)
        await page.keyboard.type(ANSWERS[at])
        async with frame.expect_navigation():
            await page.keyboard.press("Enter")
        return
    await box.fill(ANSWERS[at])
    await follow(frame, frame.get_by_role("button", name="Дальше"))


async def to_field_by_keys(page: Page, frame: Frame) -> None:
    for _step in range(20):
        if await frame.evaluate("document.activeElement.id") == "answer":
            return
        await page.keyboard.press("Tab")
    raise AssertionError("the field cannot be reached by keys")


async def clerks_desk(page: Page, clerk: Person, number: str, looked: Looked) -> None:
    """One-time link, second factor, search, queue, case, approval."""
    await come_in(page, await link(clerk, "/staff"), looked)
    assert page.url.endswith("/staff")
    await looked.at(page)
    await looked.picture(page, "queue")
    await follow(page, page.get_by_role("link", name="Поиск"))
    await page.get_by_role("searchbox").fill(number)
    await follow(page, page.get_by_role("button", name="Найти"))
    await looked.at(page)
    await follow(page, page.get_by_role("link", name=re.compile(f"№ {number}")))
    await expect(page.locator("main")).to_contain_text("Евстигней")
    await looked.at(page)
    await follow(page, page.get_by_role("button", name="Одобрить"))
    assert not page.url.endswith(f"/cases/{number}")


async def clubs_desk(page: Page, club: Person, looked: Looked) -> None:
    """One-time link, second factor, applications, contracts, one contract confirmed."""
    await come_in(page, await link(club, "/club"), looked)
    assert page.url.endswith("/club")
    await looked.at(page)
    await follow(page, page.get_by_role("navigation").get_by_role("link", name="Договоры"))
    await looked.at(page)
    await follow(page, page.locator(".list a").first)
    await expect(page.locator("main")).to_contain_text("Щелкопряжский")
    await looked.at(page)
    await follow(page, page.get_by_role("button", name="Подтвердить"))
    await expect(page.get_by_role("button", name="Подтвердить")).to_have_count(0)


async def papers(page: Page, hand: Hand, client: SandboxClient, looked: Looked) -> None:
    """Read the contract in the frame, ask for a code, be wrong once, sign."""
    frame = await into_frame(page, hand, "Прочитать и подписать", "/my/contracts/")
    await looked.at(page, frame)
    await looked.picture(page, "contract")
    await follow(frame, frame.get_by_role("button", name="Получить код"))
    await frame.get_by_label("Шесть цифр").wait_for()
    await looked.at(page, frame)
    code = await code_of(client, page)
    await frame.get_by_label("Шесть цифр").fill("000000" if code != "000000" else "111111")
    await follow(frame, frame.get_by_role("button", name="Подписать"))
    await expect(frame.get_by_role("alert")).to_be_visible()
    await looked.at(page, frame)
    await frame.get_by_label("Шесть цифр").fill(code)
    await follow(frame, frame.get_by_role("button", name="Подписать"))
    await expect(frame.locator("main")).to_contain_text("Действует с")
    await looked.at(page, frame)
    await follow(frame, frame.get_by_role("link", name="Мои дела"))
    await looked.at(page, frame)


async def main_job(browser: Browser, url: str, looked: Looked) -> None:
    """The whole main job, its pages in the sandbox's frame and at two desktops."""
    async with SandboxClient(url) as client, window(browser, looked, PHONE) as page:
        people = {person.role: person for person in await client.persons()}
        for role in ("clerk", "provider", "parent"):
            await arrive(people[role])
        await choose_club(people["parent"])
        await page.goto(url)
        parent = Hand(page, "Анна")
        frame = await into_frame(page, parent, "Открыть защищённую страницу", "/my/children")
        await fill_forms(page, frame, looked)
        await looked.at(page, frame)
        await follow(frame, frame.get_by_role("button", name="Отправить заявление"))
        await looked.at(page, frame)
        number = frame.url.rpartition("/")[2]
        async with window(browser, looked, DESK) as desktop:
            await clerks_desk(desktop, people["clerk"], number, looked)
        async with window(browser, looked, DESK) as desktop:
            await clubs_desk(desktop, people["provider"], looked)
        await parent.phone.get_by_role("button", name="Закрыть приложение").click()
        await told(people["parent"], ReadContract.__prefix__)
        await tap(people["parent"], "ctcode")
        await papers(page, parent, client, looked)
        assert (await client.calls())["violations"] == 0


async def test_every_page_of_the_main_job(browser: Browser, private: PrivateDemo) -> None:
    looked = Looked()
    await main_job(browser, private.url, looked)
    assert looked.faults == []
    assert looked.complaints == []
    assert len(looked.weights) > 15
    static = Path(__file__).parents[2] / "handlers" / "web" / "static"
    ours = sum(len(gzip.compress(file.read_bytes())) for file in static.iterdir())
    assert max(looked.weights.values()) + ours <= HEAVIEST, looked.weights


async def test_the_first_view_on_a_slow_line(browser: Browser, private: PrivateDemo) -> None:
    looked = Looked()
    async with SandboxClient(private.url) as client, window(browser, looked, PHONE) as page:
        parent = await client.person("Глафира")
        await arrive(parent)
        await choose_club(parent)
        address = await parent.open_web_app("Открыть защищённую страницу")
        line = await page.context.new_cdp_session(page)
        await line.send("Network.enable")
        slow = {"offline": False, "latency": 1000, "downloadThroughput": 6250, "uploadThroughput": 6250}
        await line.send("Network.emulateNetworkConditions", slow)
        began = time.monotonic()
        await page.goto(address)
        await expect(page.get_by_role("button", name="Добавить")).to_be_visible(timeout=20_000)
        took = time.monotonic() - began
    assert 2.0 < took <= FIRST_VIEW, "slower than a second for each request, or the line was not slow at all"
    assert looked.complaints == []
