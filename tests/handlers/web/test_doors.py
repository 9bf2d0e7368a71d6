"""Who gets in, and who does not: launch data, links, sessions, forged forms."""

from datetime import timedelta

import pytest
from sqlalchemy import func, select

from handlers.web.context import COOKIE
from services.access import actions
from services.access.models import Audience, WebSession
from services.core.db import Database
from services.staff.queries import actor_at
from tests.support.pages import Browser, Site, launch_data, site

ANNA = 7_000_000_001


async def _sessions(database: Database) -> int:
    async with database.reads() as session:
        return await session.scalar(select(func.count()).select_from(WebSession)) or 0


async def _enter(browser: Browser, desk: Site, data: str | None = None, to: str = "/my") -> int:
    sent = launch_data(ANNA, desk.clock()) if data is None else data
    return (await browser.send("/enter", {"init": sent, "to": to})).status


async def test_launch_data_is_exchanged_for_a_session_cookie(database: Database) -> None:
    async with site(database) as desk, desk.browser() as browser:
        page = await browser.send("/enter", {"init": launch_data(ANNA, desk.clock()), "to": "/my"})
        assert page.url.path == "/my"
        assert await _sessions(database) == 1
        cookie = next(one for one in browser.session.cookie_jar if one.key == COOKIE)
        assert (cookie["secure"], cookie["httponly"], cookie["samesite"]) == (True, True, "Lax")
    async with database.reads() as session:
        assert await actor_at(session, channel="telegram", address=str(ANNA)) is not None


@pytest.mark.parametrize("age", [-31, 601])
async def test_old_and_future_launch_data_let_nobody_in(database: Database, age: int) -> None:
    async with site(database) as desk, desk.browser() as browser:
        stale = launch_data(ANNA, desk.clock() - timedelta(seconds=age))
        assert await _enter(browser, desk, stale) == 410
        assert await _sessions(database) == 0


async def test_forged_foreign_and_broken_launch_data_let_nobody_in(database: Database) -> None:
    async with site(database) as desk, desk.browser() as browser:
        good = launch_data(ANNA, desk.clock())
        other_bot = launch_data(ANNA, desk.clock(), token="43:other")
        for bad in (
            good.replace(str(ANNA), str(ANNA + 1)),
            other_bot,
            good[:-1],
            "",
            "hash=1",
            "\0%zz&user={",
            "x" * 9000,
        ):
            assert await _enter(browser, desk, bad) == 410, bad
        assert await _sessions(database) == 0


async def test_replayed_launch_data_lets_nobody_in_again(database: Database) -> None:
    async with site(database) as desk, desk.browser() as first, desk.browser() as thief:
        data = launch_data(ANNA, desk.clock())
        assert await _enter(first, desk, data) != 410
        assert await _enter(thief, desk, data) == 410
        assert await _sessions(database) == 1


@pytest.mark.parametrize(
    "to", ["https://evil.example", "//evil.example", "/\\evil", "javascript:alert(1)", "/my/../../e"]
)
async def test_no_door_leads_out_of_the_site(database: Database, to: str) -> None:
    async with site(database) as desk, desk.browser() as browser:
        page = await browser.send("/enter", {"init": launch_data(ANNA, desk.clock()), "to": to})
        assert page.url.host == desk.base.host
        assert page.url.path == "/"


async def _link(desk: Site, address: int = ANNA, audience: Audience = Audience.PARENT) -> str:
    async with desk.database.sessions() as session:
        person = await actor_at(session, channel="telegram", address=str(address))
        assert person is not None
        token = await actions.issue_entry(
            session, person_id=person.person_id, audience=audience, target="/", now=desk.clock()
        )
        await session.commit()
    return f"/e/{token}"


async def test_a_link_works_once_and_a_preview_does_not_burn_it(database: Database) -> None:
    async with site(database) as desk, desk.parent(ANNA), desk.browser() as browser, desk.browser() as thief:
        link = await _link(desk)
        for _preview in range(3):
            assert (await browser.open(link)).status == 200
        assert (await browser.press("Войти")).url.path == "/my"
        await thief.open(link)
        assert (await thief.press("Войти")).status == 410


async def test_a_link_ends_after_ten_minutes(database: Database) -> None:
    async with site(database) as desk, desk.parent(ANNA), desk.browser() as browser:
        link = await _link(desk)
        await browser.open(link)
        desk.clock.advance(timedelta(minutes=10))
        assert (await browser.press("Войти")).status == 410


async def test_without_a_session_the_page_offers_to_come_in_at_the_same_place(database: Database) -> None:
    async with site(database) as desk, desk.browser() as browser:
        page = await browser.open("/my?page=2")
        assert page.status == 401
        assert "/app?to=/my%3Fpage%3D2" in page.links.values()


@pytest.mark.parametrize(("wait", "opens"), [(39, 200), (41, 401)])
async def test_a_session_left_idle_is_over(database: Database, wait: int, opens: int) -> None:
    async with site(database) as desk, desk.parent(ANNA) as browser:
        desk.clock.advance(timedelta(minutes=wait))
        assert (await browser.open("/my")).status == opens


async def test_a_session_ends_whatever_is_done_in_it(database: Database) -> None:
    async with site(database) as desk, desk.parent(ANNA) as browser:
        for _half_hour in range(3):
            desk.clock.advance(timedelta(minutes=30))
            assert (await browser.open("/my")).status == 200
        desk.clock.advance(timedelta(minutes=30))
        assert (await browser.open("/my")).status == 401


async def test_leaving_ends_the_session_on_the_server_too(database: Database) -> None:
    async with site(database) as desk, desk.parent(ANNA) as browser:
        cookie = next(one.value for one in browser.session.cookie_jar if one.key == COOKIE)
        assert (await browser.press("Выйти")).url.path == "/"
        browser.session.cookie_jar.update_cookies({COOKIE: cookie}, desk.base)
        assert (await browser.open("/my")).status == 401


async def test_a_parent_opens_no_pages_of_the_staff(database: Database) -> None:
    async with site(database) as desk, desk.parent(ANNA) as browser:
        for path in ("/staff", "/staff/factor", "/club", "/club/factor"):
            assert (await browser.open(path)).status in {403, 404}


async def test_a_forged_form_does_nothing(database: Database) -> None:
    async with site(database) as desk, desk.parent(ANNA) as browser:
        for mark in ("", "0" * 32, "ё"):
            assert (await browser.send("/out", {"mark": mark})).status == 403
        assert (await browser.open("/my")).status == 200


async def test_a_cookie_of_the_attacker_s_choice_is_no_session(database: Database) -> None:
    async with site(database) as desk, desk.browser() as browser:
        browser.session.cookie_jar.update_cookies({COOKIE: "chosen-by-the-attacker"}, desk.base)
        assert await _enter(browser, desk) == 200
        cookie = next(one.value for one in browser.session.cookie_jar if one.key == COOKIE)
        assert cookie != "chosen-by-the-attacker"


async def test_every_answer_carries_the_headers(database: Database) -> None:
    async with site(database) as desk, desk.browser() as browser:
        for path in ("/", "/nothing", "/my", "/app", "/static/page.css"):
            page = await browser.open(path)
            assert "default-src 'none'" in page.headers["Content-Security-Policy"], path
            assert "unsafe" not in page.headers["Content-Security-Policy"]
            assert page.headers["X-Content-Type-Options"] == "nosniff"
            assert path.startswith("/static") or page.headers["Cache-Control"] == "no-store"


async def test_paths_lead_to_no_file_of_the_server(database: Database) -> None:
    async with site(database) as desk, desk.browser() as browser:
        for path in ("/static/../app.py", "/static/%2e%2e/app.py", "/static/..%2fapp.py", "/static//etc/passwd"):
            assert (await browser.open(path)).status in {403, 404}, path
