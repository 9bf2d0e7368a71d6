"""The private desk in a browser: the people of the main job, the pages they see, and how each page is looked at."""

import gzip
import re
import socket
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path

import axe_playwright_python
import pyotp
from playwright.async_api import Browser, Frame, Locator, Page

from bot.sandbox.client import Person, SandboxClient
from handlers.common.pages.keyboards import PageLink
from handlers.common.start.keyboards import ChooseTerritory
from handlers.parent.certificates.keyboards import ApplyTo
from handlers.parent.families.keyboards import AddChild
from handlers.parent.programs.keyboards import Find, GroupCard
from tests.e2e.conftest import DESK, PATIENCE, PHONE, Demo
from tests.e2e.test_access import SERIOUS

AXE = Path(axe_playwright_python.__file__).parent / "axe.min.js"
CHECK = """axe.run(document).then(({violations}) => violations.map(({id, impact, nodes}) =>
    [impact, id + ": " + nodes.map((node) => node.target + " " + node.html.slice(0, 120)).join("; ")]))"""
TOWN = "Северск"
ANSWERS = {
    "representative/full_name": "Щелкопряжская Аделаида Вольдемаровна",
    "representative/phone": "+7 986 453-27-18",
    "child/full_name": "Щелкопряжский Евстигней Фаддеевич",
    "child/birth_date": "14.05.2018",
    "child/snils": "112-233-445 95",
}


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


class PrivateDemo(Demo):
    """`kruzhok demo --private` in a folder of its own."""

    async def begin(self) -> str:
        """What it prints before it serves."""
        self.process = await self.kruzhok("demo", "--port", "0", "--private", "--pages", str(free_port()))
        assert self.process.stdout is not None
        return "".join([(await self.process.stdout.readline()).decode() for _line in range(4)])


@asynccontextmanager
async def private_demo(folder: Path) -> AsyncIterator[PrivateDemo]:
    demo = PrivateDemo(folder)
    printed = await demo.begin()
    try:
        found = re.findall(r"http://[\w.:/]+\d", printed)
        assert len(found) >= 2, printed
        demo.url = found[0]
        assert f"{demo.url}/page/sms.html" in printed
        yield demo
    finally:
        if demo.process.returncode is None:
            demo.process.terminate()
        await demo.process.wait()


EVERY_SIGHT = tuple((scheme, size) for scheme in ("light", "dark") for size in (PHONE, DESK))
BOTH = (("light", PHONE), ("dark", DESK))
"""Each size and each theme once, where all four are looked at on other pages of the same parts."""


@dataclass
class Looked:
    """All pages that were looked at: their weight and what was wrong with them."""

    faults: list[str] = field(default_factory=list)
    weights: dict[str, int] = field(default_factory=dict)
    """Bytes of each page by its path, as a server that compresses would send them."""
    complaints: list[str] = field(default_factory=list)
    sights: Sequence[tuple[str, dict[str, int]]] = EVERY_SIGHT
    pictures: Path | None = None
    """Where to keep pictures of the pages; then they are not checked."""

    async def at(self, page: Page, frame: Frame | None = None) -> None:
        """Run axe in each sight; nothing may stick out sideways."""
        if self.pictures is not None:
            return
        frame = frame or page.main_frame
        before = page.viewport_size
        self.weights[re.sub(r"https?://[^/]+|\?.*", "", frame.url)] = len(
            gzip.compress((await frame.content()).encode())
        )
        await frame.evaluate(AXE.read_text(encoding="utf-8"))
        for scheme, size in self.sights:
            await page.emulate_media(color_scheme=scheme, reduced_motion="reduce")  # type: ignore[arg-type]
            await page.set_viewport_size(size)  # type: ignore[arg-type]
            where = f"{frame.url} {scheme} {size['width']}"
            found = await frame.evaluate(CHECK)
            self.faults += [f"{where}: {words}" for impact, words in found if impact in SERIOUS]
            if await frame.evaluate("document.documentElement.scrollWidth > innerWidth"):
                self.faults.append(f"{where}: sticks out")
        assert before is not None
        await page.emulate_media(color_scheme="light", reduced_motion="reduce")
        await page.set_viewport_size(before)

    async def picture(self, page: Page, name: str) -> None:
        if self.pictures is not None:
            await page.screenshot(path=self.pictures / f"page-{name}.png")


@asynccontextmanager
async def window(
    browser: Browser, looked: Looked, viewport: dict[str, int], *, scripts: bool = True
) -> AsyncIterator[Page]:
    """A window of its own whose complaints are kept: no script of others, no refused style, nothing from outside."""
    context = await browser.new_context(
        viewport=viewport,  # type: ignore[arg-type]
        locale="ru-RU",
        java_script_enabled=scripts,
        reduced_motion="reduce",
    )
    page = await context.new_page()
    page.set_default_timeout(PATIENCE)
    page.on("pageerror", lambda error: looked.complaints.append(str(error)))
    page.on("console", lambda said: looked.complaints.append(said.text) if _is_bad(said.type, said.text) else None)
    yield page
    await context.close()


def _is_bad(kind: str, text: str) -> bool:
    """An answered mistake (422), a closed door (401) and a frame without the focus are no faults."""
    return kind == "error" and not re.search(r"status of (422|401|404)|Blocked autofocusing", text)


async def follow(where: Page | Frame, button: Locator) -> None:
    """Press what leads to another page, and be there."""
    async with where.expect_navigation():
        await button.click()


async def tap(person: Person, prefix: str) -> None:
    await person.press(lambda button: button.data.split(":")[0] == prefix)


async def arrive(person: Person) -> None:
    await person.start()
    await person.press(lambda button: button.data.startswith(ChooseTerritory.__prefix__) and button.text == TOWN)


async def choose_club(parent: Person) -> None:
    """Up to the button that opens the protected page."""
    await tap(parent, Find.__prefix__)
    await parent.send("робототехника для 8 лет по субботам")
    for prefix in (GroupCard.__prefix__, ApplyTo.__prefix__, AddChild.__prefix__):
        await tap(parent, prefix)


async def link(person: Person, path: str) -> str:
    """The one-time link of a post, as the chat gives it."""
    await person.send("/pages")
    await person.press(lambda button: button.data == PageLink(path=path).pack())
    return next(button.url for button in person.visible if "/e/" in button.url)


async def come_in(page: Page, address: str, looked: Looked, button: str = "Войти") -> None:
    """By a one-time link and the second factor."""
    await page.goto(address)
    await looked.at(page)
    await follow(page, page.get_by_role("button", name=button))
    await follow(page, page.get_by_role("link", name="К коду"))
    await looked.at(page)
    secret = await page.locator("code").inner_text()
    await page.get_by_label("Шесть цифр").fill("000000")
    await follow(page, page.get_by_role("button", name="Войти"))
    await page.get_by_role("alert").wait_for()
    await looked.at(page)
    await page.get_by_label("Шесть цифр").fill(pyotp.TOTP(secret).now())
    await follow(page, page.get_by_role("button", name="Войти"))


async def told(person: Person, prefix: str) -> None:
    """Wait for a notice with such a button, and press it."""
    await person.wait_for(
        lambda message: any(button.data.startswith(prefix) for button in message.buttons), timeout=PATIENCE / 1000
    )
    await tap(person, prefix)


async def code_of(client: SandboxClient, page: Page) -> str:
    """The newest code in the fake operator's inbox."""
    for _look in range(300):
        found = (await client.get("/sandbox/sms"))["messages"]
        if found and (digits := re.search(r"\b\d{6}\b", found[0]["text"])):
            return digits[0]
        await page.wait_for_timeout(100)
    raise TimeoutError("no code came")
