"""Staff and providers at a desktop browser: a link, a second factor, their own pages and nobody else's."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import timedelta

import pyotp
import pytest
from sqlalchemy import func, select

from services.access import actions
from services.access.models import Audience, Look, SecondFactor
from services.certificates.models import Application, ApplicationStatus
from services.core.actor import Actor, Role
from services.core.db import Database
from tests.support.factories.certificates import add_application, add_post, add_territory
from tests.support.journey import Street, street
from tests.support.pages import Browser, Site, site


async def _secret(desk: Site, actor: Actor) -> str:
    async with desk.database.reads() as session:
        return (await session.get_one(SecondFactor, actor.person_id)).secret


async def _link(desk: Site, actor: Actor, audience: Audience) -> str:
    async with desk.database.sessions() as session:
        token = await actions.issue_entry(
            session, person_id=actor.person_id, audience=audience, target="/", now=desk.clock()
        )
        await session.commit()
    return f"/e/{token}"


async def _code(desk: Site, actor: Actor) -> str:
    return pyotp.TOTP(await _secret(desk, actor)).at(desk.clock())


@asynccontextmanager
async def _at_desk(desk: Site, actor: Actor, audience: Audience = Audience.STAFF) -> AsyncIterator[Browser]:
    async with desk.browser() as browser:
        await browser.open(await _link(desk, actor, audience))
        await browser.press("Войти")
        await browser.follow("К коду")
        page = await browser.press("Войти", code=await _code(desk, actor))
        assert page.status == 200
        yield browser


async def _waiting(walk: Street, many: int = 1) -> list[int]:
    async with walk.database.sessions() as session:
        made = [await add_application(session, walk.town) for _each in range(many)]
        await session.commit()
    return made


async def _status(database: Database, number: int) -> ApplicationStatus:
    async with database.reads() as session:
        return (await session.get_one(Application, number)).status


async def test_nothing_opens_before_the_second_factor(database: Database) -> None:
    walk = await street(database)
    (number,) = await _waiting(walk)
    async with site(database) as desk, desk.browser() as browser:
        await browser.open(await _link(desk, walk.town.clerk, Audience.STAFF))
        assert (await browser.press("Войти")).status == 401
        for path in ("/staff", f"/staff/cases/{number}", "/staff/search"):
            assert (await browser.open(path)).status == 401
        await browser.open("/staff/factor")
        assert (await browser.press("Войти", code="000000")).status == 422
        assert (await browser.open("/staff")).status == 401


async def test_a_code_counts_once_and_five_wrong_ones_lock(database: Database) -> None:
    walk = await street(database)
    async with site(database) as desk:
        async with _at_desk(desk, walk.town.clerk):
            used = await _code(desk, walk.town.clerk)
        async with desk.browser() as browser:
            await browser.open(await _link(desk, walk.town.clerk, Audience.STAFF))
            await browser.press("Войти")
            await browser.follow("К коду")
            assert (await browser.press("Войти", code=used)).status == 422
            for _try in range(4):
                assert (await browser.press("Войти", code="12345")).status == 422
            desk.clock.advance(timedelta(seconds=30))
            page = await browser.press("Войти", code=await _code(desk, walk.town.clerk))
            assert "15 минут" in page.text
            desk.clock.advance(timedelta(minutes=15))
            page = await browser.press("Войти", code=await _code(desk, walk.town.clerk))
            assert page.url.path == "/staff"


async def test_a_clerk_decides_by_pages_and_the_parent_sees_who_looked(database: Database) -> None:
    walk = await street(database)
    (number,) = await _waiting(walk)
    async with site(database) as desk, _at_desk(desk, walk.town.clerk) as browser:
        page = await browser.open(f"/staff/cases/{number}")
        assert page.status == 200
        page = await browser.press("Одобрить")
        assert page.url.path == "/staff"
        assert await _status(database, number) is ApplicationStatus.AWAITING_CONTRACT
    async with database.reads() as session:
        (look,) = await session.scalars(select(Look))
        assert (look.subject_id, look.person_id, look.what) == (
            walk.town.parent.person_id,
            walk.town.clerk.person_id,
            f"application:{number}",
        )


async def test_a_refusal_needs_a_ground(database: Database) -> None:
    walk = await street(database)
    (number,) = await _waiting(walk)
    async with site(database) as desk, _at_desk(desk, walk.town.clerk) as browser:
        await browser.open(f"/staff/cases/{number}")
        assert (await browser.press("Отказать", ground="")).status == 422
        await browser.open(f"/staff/cases/{number}")
        await browser.press("Отказать", ground="no_authority")
        assert await _status(database, number) is ApplicationStatus.REFUSED


async def test_search_finds_by_number_and_nothing_stands_in_an_address(database: Database) -> None:
    walk = await street(database)
    (number,) = await _waiting(walk)
    async with site(database) as desk, _at_desk(desk, walk.town.clerk) as browser:
        await browser.open("/staff/search")
        page = await browser.press("Найти", text=str(number))
        assert f"Заявление № {number}" in page.text
        assert page.url.query_string == ""
        for nothing in ("Иванова", "' OR 1=1 --", "9" * 30, ""):
            page = await browser.press("Найти", text=nothing)
            assert "ничего" in page.text.lower()


async def test_foreign_territories_cases_are_not_found(database: Database) -> None:
    walk = await street(database)
    (number,) = await _waiting(walk)
    async with database.sessions() as session:
        other = await add_post(session, Role.CLERK, await add_territory(session, "seversk"))
        await session.commit()
    async with site(database) as desk, _at_desk(desk, other) as browser:
        assert (await browser.open(f"/staff/cases/{number}")).status == 404
        page = await browser.open("/staff/search")
        mark = page.form("Найти")[0].fields["mark"]
        for deed in ("approve", "refuse"):
            sent = await browser.send(f"/staff/cases/{number}/{deed}", {"mark": mark, "ground": "no_authority"})
            assert sent.status == 404
        assert await _status(database, number) is ApplicationStatus.REGISTERED


@pytest.mark.parametrize("path", ["/club", "/club/contracts", "/my", "/my/children"])
async def test_a_clerk_s_session_opens_nobody_else_s_pages(database: Database, path: str) -> None:
    walk = await street(database)
    async with site(database) as desk, _at_desk(desk, walk.town.clerk) as browser:
        assert (await browser.open(path)).status == 403


async def test_a_club_reads_and_confirms_its_contract(database: Database) -> None:
    walk = await street(database)
    (number,) = await _waiting(walk)
    async with site(database) as desk:
        async with _at_desk(desk, walk.town.clerk) as clerk:
            await clerk.open(f"/staff/cases/{number}")
            await clerk.press("Одобрить")
        async with _at_desk(desk, walk.town.club, Audience.PROVIDER) as club:
            page = await club.open("/club")
            assert f"№ {number}" in page.text
            await club.open("/club/contracts")
            await club.follow("Договор №")
            page = await club.press("Подтвердить")
            assert page.status == 200
            assert "Подтвердить договор" not in page.text


async def test_a_post_that_ended_ends_the_pages(database: Database) -> None:
    walk = await street(database)
    async with site(database) as desk, _at_desk(desk, walk.town.clerk) as browser:
        async with database.sessions() as session:
            await actions.close_sessions(session, person_id=walk.town.clerk.person_id, now=desk.clock())
            await session.commit()
        assert (await browser.open("/staff")).status == 401
    async with database.reads() as session:
        assert await session.scalar(select(func.count()).select_from(Look)) == 0
