"""A phone on a bad line: a photograph is made smaller and sent in pieces; an expired page comes back to its field."""

import asyncio
import re
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import pytest_asyncio
from playwright.async_api import Browser, Frame, Page, Request, Route, expect

from bot.sandbox.client import SandboxClient
from tests.e2e.conftest import DESK, PHONE
from tests.e2e.hand import Hand
from tests.e2e.private import (
    ANSWERS,
    Looked,
    PrivateDemo,
    arrive,
    choose_club,
    follow,
    private_demo,
    window,
)
from tests.e2e.test_pages import into_frame
from tests.support.files import pdf, photo

SLOW = {"offline": False, "latency": 1000, "downloadThroughput": 6250, "uploadThroughput": 6250}
"""50 kbit/s and a second's delay."""


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def private(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[PrivateDemo]:
    async with private_demo(tmp_path_factory.mktemp("papers")) as running:
        yield running


async def _into_children(page: Page, private: PrivateDemo, client: SandboxClient) -> tuple[Hand, Frame]:
    parent = next(one for one in await client.persons() if one.role == "parent")
    await arrive(parent)
    await choose_club(parent)
    await page.goto(private.url)
    hand = Hand(page, "Анна")
    return hand, await into_frame(page, hand, "Открыть защищённую страницу", "/my/children")


async def _answer(frame: Frame, *fields: str) -> None:
    for field in fields:
        assert f"/my/form/{field}" in frame.url
        await frame.locator("#answer").fill(ANSWERS[field])
        await follow(frame, frame.get_by_role("button", name="Дальше"))


async def test_a_form_comes_back_and_a_photograph_arrives(
    browser: Browser, private: PrivateDemo, tmp_path: Path
) -> None:
    looked = Looked()
    async with SandboxClient(private.url) as client, window(browser, looked, PHONE) as page:
        hand, frame = await _into_children(page, private, client)
        await follow(frame, frame.get_by_role("button", name="Добавить"))
        await _answer(frame, "representative/full_name", "representative/phone", "child/full_name", "child/birth_date")
        frame = await _come_back(page, hand, frame)
        await _answer(frame, "child/snils")
        await frame.get_by_role("radio").first.check()
        await follow(frame, frame.get_by_role("button", name="Дальше"))
        await follow(frame, frame.get_by_role("navigation").get_by_role("link", name="Дети"))
        await follow(frame, frame.get_by_role("link", name="Документы").first)
        await looked.at(page, frame)
        await _send_photograph(page, frame, tmp_path)
        await looked.at(page, frame)
        await _by_hand(browser, looked, frame, page, tmp_path)
    assert looked.faults == []
    assert [said for said in looked.complaints if "ERR_" not in said] == [], "a cut line complains, nothing else"


async def _come_back(page: Page, hand: Hand, frame: Frame) -> Frame:
    """The session is gone while a field is open: one button, the chat's fresh one, and the same field."""
    field = "/my/form/child/snils"
    assert field in frame.url
    await page.context.clear_cookies()
    await frame.locator("#answer").fill(ANSWERS["child/snils"])
    await follow(frame, frame.get_by_role("button", name="Дальше"))
    await frame.get_by_role("link", name="Открыть на том же месте").click()
    await hand.hear("на том же месте")
    return await into_frame(page, hand, "Открыть страницу", field)


async def _send_photograph(page: Page, frame: Frame, folder: Path) -> None:
    """The line is cut after the second piece; the same button goes on from there."""
    file = folder / "camera.jpg"
    file.write_bytes(photo(5200, noise=True))
    assert file.stat().st_size > 1_500_000
    begun: list[int] = []
    pieces: list[int] = []

    async def cut(route: Route, request: Request) -> None:
        if request.url.endswith("/begin"):
            begun.append(int(re.search(r"size=(\d+)", request.post_data or "")[1]))  # type: ignore[index]
        elif len(begun) == 1 and len(pieces) == 2:
            await route.abort()
            return
        else:
            pieces.append(int(request.url.rpartition("at=")[2]))
        await route.continue_()

    await page.route(re.compile(r"/(begin|piece\?at=\d+)$"), cut)
    form = frame.locator("section#birth form[data-piece]")
    await form.locator("input[type=file]").set_input_files(file)
    await form.get_by_role("button", name="Отправить").click()
    await expect(form.get_by_role("status")).to_contain_text("продолжим с этого места")
    await form.get_by_role("button", name="Отправить").click()
    await expect(frame.locator("section#birth .list")).to_contain_text("camera.jpg")
    assert begun[0] == begun[1] < file.stat().st_size // 2, "made smaller on the phone, the same both times"
    assert pieces == sorted(set(pieces)), "no piece was sent twice"
    assert sum(1 for at in pieces if at == 0) == 1
    await page.unroute(re.compile(r"/(begin|piece\?at=\d+)$"))


async def _by_hand(browser: Browser, looked: Looked, frame: Frame, page: Page, folder: Path) -> None:
    """Without scripts, on a slow line, at a desktop: the same cookies, a plain form, a refusal and a promise."""
    folder.joinpath("bad.pdf").write_bytes(pdf(tail=b"<script>"))
    folder.joinpath("good.pdf").write_bytes(pdf())
    cookies = await page.context.cookies()
    context = await browser.new_context(java_script_enabled=False, viewport=DESK, locale="ru-RU")  # type: ignore[arg-type]
    try:
        await context.add_cookies(cookies)  # type: ignore[arg-type]
        plain = await context.new_page()
        line = await context.new_cdp_session(plain)
        await line.send("Network.enable")
        await line.send("Network.emulateNetworkConditions", SLOW)
        began = asyncio.get_running_loop().time()
        await plain.goto(frame.url)
        assert asyncio.get_running_loop().time() - began < 10
        for name, told in (("bad.pdf", "После конца этого PDF"), ("good.pdf", "good.pdf")):
            section = plain.locator("section#birth")
            await section.locator("input[type=file]").set_input_files(folder / name)
            await section.get_by_role("button", name="Отправить").click()
            await expect(plain.locator("section#birth")).to_contain_text(told)
        await plain.locator("section#residence").get_by_role("button", name="Принесу в управление").click()
        await expect(plain.locator("section#residence")).to_contain_text("Вы принесёте его")
    finally:
        await context.close()
