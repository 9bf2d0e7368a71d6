"""The act's table in a browser: filters, charts with their words, and the picture of a goal."""

import base64
import re
from datetime import UTC, datetime
from pathlib import Path

from playwright.async_api import Browser, Page, expect

from bot.sandbox.client import SandboxClient
from tests.e2e.conftest import DESK
from tests.e2e.private import BOTH, TOWN, Looked, PrivateDemo, arrive, come_in, follow, link, window
from tests.e2e.test_pages import private

__all__ = ["private"]
GOAL = 3
ROWS, OF_GOAL = 17, 4
"""Rows of Северск's act, and of its third goal."""


async def annex(page: Page, looked: Looked) -> None:
    """Every row, then one goal, then what is short of its target; each chart says the same in words."""
    rows = page.locator("tbody tr")
    await page.get_by_label("Территория").select_option(label=TOWN)
    await follow(page, page.get_by_role("button", name="Показать"))
    await expect(rows).to_have_count(ROWS)
    await looked.at(page)
    await page.get_by_label("Цель", exact=True).select_option(str(GOAL))
    await follow(page, page.get_by_role("button", name="Отобрать строки"))
    await expect(rows).to_have_count(OF_GOAL)
    charts = page.locator("figure img")
    await expect(charts).to_have_count(1)
    await charts.scroll_into_view_if_needed()
    size = await charts.evaluate("async (one) => { await one.decode(); return one.naturalWidth; }")
    assert size > 300, "the chart is drawn"
    told = await charts.get_attribute("alt") or ""
    assert "1 583" in told.replace("\u00a0", " "), "the chart in words"
    await looked.at(page)
    await page.evaluate("scrollTo(0, 0)")
    await looked.picture(page, "annex")
    await page.get_by_label("Состояние", exact=True).select_option("fact")
    await follow(page, page.get_by_role("button", name="Отобрать строки"))
    facts = await rows.locator("td:nth-child(3)").all_inner_texts()
    assert facts
    assert "—" not in {text.strip() for text in facts}


async def pictures(page: Page, desk: PrivateDemo, looked: Looked) -> None:
    """The pictures of the command line: Chromium opens each, and it has a size."""
    printed = await desk.said("indicators", "seversk", "--year", str(datetime.now(UTC).year), "--format", "png")
    found = sorted(Path(line.split()[-1]) for line in printed.splitlines() if line.strip().endswith(".png"))
    assert found, printed
    for file in found:
        content = (desk.folder / file).read_bytes()
        source = base64.b64encode(content).decode()
        await page.set_content(f'<img alt="goal" src="data:image/png;base64,{source}">')
        size = await page.locator("img").evaluate("async (one) => { await one.decode(); return one.naturalWidth; }")
        assert size > 600, file
    if looked.pictures is not None:
        (looked.pictures / "goal.png").write_bytes(content)


async def look(browser: Browser, desk: PrivateDemo, looked: Looked) -> None:
    """The clerk opens the table from the desk."""
    async with SandboxClient(desk.url) as client, window(browser, looked, DESK) as page:
        clerk = next(person for person in await client.persons() if person.role == "clerk")
        await arrive(clerk)
        await come_in(page, await link(clerk, "/staff"), looked)
        await follow(page, page.get_by_role("navigation").get_by_role("link", name="Показатели"))
        await annex(page, looked)
    async with window(browser, looked, DESK) as page:
        await pictures(page, desk, looked)


async def test_the_table_its_charts_and_its_pictures(browser: Browser, private: PrivateDemo) -> None:
    looked = Looked(sights=BOTH)
    await look(browser, private, looked)
    assert looked.faults == []
    assert [one for one in looked.complaints if not re.search("favicon", one)] == []
