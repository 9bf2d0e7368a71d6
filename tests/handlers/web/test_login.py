"""A parent's door without the messenger, and what a thousand guesses at the doors meet."""

import re
import secrets
from datetime import timedelta

import pytest
from sqlalchemy import func, select

from services.access import actions
from services.access.models import LoginCode, TextMessage, WebSession
from services.access.rules import STRANGERS_AN_HOUR
from services.core.db import Database
from services.families.queries import PHONE, representative
from services.staff.actions import give_door
from tests.support.factories.certificates import NOW
from tests.support.factories.families import add_parent
from tests.support.pages import Browser, Page, site

STRANGER = "+79864532718"


async def _parent(database: Database) -> tuple[int, str]:
    """A parent's number and telephone."""
    async with database.sessions() as session:
        actor = await add_parent(session)
        await session.commit()
        own = await representative(session, actor.person_id)
        assert own is not None
        await give_door(session, actor.person_id, channel=PHONE, address=own.phone)
        await session.commit()
    return actor.person_id, own.phone


async def _code(database: Database) -> str:
    async with database.reads() as session:
        words = await session.scalar(select(TextMessage.words).order_by(TextMessage.id.desc()).limit(1))
    found = re.search(r"\b\d{6}\b", words or "")
    assert found
    return found[0]


async def _count(database: Database, table: type[object]) -> int:
    async with database.reads() as session:
        return await session.scalar(select(func.count()).select_from(table)) or 0


async def _ask(browser: Browser, phone: str) -> Page:
    return await browser.send("/login", {"phone": phone})


async def _try(browser: Browser, phone: str, code: str) -> Page:
    return await browser.send("/login/code", {"phone": phone, "code": code})


def _wrong(code: str) -> str:
    return f"{(int(code) + 1) % 10**6:06d}"


async def test_a_parent_comes_in_by_telephone_and_code(database: Database) -> None:
    person_id, phone = await _parent(database)
    async with site(database) as desk, desk.browser() as browser:
        await browser.open("/login")
        page = await _ask(browser, f"8{phone[2:]}")
        assert page.status == 200
        code = await _code(database)
        assert (await _try(browser, phone, f"{code[:3]} {code[3:]}")).url.path == "/my"
        assert phone not in str(page.url)
        async with desk.browser() as thief:
            assert (await _try(thief, phone, code)).status == 422, "a code works once"
    async with database.reads() as session:
        assert await session.scalar(select(WebSession.person_id)) == person_id


async def test_the_answer_does_not_tell_who_is_known(database: Database) -> None:
    _person, phone = await _parent(database)
    async with site(database) as desk, desk.browser() as browser:
        known = await _ask(browser, phone)
        unknown = await _ask(browser, STRANGER)
        assert (known.status, known.text) == (unknown.status, unknown.text)
        assert await _count(database, TextMessage) == 2, "a stranger's telephone gets a code too"
        assert await _count(database, LoginCode) == 2
        wrong = await _try(browser, STRANGER, "123456")
        assert wrong.status == 422
        assert (await _try(browser, phone, _wrong(await _code(database)))).text == wrong.text
        assert await _count(database, WebSession) == 0
        assert (await _ask(browser, "12")).status == 422


async def test_a_newcomer_comes_in_by_a_telephone_that_nobody_had_and_is_known_next_time(database: Database) -> None:
    async with site(database) as desk:
        people = []
        for _coming in range(2):
            async with desk.browser() as browser:
                page = await browser.open("/my/children?group=7")
                assert page.status == 401
                await browser.follow("Войти по телефону")
                await browser.press("Прислать код", phone=STRANGER)
                page = await browser.press("Войти", code=await _code(database))
                assert (page.url.path, page.url.query_string) == ("/my/children", "group=7")
            async with database.reads() as session:
                latest = select(WebSession.person_id).order_by(WebSession.id.desc()).limit(1)
                people.append(await session.scalar(latest))
        assert people[0] == people[1]


@pytest.mark.parametrize("to", ["https://evil.example", "//evil.example", "/staff", "/out"])
async def test_the_telephone_s_door_leads_to_a_parent_s_page_only(database: Database, to: str) -> None:
    _person, phone = await _parent(database)
    async with site(database) as desk, desk.browser() as browser:
        await browser.send("/login", {"phone": phone, "to": to})
        page = await browser.send("/login/code", {"phone": phone, "to": to, "code": await _code(database)})
        assert (page.url.host, page.url.path) == (desk.base.host, "/my")


async def test_strangers_cost_no_more_than_a_ceiling(database: Database) -> None:
    async with database.sessions() as session:
        for each in range(STRANGERS_AN_HOUR + 2):
            phone = f"+7900{each:07d}"
            await actions.ask_login(session, person_id=None, phone=phone, words="{code}", now=NOW)
        await session.commit()
    assert await _count(database, TextMessage) == STRANGERS_AN_HOUR


@pytest.mark.parametrize("minutes", [9, 10])
async def test_a_code_works_for_ten_minutes(database: Database, minutes: int) -> None:
    _person, phone = await _parent(database)
    async with site(database) as desk, desk.browser() as browser:
        await _ask(browser, phone)
        desk.clock.advance(timedelta(minutes=minutes))
        assert (await _try(browser, phone, await _code(database))).status == (200 if minutes < 10 else 422)


async def test_five_wrong_codes_end_a_code_and_a_new_one_voids_the_old(database: Database) -> None:
    _person, phone = await _parent(database)
    async with site(database) as desk, desk.browser() as browser:
        await _ask(browser, phone)
        first = await _code(database)
        for _each in range(5):
            assert (await _try(browser, phone, _wrong(first))).status == 422
        assert (await _try(browser, phone, first)).status == 422
        await _ask(browser, phone)
        second = await _code(database)
        await _ask(browser, phone)
        if second != await _code(database):
            assert (await _try(browser, phone, second)).status == 422
        assert (await _try(browser, phone, await _code(database))).status == 200


async def test_a_telephone_gets_five_codes_an_hour(database: Database) -> None:
    _person, phone = await _parent(database)
    async with site(database) as desk, desk.browser() as browser:
        texts = {(await _ask(browser, phone)).text for _each in range(8)}
        assert len(texts) == 1
        assert await _count(database, TextMessage) == 5
        desk.clock.advance(timedelta(hours=1, seconds=1))
        await _ask(browser, phone)
        assert await _count(database, TextMessage) == 6


async def test_a_thousand_wrong_links_a_minute_meet_one_sentence(database: Database) -> None:
    async with site(database) as desk, desk.browser() as browser:
        seen = [await _knocks(browser) for _each in range(1000)]
        assert seen[:30] == [410] * 30
        assert set(seen[30:]) == {429}
        page = await _ask(browser, STRANGER)
        assert page.status == 429
        assert "<h1>" in page.html
        assert (await browser.open("/")).status == 200, "only the doors are closed"
        desk.clock.advance(timedelta(minutes=1))
        assert await _knocks(browser) == 410
        assert await _count(database, WebSession) == 0


async def test_another_address_behind_the_proxy_is_let_in(database: Database) -> None:
    async with site(database) as desk, desk.browser() as browser:
        for _each in range(31):
            await _knocks(browser)
        url = desk.base.join(desk.base.with_path("/login"))
        for seen, status in (("203.0.113.7", 200), ("", 429)):
            headers = {"X-Forwarded-For": f"10.0.0.1, {seen}"} if seen else {}
            async with browser.session.get(url, headers=headers) as came:
                assert came.status == status


async def _knocks(browser: Browser) -> int:
    return (await browser.send(f"/e/{secrets.token_urlsafe(24)}", {})).status
