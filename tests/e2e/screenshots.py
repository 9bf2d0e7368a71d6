"""Take the pictures of docs/ from the real demo: `make screenshots`."""

import asyncio
import tempfile
from pathlib import Path

from playwright.async_api import expect

from bot import logs
from bot.demo.live import living
from bot.demo.script import Script
from bot.settings import Settings
from tests.e2e.conftest import DESK, ROOT, open_browser
from tests.e2e.hand import Hand
from tests.e2e.private import Looked, private_demo
from tests.e2e.test_annex import look
from tests.e2e.test_pages import main_job

PICTURE = ROOT / "docs" / "sandbox.png"


class UntilDecided(Script):
    """The main job up to its middle: the certificate is reserved, the provider is asked for the contract."""

    async def decide(self) -> bool:
        """The clerk approves; then the play ends, as after any step that does not hold."""
        assert await super().decide()
        return False


async def take() -> None:
    """Play the first half of the main job and take the page with all three persons."""
    logs.configure("ERROR")
    settings = Settings(_env_file=None)  # type: ignore[call-arg]
    with tempfile.TemporaryDirectory() as folder:
        async with living(settings, folder=Path(folder), own_database=False) as live, open_browser() as browser:
            report = await UntilDecided(live, say=lambda _line: None).play()
            assert report.steps[-1].name == "decide", report.steps[-1]
            page = await browser.new_page(viewport=DESK, locale="ru-RU", reduced_motion="reduce")
            await page.goto(live.url)
            provider = Hand(page, "Иван")
            await expect(provider.button("Подтвердить")).to_be_visible(timeout=20_000)
            await page.screenshot(path=PICTURE)


async def take_pages() -> None:
    """Play the main job on the desk's own pages and take a form, the queue and the contract."""
    with tempfile.TemporaryDirectory() as folder:
        (Path(folder) / "annex").mkdir()
        async with private_demo(Path(folder)) as demo, open_browser() as browser:
            await main_job(browser, demo.url, Looked(pictures=PICTURE.parent))
        async with private_demo(Path(folder) / "annex") as demo, open_browser() as browser:
            await look(browser, demo, Looked(pictures=PICTURE.parent))


if __name__ == "__main__":
    asyncio.run(take())
    asyncio.run(take_pages())
