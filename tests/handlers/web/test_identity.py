"""Pages of who one is: the telephone opens a door only once it is confirmed; a visitor at the desk."""

import re

import pytest
from sqlalchemy import select

from services.access.models import TextMessage
from services.core.db import Database
from services.families.queries import representative
from services.families.rules import Right
from services.identity.actions import ask_desk_code
from services.staff.queries import actor_at
from tests.handlers.web.test_staff import _at_desk
from tests.support.factories.certificates import add_application
from tests.support.factories.families import add_kin
from tests.support.journey import PARENT, STRANGER, street
from tests.support.pages import site


async def _sms(database: Database) -> str:
    async with database.reads() as session:
        words = await session.scalar(select(TextMessage.words).order_by(TextMessage.id.desc()).limit(1))
    found = re.search(r"\b\d{6}\b", words or "")
    assert found
    return found[0]


async def test_a_confirmed_telephone_opens_the_pages_and_links_a_new_account(database: Database) -> None:
    walk = await street(database)
    async with database.reads() as session:
        own = await representative(session, walk.town.parent.person_id)
    assert own is not None
    async with site(database) as desk, desk.browser() as door, desk.parent(PARENT) as browser:
        await door.send("/login", {"phone": own.phone})
        page = await door.send("/login/code", {"phone": own.phone, "code": await _sms(database)})
        assert own.full_name not in (await door.open("/my/data")).text, "a number that was only written down"
        await browser.open("/my/identity")
        await browser.press("Прислать на него код")
        page = await browser.press("Подтвердить телефон", code=await _sms(database))
        assert "подтверждён. По нему можно войти" in page.text
        async with desk.parent(STRANGER, to="/my/link") as fresh:
            await fresh.press("Прислать код", phone=own.phone)
            assert (await fresh.press("Привязать", code="12")).status == 422
            page = await fresh.press("Привязать", code=await _sms(database))
            assert page.status == 200
            assert "Привязано" in page.text
            assert (await fresh.open("/my")).status == 401
        assert (await browser.open("/my")).status == 401, "the lost account is out at once"
        async with desk.parent(STRANGER) as again, desk.parent(PARENT) as lost:
            assert own.full_name in (await again.open("/my/data")).text
            assert own.full_name not in (await lost.open("/my/data")).text
    assert PARENT in [chat for chat, _text in await walk.deliver()], "the lost account is told"


@pytest.mark.parametrize("is_right", [True, False])
async def test_a_visitor_is_seen_by_a_code(database: Database, is_right: bool) -> None:
    walk = await street(database)
    async with site(database) as desk, desk.parent(PARENT) as browser, _at_desk(desk, walk.town.clerk) as clerk:
        await browser.open("/my/identity")
        page = await browser.press("Показать код")
        found = re.search(r"\b\d+-\d{6}\b", page.text)
        assert found
        await clerk.open("/staff/desk")
        page = await clerk.press("Посмотреть", code=found[0] if is_right else "1-1")
        assert page.status == (200 if is_right else 422)
        if is_right:
            assert "Орлова Анна Сергеевна" in page.text
            await clerk.press("В паспорте то же")
            assert "вы подтверждены" in (await browser.open("/my/identity")).text
            assert "вы пришли в управление" in (await browser.open("/my/data/looks")).text
    async with database.reads() as session:
        assert await actor_at(session, channel="telegram", address=str(PARENT)) is not None


async def test_a_clerk_cannot_guess_the_code_of_somebody_who_is_not_there(database: Database) -> None:
    walk = await street(database)
    async with site(database) as desk, desk.parent(PARENT) as browser, _at_desk(desk, walk.town.clerk) as clerk:
        await browser.open("/my/identity")
        found = re.search(r"\b\d+-\d{6}\b", (await browser.press("Показать код")).text)
        assert found
        wrong = f"{found[0][:-6]}{(int(found[0][-6:]) + 1) % 10**6:06d}"
        mark = (await clerk.open("/staff/desk")).forms[-1].fields["mark"]
        for _each in range(5):
            sent = {"mark": mark, "code": wrong, "name": "Орлова Анна Сергеевна"}
            assert (await clerk.send("/staff/desk/confirm", sent)).status == 422
        assert (await clerk.send("/staff/desk/confirm", {**sent, "code": found[0]})).status == 422, "five tries in all"
        assert "вы подтверждены" not in (await browser.open("/my/identity")).text


@pytest.mark.parametrize("engine_name", ["sqlite"], indirect=True)
async def test_a_child_is_passed_on_at_the_desk(database: Database) -> None:
    walk = await street(database)
    async with database.sessions() as session:
        heir = await add_kin(session, walk.town.parent, walk.town.child_id, right=Right.SIGN)
        number, code = await add_application(session, walk.town), str(await ask_desk_code(session, heir, now=walk.now))
        await session.commit()
    async with site(database) as desk, _at_desk(desk, walk.town.clerk) as clerk, desk.parent(PARENT) as before:
        await clerk.open("/staff/desk")
        await clerk.follow("Первого представителя ребёнка больше нет")
        assert (await clerk.press("Найти", code="1-000000", number=str(number))).status == 422
        page = await clerk.press("Найти", code=code, number=str(number))
        assert "Орлова Анна Сергеевна" in page.text
        assert "Другова Инна Сергеевна" in page.text
        page = await clerk.press("Бумаги в порядке", ground="court")
        assert "теперь первый представитель" in page.text
        assert (await before.open(f"/my/cases/{number}")).status == 404
        assert "основание: решение суда" in (await before.open("/my/data/looks")).text
    told = [text for chat, text in await walk.deliver() if chat == PARENT]
    assert "решение суда о родительских правах" in told[-1]
