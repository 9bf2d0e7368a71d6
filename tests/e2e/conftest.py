"""A browser, and two desks to look at: the real demo as its own process, and a toy bot that shows what Telegram can."""

import asyncio
import os
import re
import sys
from asyncio.subprocess import DEVNULL, PIPE
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from pathlib import Path

import pytest
import pytest_asyncio
from playwright.async_api import Browser, BrowserContext, Page, async_playwright, expect

from bot.sandbox.client import SandboxClient
from bot.sandbox.server import Sandbox
from tests.e2e.toy import Toy, toy_desk

ROOT = Path(__file__).parents[2]
PHONE = {"width": 360, "height": 740}
DESK = {"width": 1280, "height": 800}
STARTS_WITHIN = 120
"""Seconds; an idle machine needs four."""
PATIENCE = 30_000
"""Milliseconds. Playwright's own 5 s are short where the browser, the desk and Telegram share one busy core."""
expect.set_options(timeout=PATIENCE)
Opened = Callable[..., Awaitable[Page]]


class Demo:
    """`kruzhok demo` in a folder of its own."""

    def __init__(self, folder: Path) -> None:
        self.url = ""
        self._env = {
            "PATH": os.environ["PATH"],
            "PYTHONPATH": str(ROOT),
            "DATABASE_URL": f"sqlite:///{folder}/demo.db",
            "KEY_FILE": str(folder / "demo.key"),
            "NOTICES_PER_SECOND": "10",  # a mailing to 54 takes long enough to be stopped by hand
            "LOG_LEVEL": "ERROR",
        }
        self.folder = folder

    async def kruzhok(self, *words: str) -> asyncio.subprocess.Process:
        """Start a command beside the demo, on its database."""
        return await asyncio.create_subprocess_exec(
            sys.executable, "-m", "bot", *words, env=self._env, cwd=self.folder, stdin=DEVNULL, stdout=PIPE
        )

    async def said(self, *words: str) -> str:
        """What a command prints; it speaks to the demo's Telegram."""
        self._env |= {"BOT_TOKEN": Sandbox.token, "TELEGRAM_API_URL": self.url}
        process = await self.kruzhok(*words)
        printed, _ = await process.communicate()
        assert process.returncode == 0, printed
        return printed.decode()


@asynccontextmanager
async def living_demo(folder: Path) -> AsyncIterator[Demo]:
    """A running demo; its page is at `url`."""
    demo = Demo(folder)
    process = await demo.kruzhok("demo", "--port", "0")
    assert process.stdout is not None
    try:
        async with asyncio.timeout(STARTS_WITHIN):
            line = (await process.stdout.readline()).decode()
        found = re.search(r"http://\S+", line)
        assert found, line
        demo.url = found[0]
        yield demo
    finally:
        if process.returncode is None:
            process.terminate()
        await process.wait()


@asynccontextmanager
async def open_browser() -> AsyncIterator[Browser]:
    """Chromium of the machine: nothing is fetched."""
    async with async_playwright() as playwright:
        name = os.environ.get("CHROMIUM") or "chromium"
        browser = await playwright.chromium.launch(
            executable_path=name if "/" in name else which(name), args=["--no-sandbox", "--disable-dev-shm-usage"]
        )
        yield browser
        await browser.close()


def which(name: str) -> str:
    found = next((Path(folder) / name for folder in os.get_exec_path() if (Path(folder) / name).is_file()), None)
    assert found, f"no {name} on the PATH: apt-get install -y chromium fonts-noto-color-emoji"
    return str(found)


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def browser() -> AsyncIterator[Browser]:
    async with open_browser() as running:
        yield running


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def demo(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Demo]:
    async with living_demo(tmp_path_factory.mktemp("demo")) as running:
        yield running


@pytest_asyncio.fixture(loop_scope="session")
async def toy() -> AsyncIterator[Toy]:
    async with toy_desk() as running:
        yield running


@pytest_asyncio.fixture(loop_scope="session")
async def client(demo: Demo) -> AsyncIterator[SandboxClient]:
    async with SandboxClient(demo.url, quiet=0) as made:
        yield made


@pytest_asyncio.fixture(loop_scope="session")
async def opened(browser: Browser) -> AsyncIterator[Opened]:
    """Open an address in a window of its own; a page that complains, or asks the internet, fails its test."""
    contexts: list[BrowserContext] = []
    complaints: list[str] = []

    async def opened(url: str, viewport: dict[str, int], scheme: str = "light") -> Page:
        context = await browser.new_context(
            viewport=viewport, color_scheme=scheme, locale="ru-RU", reduced_motion="reduce"
        )
        contexts.append(context)
        page = await context.new_page()
        page.set_default_timeout(PATIENCE)
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.on("console", lambda said: complaints.append(said.text) if said.type == "error" else None)
        page.on("request", lambda asked: None if _is_here(asked.url) else complaints.append(asked.url))
        await page.goto(url)
        return page

    yield opened
    for context in contexts:
        await context.close()
    assert complaints == []


def _is_here(url: str) -> bool:
    return re.match(r"(https?://(127\.0\.0\.1|localhost)[:/]|data:|blob:|about:)", url) is not None
