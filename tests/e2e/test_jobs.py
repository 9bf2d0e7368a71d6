"""The real demo on the page: a parent finds a club, the keyboard alone is enough, a message to everyone is stopped."""

import asyncio
import re
from collections import Counter

import pytest
from playwright.async_api import Page, expect

from bot.sandbox.client import SandboxClient
from bot.sandbox.person import Person
from tests.e2e.conftest import DESK, PHONE, Demo, Opened
from tests.e2e.hand import Hand

TOWN = "Ливны"
PEOPLE = 54
AT_ONCE = 9
NEWS = "Запись на новый год открыта"
SCREENS = 6
SOME = 5
"""Messages that have gone when the clerk stops the rest."""
FIGURES = re.compile(r"Отправлено: (\d+) из (\d+)\. Бот заблокирован: (\d+), не удалось: (\d+), пропущено: (\d+)")


async def newcomer(page: Page, name: str) -> Hand:
    """Somebody new comes to the page."""
    more = page.get_by_role("button", name="Время, люди, журнал")
    if await more.is_visible():
        await more.click()
    await page.get_by_role("button", name="+ Человек").click()
    await page.get_by_role("combobox", name="Как зовут человека?").fill(name)
    await page.keyboard.press("Enter")
    return Hand(page, name)


@pytest.mark.parametrize(("viewport", "scheme", "name"), [(PHONE, "dark", "Вера"), (DESK, "light", "Софья")])
async def test_a_parent_finds_a_club_by_typing(
    demo: Demo, opened: Opened, viewport: dict[str, int], scheme: str, name: str
) -> None:
    page = await opened(demo.url, viewport, scheme)
    for role in ("Родитель", "Сотрудник", "Исполнитель"):
        await expect(page.locator(".phone .role", has_text=role)).to_have_count(1)
    parent = await newcomer(page, name)
    await parent.start()
    await parent.press("Северск")
    await parent.press("Найти")
    await parent.say("робототехника для 8 лет по субботам")
    await expect(parent.last).to_contain_text(re.compile("робот", re.IGNORECASE))
    await parent.phone.locator(".message .row > *").filter(has_text=re.compile("робот", re.IGNORECASE)).first.click()
    await expect(parent.button("Записать").or_(parent.button("Подать"))).to_be_visible()
    box = await parent.phone.bounding_box()
    assert box is not None
    assert box["x"] + box["width"] <= viewport["width"]


async def test_the_keyboard_alone_is_enough(demo: Demo, opened: Opened) -> None:
    page = await opened(demo.url, DESK)
    parent = await newcomer(page, "Ника")
    await expect(parent.phone.get_by_role("button", name="Старт")).to_be_focused()
    await page.keyboard.press("Enter")
    await expect(parent.input).to_be_focused()
    await _press_by_keys(page, parent, "Северск")
    await _press_by_keys(page, parent, "Найти")
    await page.keyboard.press("Alt+Digit1")
    await expect(parent.input).not_to_be_focused()
    await page.keyboard.press(f"Alt+Digit{await page.locator('.phone').count()}")
    await expect(parent.input).to_be_focused()
    await page.keyboard.type("рисование")
    await page.keyboard.press("Enter")
    await expect(parent.last).to_contain_text(re.compile("рисова|изо", re.IGNORECASE))
    found = await parent.phone.locator(".message .row > *").all_inner_texts()
    assert found


async def _press_by_keys(page: Page, hand: Hand, label: str) -> None:
    """From the input back to the newest buttons, and with the arrows to the one that is meant."""
    await expect(hand.button(label)).to_be_visible()
    await hand.input.focus()
    for _step in range(30):
        if label in await page.evaluate("document.activeElement.textContent"):
            break
        inside = await page.evaluate("document.activeElement.matches('.log .row > *')")
        await page.keyboard.press("ArrowUp" if inside else "Shift+Tab")
    before = await hand._look()
    await page.keyboard.press("Enter")
    await hand._changed(before)


async def _arrive(person: Person) -> None:
    await person.start()
    await person.press(TOWN)


async def _people(client: SandboxClient) -> list[Person]:
    """Parents of the town; one of them blocks the bot."""
    people = [await client.person() for _each in range(PEOPLE)]
    for at in range(0, PEOPLE, AT_ONCE):
        await asyncio.gather(*(_arrive(person) for person in people[at : at + AT_ONCE]))
    await people[0].block()
    return people


async def _chief(client: SandboxClient, page: Page, invitation: str) -> Hand:
    """A second clerk, who comes by an invitation from the command line."""
    await client.person("Пётр", role="chief")
    await page.reload()
    chief = Hand(page, "Пётр")
    await chief.start()
    await chief.press(TOWN)
    link = re.search(r"https://t\.me/\S+", invitation)
    assert link, invitation
    await chief.phone.get_by_role("button", name="Приложить").click()
    await chief.phone.get_by_role("menuitem", name="Открыть по ссылке").click()
    await page.get_by_role("combobox", name="Ссылка").fill(link[0])
    await page.keyboard.press("Enter")
    await expect(chief.button("Рассылка")).to_be_visible()
    return chief


async def _sent(client: SandboxClient) -> Counter[tuple[int, bool]]:
    """(chat, whether it went) of each call that said the message."""
    calls = (await client.calls())["calls"]
    return Counter(
        (int(call["params"]["chat_id"]), call["ok"])
        for call in calls
        if call["method"].lower() == "sendmessage" and call["params"].get("text") == NEWS
    )


async def _make(clerk: Hand) -> None:
    """Write it, choose whom, try it, ask the second person."""
    for label in ("Рассылка", "Новая рассылка"):
        await clerk.press(label)
    await clerk.say(NEWS)
    for label in ("Дальше: кому", "проба на себе", "Попросить одобрить"):
        await clerk.press(label)


async def test_a_message_to_everyone_is_made_approved_watched_and_stopped(
    demo: Demo, opened: Opened, client: SandboxClient
) -> None:
    inviting = demo.said("staff", "invite", "--territory", "livny", "--role", "chief")
    people, invitation = await asyncio.gather(_people(client), inviting)
    page = await opened(demo.url, DESK)
    clerk = Hand(page, "Ольга")
    await clerk.start()
    await clerk.press(TOWN)
    chief = await _chief(client, page, invitation)
    clerk.presses = 0
    await _make(clerk)
    await chief.hear("просит одобрить")
    await chief.press("Открыть рассылку")
    await chief.press("Одобрить")
    await clerk.hear("одобрена. Отправьте")
    await clerk.press("Отправить всем")
    assert clerk.presses <= SCREENS
    await expect(clerk.last).to_contain_text("из")
    for _look in range(200):
        if (await _sent(client)).total() > SOME:
            break
    await clerk.press("Остановить")
    await clerk.press("Да, остановить")
    await clerk.hear("рассылка остановлена")
    await _compare(await _settled(clerk), await _sent(client), people)
    assert (await client.calls())["violations"] == 0


async def _settled(clerk: Hand) -> str:
    """The report, once nothing is under way."""
    await expect(clerk.phone.locator(".message", has_text="рассылка остановлена").last).not_to_contain_text(
        "ещё в пути"
    )
    return await clerk.said("рассылка остановлена")


async def _compare(report: str, sent: Counter[tuple[int, bool]], people: list[Person]) -> None:
    """The report's figures are the call log's."""
    found = FIGURES.search(report)
    assert found, report
    went, total, blocked, failed, skipped = (int(figure) for figure in found.groups())
    town = {person.id for person in people}
    told = {chat for chat, is_sent in sent if is_sent and chat in town}
    refused = {chat for chat, is_sent in sent if not is_sent}
    assert max(sent.values()) == 1, "nobody was told twice"
    assert (went, blocked, failed) == (len(told), len(refused), 0)
    assert 0 < went < total
    assert total == went + blocked + skipped
