"""From the application to the contract in force, on pages alone; the code comes by a text message."""

import re
from datetime import timedelta

import httpx
import pytest
from sqlalchemy import select

from bot.texting import Texting
from services.access import actions as access
from services.access.models import TextMessage
from services.contracts import actions as contracts
from services.contracts.models import Contract
from services.core.db import Database
from tests.support.journey import PARENT, Street, street
from tests.support.pages import Browser, Site, site


async def _applied(walk: Street, browser: Browser) -> int:
    page = await browser.open(f"/my/apply/{walk.town.group_id}/{walk.town.child_id}")
    assert "Ничего не отправится" in page.text or page.status == 200
    page = await browser.press("Отправить заявление")
    found = re.fullmatch(r"/my/cases/(\d+)", page.url.path)
    assert found
    return int(found[1])


async def _offered(walk: Street, desk: Site, number: int) -> int:
    async with desk.database.sessions() as session:
        made = await contracts.approve(session, walk.town.clerk, application_id=number, now=desk.clock())
        await contracts.agree_as_provider(session, walk.town.club, contract_id=made.id, now=desk.clock())
        await session.commit()
    return made.id


async def _code(database: Database) -> str:
    async with database.reads() as session:
        (words,) = [text for text in await session.scalars(select(TextMessage.words)) if text]
    found = re.search(r"\d{6}", words)
    assert found
    return found[0]


async def test_applied_read_signed(database: Database) -> None:
    walk = await street(database)
    async with site(database) as desk, desk.parent(PARENT) as browser:
        number = await _applied(walk, browser)
        contract = await _offered(walk, desk, number)
        await browser.open(f"/my/cases/{number}")
        page = await browser.follow("Договор №")
        assert page.url.path == f"/my/contracts/{contract}"
        page = await browser.press("Получить код")
        code = await _code(database)
        assert code not in page.html
        page = await browser.press("Подписать", code="000000" if code != "000000" else "111111")
        assert page.status == 422
        page = await browser.press("Подписать", code=code)
        assert page.url.path == f"/my/contracts/{contract}"
        assert "Договор действует" in page.text or "Действует с" in page.text
        kept = await browser.open(f"/my/contracts/{contract}/file")
        assert kept.headers["Content-Disposition"].startswith("attachment")
    async with database.reads() as session:
        text = await session.scalar(select(Contract.text).where(Contract.id == contract))
        assert kept.body.decode() == text


async def test_foreign_cases_and_contracts_are_not_found(database: Database) -> None:
    walk = await street(database)
    async with site(database) as desk, desk.parent(PARENT) as owner, desk.parent(777) as stranger:
        number = await _applied(walk, owner)
        contract = await _offered(walk, desk, number)
        for path in (
            f"/my/cases/{number}",
            f"/my/contracts/{contract}",
            f"/my/contracts/{contract}/file",
            f"/my/contracts/{contract}/sign",
            f"/my/apply/{walk.town.group_id}/{walk.town.child_id}",
            "/my/cases/999999",
            "/my/contracts/999999",
        ):
            assert (await stranger.open(path)).status == 404, path
        mark = {**stranger.page.forms[0].fields} if stranger.page else {}
        for path in (
            f"/my/cases/{number}/withdraw",
            f"/my/contracts/{contract}/code",
            f"/my/contracts/{contract}/sign",
        ):
            assert (await stranger.send(path, {**mark, "press": "", "sure": "yes", "code": "123456"})).status == 404, (
                path
            )


@pytest.mark.parametrize("answers", [(200,), (500, 200)])
async def test_a_code_is_sent_and_forgotten(database: Database, answers: tuple[int, ...]) -> None:
    walk = await street(database)
    async with site(database) as desk, desk.parent(PARENT) as browser:
        number = await _applied(walk, browser)
        contract = await _offered(walk, desk, number)
        await browser.open(f"/my/contracts/{contract}")
        await browser.press("Получить код")
        code = await _code(database)
        sent: list[str] = []
        left = list(answers)

        def operator(request: httpx.Request) -> httpx.Response:
            sent.append(request.content.decode())
            return httpx.Response(left.pop(0))

        texting = Texting(database, desk.clock, "http://sms.example/send", "token")
        async with httpx.AsyncClient(transport=httpx.MockTransport(operator)) as line:
            for _answer in answers:
                assert await texting.once(line) == 1
                desk.clock.advance(timedelta(minutes=1))
            assert await texting.once(line) == 0
        assert all(code in one for one in sent)
        assert len(sent) == len(answers)
    async with database.reads() as session:
        (row,) = await session.scalars(select(TextMessage))
        assert (row.phone, row.words, row.done_at is None) == (None, None, False)


async def test_a_late_code_is_not_sent(database: Database) -> None:
    walk = await street(database)
    async with site(database) as desk, desk.parent(PARENT) as browser:
        number = await _applied(walk, browser)
        contract = await _offered(walk, desk, number)
        await browser.open(f"/my/contracts/{contract}")
        await browser.press("Получить код")
        desk.clock.advance(timedelta(hours=1))
        async with database.sessions() as session:
            assert await access.claim_texts(session, now=desk.clock()) == []
            await session.commit()
    async with database.reads() as session:
        (row,) = await session.scalars(select(TextMessage))
        assert (row.words, row.why) == (None, "late")
