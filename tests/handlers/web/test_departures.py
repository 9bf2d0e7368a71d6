"""A club that ends, on pages and in the chat: written down, chosen by one tap, by a clerk, reported, taken back."""

from datetime import timedelta
from io import BytesIO

import pytest
from python_calamine import CalamineWorkbook
from sqlalchemy import select

from bot import chores
from bot.about import about_children
from handlers.common.notices import render
from handlers.parent.certificates.keyboards import Mine
from handlers.parent.departures.keyboards import Choice, Choices, LeaveClub, TakePlace
from handlers.staff.departures.keyboards import Departures
from services.access.models import Audience
from services.core.db import Database
from services.notices.actions import Claimed
from services.notices.models import Notice
from tests.handlers.web.test_staff import _at_desk, _link
from tests.services.departures.test_departure import LATER, Scene, _begun, _rows, _scene
from tests.support.bot import FedDesk, texts
from tests.support.factories.certificates import NOW
from tests.support.hostile import door_of
from tests.support.pages import site

pytestmark = pytest.mark.parametrize("engine_name", ["sqlite"], indirect=True)


async def test_on_pages_from_the_dry_run_to_the_report(database: Database) -> None:
    scene = await _scene(database.sessions)
    town = scene.town
    async with site(database) as desk:
        async with _at_desk(desk, town.clerk) as browser:
            await browser.open(f"/staff/departures?club={town.provider_id}")
            facts = {"leaves": "2026-09-30", "document": "Приказ № 7 от 01.09.2026", "ground": "own_request"}
            page = await browser.press("Пробный расчёт", **facts)
            assert "детей: 3; есть из чего выбрать: 3" in page.text
            page = await browser.press("Внести и сообщить семьям", **(facts | {"leaves": "2026-09-01"}))
            assert "сегодня или позже" in page.text
            assert "Приказ № 7" in page.html, "what was typed is kept"
            page = await browser.press("Внести и сообщить семьям", **facts)
            await chores.once(database, desk.clock)
            page = await browser.open(page.url.path)
            assert "есть из чего выбрать: 3" in page.text
            where = page.url.path
        async with desk.browser() as browser:
            await browser.open(await _link(desk, town.parent, Audience.PARENT))
            await browser.press("Войти")
            page = await browser.open("/my/departures")
            assert "Место держим за вами" in page.text
            assert (await browser.press("Перейти в «Робототехника")).url.path.startswith("/my/cases/")
        desk.clock.now = NOW + timedelta(days=12)
        await chores.once(database, desk.clock)
        async with _at_desk(desk, town.clerk) as browser:
            page = await browser.open(f"{where}?silent=1")
            assert page.text.count("Выбрать за семью") == 2
            page = await browser.press("Записать выбор", group="leave")
            assert page.text.count("Выбрать за семью") == 1
            assert (await browser.open(f"{where}/report.csv")).body.count(b"\r\n") == 5
            book = CalamineWorkbook.from_filelike(BytesIO((await browser.open(f"{where}/report.xlsx")).body))
            rows = book.get_sheet_by_index(0).to_python()
            assert "новое заявление, срок закончился: 1" in (await browser.open(where)).text
            assert rows[-1][-2:] == [10_800, 0], "the new contract was not signed in time"
            assert "перешёл в другую программу" in (await browser.open(f"/staff/cases/{scene.numbers[1]}")).text
            await browser.open(where)
            assert "узнают об этом" in (await browser.press("Кружок остаётся")).text
            assert "отменено" in (await browser.press("Да, отменить")).text


async def test_in_the_chat_one_message_for_a_family_and_one_tap_for_a_place(database: Database) -> None:
    scene = await _scene(database.sessions)
    async with database.sessions() as session:
        clerk, parent, other = [
            await door_of(session, one) for one in (scene.town.clerk, scene.town.parent, scene.stranger)
        ]
        await session.commit()
    now = [LATER]
    desk = FedDesk(database, clock=lambda: now[0])

    async def press(who: int, data: object) -> str:
        return "\n".join(texts(await desk.press(who, data.pack())))  # type: ignore[attr-defined]

    await _begun(database.sessions, scene)
    assert "семьи выбирают" in await press(clerk, Departures())
    rows = [row.id for row in await _rows(database.sessions)]
    assert await _told(database, scene) == [2, 1], "a row for each child"
    assert "Кружок закрывается: выбрать место" in str((await desk.press(parent, Mine().pack()))[-1])
    assert "Выберите ребёнка" in await press(parent, Choices())
    assert "Первое держим за вами" in await press(parent, Choice(placement_id=rows[0]))
    done = await press(parent, TakePlace(placement_id=rows[0], group_id=scene.wide))
    assert "за 4 рабочих дня" in done
    await press(parent, TakePlace(placement_id=rows[1], group_id=scene.narrow))
    gone = await press(other, TakePlace(placement_id=rows[2], group_id=scene.narrow))
    assert "только что заняли" in gone
    assert "Первое держим" in await press(other, Choice(placement_id=rows[2]))
    assert "не переходить" in await press(other, LeaveClub(placement_id=rows[2]))
    now[0] = NOW + timedelta(days=12)
    assert "ещё может подобрать" in await press(other, TakePlace(placement_id=rows[2], group_id=scene.wide))


async def _told(database: Database, scene: Scene) -> list[int]:
    """How many children each message of the offer has; every one fits a screen."""
    async with database.sessions() as session:
        sent = list(await session.scalars(select(Notice).where(Notice.kind == "departure_offer").order_by(Notice.id)))
        claimed = [Claimed(one.id, one.person_id, one.kind, one.data, 1) for one in sent]
        for notice in await about_children(session, claimed):
            screen = render(notice.kind, notice.data)
            assert len(screen.text) <= 900
            assert len(screen.rows) <= 8
            assert "Ребёнок 1" in screen.text
    return [len(one.data["rows"]) for one in sent]
