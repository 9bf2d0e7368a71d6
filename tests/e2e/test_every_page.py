"""Every page that links lead to, whoever wrote it: a parent's by telephone and without scripts, a desk's, a club's."""

import re

from playwright.async_api import Browser, Page, expect

from bot.sandbox.client import Person, SandboxClient
from handlers.parent.certificates.keyboards import ApplyTo
from handlers.parent.programs.keyboards import Find, GroupCard
from handlers.provider.contracts.keyboards import ProviderAgree
from handlers.staff.certificates.keyboards import Approve, Case
from tests.e2e.conftest import DESK, PHONE
from tests.e2e.private import (
    ANSWERS,
    BOTH,
    Looked,
    PrivateDemo,
    arrive,
    code_of,
    come_in,
    follow,
    link,
    tap,
    told,
    window,
)
from tests.e2e.test_pages import private

__all__ = ["private"]
FEWEST = {"/my": 11, "/staff": 3, "/club": 6}
"""Pages that must have been seen at least: fewer means that the links are not followed."""
FILES = ("/file", "/card", "/papers/")
NICKNAME = "Сова"


async def group_of(parent: Person) -> str:
    """The number of a group that the parent has found in the chat."""
    await tap(parent, Find.__prefix__)
    await parent.send("робототехника для 8 лет по субботам")
    await tap(parent, GroupCard.__prefix__)
    found = next(button.data for button in parent.visible if button.data.startswith(ApplyTo.__prefix__))
    return found.split(":")[1]


async def by_telephone(page: Page, client: SandboxClient, base: str, to: str) -> None:
    """From a closed page through the door and back to it."""
    await page.goto(f"{base}{to}")
    await follow(page, page.get_by_role("link", name="Войти по телефону"))
    await page.get_by_label("Ваш мобильный телефон").fill(ANSWERS["representative/phone"])
    seen = len((await client.get("/sandbox/sms"))["messages"])
    await follow(page, page.get_by_role("button", name="Прислать код"))
    while len((await client.get("/sandbox/sms"))["messages"]) == seen:
        await page.wait_for_timeout(50)
    await page.get_by_label("Шесть цифр").fill(await code_of(client, page))
    await follow(page, page.get_by_role("button", name="Войти"))
    assert page.url.endswith(to)


async def applied(page: Page) -> str:
    """Forms and application; the number."""
    await follow(page, page.get_by_role("button", name="Добавить"))
    for _question in range(12):
        at = re.sub(r".*/my/(form/)?|\?.*", "", page.url)
        if at.startswith("apply/"):
            break
        if at in ANSWERS:
            await page.locator("#answer").fill(ANSWERS[at])
        elif at.endswith("/nickname"):
            await page.get_by_role("textbox").fill(NICKNAME)
        elif at == "child/category":
            await page.get_by_role("radio").last.check()
        await follow(page, page.locator("main form button").first)
    await follow(page, page.get_by_role("button", name="Отправить заявление"))
    return page.url.rpartition("/")[2]


async def crawl(page: Page, looked: Looked, door: str) -> None:
    """Look at one page of each kind that can be reached by links from where the window is."""
    base = re.sub(r"(https?://[^/]+).*", r"\1", page.url)
    waiting, seen = [page.url.removeprefix(base)], set[str]()
    while waiting:
        path = waiting.pop(0)
        kind = re.sub(r"\d+", "N", path.partition("?")[0])
        if kind in seen or not kind.startswith(door) or any(part in kind for part in FILES):
            continue
        seen.add(kind)
        await page.goto(f"{base}{path}")
        await looked.at(page)
        links = page.locator("a[href^='/']:not([download])")
        waiting += await links.evaluate_all("all => all.map(one => one.getAttribute('href'))")
    assert len(seen) >= FEWEST[door], seen


async def test_a_parent_s_pages_without_scripts_and_every_page_by_its_link(
    browser: Browser,
    private: PrivateDemo,
) -> None:
    looked = Looked(sights=BOTH)
    async with SandboxClient(private.url) as client:
        people = {person.role: person for person in await client.persons()}
        for role in ("clerk", "provider", "parent"):
            await arrive(people[role])
        base = (await link(people["clerk"], "/staff")).partition("/e/")[0]
        group = await group_of(people["parent"])
        async with window(browser, looked, PHONE, scripts=False) as page:
            await by_telephone(page, client, base, f"/my/children?group={group}")
            number = await applied(page)
        await told(people["clerk"], Case.__prefix__)
        await tap(people["clerk"], Approve.__prefix__)
        await told(people["provider"], ProviderAgree.__prefix__)
        async with window(browser, looked, DESK) as page:
            for path in ("/", "/login", "/login/number?no=1", f"/my/cases/{number}", "/staff", "/nothing"):
                await page.goto(f"{base}{path}")
                await looked.at(page)
            await by_telephone(page, client, base, "/my")
            await crawl(page, looked, "/my")
            await page.goto(f"{private.url}/page/sms.html")
            await expect(page.locator("#rows tr").first).to_contain_text("+7986")
            await looked.at(page)
        await desks(browser, private, f"{base}/staff/cases/{number}", people, looked)
    assert looked.faults == []
    assert looked.complaints == []


async def desks(browser: Browser, private: PrivateDemo, case: str, people: dict[str, Person], looked: Looked) -> None:
    """An administrator's pages after an invitation without a messenger, and a club's."""
    invitation = await private.said("staff", "invite", "--territory", "seversk", "--role", "admin")
    code = re.search(r"start=i_([\w-]+)", invitation)
    assert code
    door = f"{case.partition('/staff')[0]}/i/{code[1]}"
    async with window(browser, looked, DESK) as page:
        await come_in(page, door, looked, button="Принять приглашение")
        await crawl(page, looked, "/staff")
        await page.goto(case)
        await looked.at(page)
        await follow(page, page.get_by_role("button", name="Дать семье код"))
        await expect(page.locator("main strong")).to_have_text(re.compile(r"\d{4} \d{4}"))
        await looked.at(page)
    async with window(browser, looked, DESK) as page:
        await come_in(page, await link(people["provider"], "/club"), looked)
        await crawl(page, looked, "/club")
