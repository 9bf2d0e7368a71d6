"""Can everybody use the page? axe-core finds no serious fault, in both themes and both sizes."""

from typing import Any

import pytest
from axe_playwright_python.async_playwright import Axe
from playwright.async_api import Page, expect

from tests.e2e.conftest import DESK, PHONE, Demo, Opened
from tests.e2e.hand import Hand
from tests.e2e.test_jobs import newcomer
from tests.e2e.toy import Toy

SERIOUS = {"serious", "critical"}


async def faults(page: Page) -> list[str]:
    """What axe-core calls serious or critical: the rule, and where."""
    found: dict[str, Any] = (await Axe().run(page)).response
    return [
        f"{fault['id']}: {node['target']} {node['html'][:120]}"
        for fault in found["violations"]
        if fault["impact"] in SERIOUS
        for node in fault["nodes"]
    ]


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("viewport", [PHONE, DESK], ids=["phone", "desk"])
async def test_the_chat(toy: Toy, opened: Opened, viewport: dict[str, int], scheme: str) -> None:
    page = await opened(toy.url, viewport, scheme)
    assert await faults(page) == []
    anna = Hand(page, "Анна")
    await anna.start()
    await anna.say("ключи")
    assert await faults(page) == []
    await anna.phone.get_by_role("button", name="Приложить").click()
    assert await faults(page) == []
    await page.keyboard.press("Escape")
    await anna.input.fill("@kruzhok_demo_bot хо")
    await expect(anna.phone.locator(".offer-word")).to_have_text("Найдено: 2")
    assert await faults(page) == []
    await anna.button("Анкета").click()
    await expect(anna.phone.get_by_role("dialog")).to_be_visible()
    assert await faults(page) == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
async def test_the_real_bot_and_the_call_log(opened: Opened, demo: Demo, scheme: str) -> None:
    page = await opened(demo.url, PHONE, scheme)
    parent = await newcomer(page, f"Лада {scheme}")
    await parent.start()
    await parent.press("Кемерово")
    assert await faults(page) == []
    log = await opened(f"{demo.url}/page/calls.html", DESK, scheme)
    await expect(log.locator("#rows tr").first).to_be_visible()
    assert await faults(log) == []
