"""The hand of one person on the page: presses what is shown, types, reads."""

import re

from playwright.async_api import Locator, Page, expect


class Hand:
    """One phone of the page. `presses` counts what a person would call taps."""

    def __init__(self, page: Page, name: str) -> None:
        self.page = page
        self.name = name
        self.phone = page.locator(".phone", has=page.locator(".name", has_text=re.compile(f"^{name}$")))
        self.presses = 0

    @property
    def input(self) -> Locator:
        return self.phone.get_by_role("textbox", name="Сообщение")

    @property
    def last(self) -> Locator:
        """The bot's newest message."""
        return self.phone.locator(".message:not(.mine)").last

    def button(self, label: str) -> Locator:
        """The newest button of the chat with this in its label."""
        return self.phone.locator(".message .row > *", has_text=label).last

    async def choose(self) -> None:
        """Bring this phone to the front, when one is shown at a time."""
        tab = self.page.get_by_role("tab").filter(has_text=re.compile(f"^({self.name}|{await self._role()})$"))
        if await tab.is_visible():
            await tab.click()

    async def _role(self) -> str:
        return str(await self.phone.locator(".role").text_content())

    async def start(self) -> None:
        await self.phone.get_by_role("button", name="Старт").click()
        await expect(self.last).to_be_visible()

    async def press(self, label: str) -> None:
        """Press a button and see the chat change."""
        self.presses += 1
        before = await self._look()
        await self.button(label).click()
        await self._changed(before)

    async def say(self, text: str) -> None:
        """Type a message and see the bot answer it."""
        before = await self.phone.locator(".message").count()
        await self.input.fill(text)
        await self.input.press("Enter")
        await expect(self.input).to_have_value("")
        await self.page.wait_for_function(
            "([phone, before]) => { const all = phone.querySelectorAll('.message');"
            " return all.length > before && !all[all.length - 1].classList.contains('mine') }",
            arg=[await self.phone.element_handle(), before],
        )

    async def hear(self, words: str) -> None:
        """Wait until the chat says this."""
        await expect(self.phone.locator(".message:not(.mine)", has_text=words).last).to_be_visible()

    async def said(self, words: str) -> str:
        """The newest message of the bot with these words."""
        return (await self.phone.locator(".message:not(.mine)", has_text=words).last.inner_text()).replace("\xa0", " ")

    async def _look(self) -> str:
        return str(await self.phone.locator(".log").inner_html())

    async def _changed(self, before: str) -> None:
        log = await self.phone.locator(".log").element_handle()
        await self.page.wait_for_function("([log, before]) => log.innerHTML !== before", arg=[log, before])
        await expect(self.phone.locator(".log [aria-busy]")).to_have_count(0)
