"""A hundred ordinary cases by keyboard: keys and requests are counted, seconds stated; see docs/desk.md."""

import re
from pathlib import Path

import pytest
from sqlalchemy import func, select

from services.certificates.models import Application, ApplicationStatus
from services.core.db import Database
from tests.handlers.web.test_staff import _at_desk
from tests.support.factories.certificates import add_application
from tests.support.factories.families import add_own_child
from tests.support.journey import street
from tests.support.pages import Browser, Page, site

DOCS = Path(__file__).parents[3] / "docs" / "desk.md"
CASES, A_PAGE = 100, 20
ONE_BY_ONE, PAGES = 5, 2
"""So many cases, and pages of cases, are played; each costs the same, which is asserted, and counts for a hundred."""
KEY, THINK, ANSWER = 0.28, 1.35, 0.5
"""Seconds: a key and an act of thinking (Card, Moran, Newell, 1980); a page by the desk's budget."""
THOUGHTS_A_CASE, THOUGHTS_A_LINE = 4, 2
"""Child and age, program and seats, papers, order; of a line that every rule admits, program and age."""
MOST_MINUTES = 15


class Keyboard:
    """A browser without scripts of which only keys are used: what has the focus, what has an access key."""

    def __init__(self, browser: Browser) -> None:
        self.browser, self.keys = browser, 0

    @property
    def page(self) -> Page:
        assert self.browser.page is not None
        return self.browser.page

    @property
    def requests(self) -> int:
        return len(self.browser.opened)

    async def enter(self) -> Page:
        """Enter, on the button that has the focus at once."""
        (words,) = re.findall(
            r"<button autofocus[^>]*>(.*?)</button>|<button[^>]* autofocus>(.*?)</button>", self.page.html, re.DOTALL
        )
        self.keys += 1
        return await self.browser.press(" ".join("".join(words).split()))

    async def letter(self, key: str) -> Page:
        """One letter: the button or the link that it stands for."""
        found = re.search(
            rf'<(a|button)[^>]*data-key="Key{key}"[^>]*accesskey="{key.lower()}"[^>]*>(.*?)</\1>', self.page.html
        )
        assert found, key
        self.keys += 1
        act = self.browser.follow if found[1] == "a" else self.browser.press
        return await act(found[2])


async def _left(database: Database) -> int:
    async with database.reads() as session:
        waits = Application.status == ApplicationStatus.REGISTERED
        return await session.scalar(select(func.count()).select_from(Application).where(waits)) or 0


@pytest.mark.parametrize("engine_name", ["sqlite"], indirect=True)
async def test_a_hundred_ordinary_cases_take_a_quarter_of_an_hour_at_most(database: Database) -> None:
    many = ONE_BY_ONE + PAGES * A_PAGE
    walk = await street(database, "seversk", capacity=many, hours=10**6, money=10**11)
    async with database.sessions() as session:
        for _each in range(many):
            child = await add_own_child(session, walk.town.parent, now=walk.now)
            await add_application(session, walk.town, child_id=child)
        await session.commit()
    async with site(database) as desk, _at_desk(desk, walk.town.clerk) as browser:
        await browser.open("/staff")
        hand = Keyboard(browser)
        await hand.letter("N")
        begun = hand.requests
        for _case in range(ONE_BY_ONE):
            assert "/staff/cases/" in str(hand.page.url)
            await hand.enter()
        assert await _left(database) == PAGES * A_PAGE
        assert (hand.keys, hand.requests - begun) == (1 + ONE_BY_ONE, 2 * ONE_BY_ONE), "one key: decided, and the next"
        hand.keys = 0
        await browser.open("/staff")
        begun = hand.requests
        for _page in range(PAGES):
            await hand.letter("B")
            assert "Не вошли" not in hand.page.text
            await hand.enter()
        assert await _left(database) == 0
        assert (hand.keys, hand.requests - begun) == (2 * PAGES, 2 * PAGES)
    keys = 2 * CASES // A_PAGE
    singly = CASES * (THOUGHTS_A_CASE * THINK + KEY + ANSWER)
    together = CASES * THOUGHTS_A_LINE * THINK + keys * (KEY + ANSWER)
    assert max(singly, together) <= 60 * MOST_MINUTES
    told = DOCS.read_text(encoding="utf-8")
    assert f"| {1 + CASES} | {2 * CASES + 2} | {singly / 60:.1f} |" in told
    assert f"| {keys} | {keys + 1} | {together / 60:.1f} |" in told
