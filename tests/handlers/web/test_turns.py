"""The turn of the year on pages and in the chat: two persons start it, a family answers, the club sees who did not."""

from datetime import timedelta

import pytest

from bot import chores
from handlers.parent.turns.keyboards import Decline, GoOn, Offer
from handlers.staff.turns.keyboards import Rehearse, SilentOnes, StartTurn, Turns, UndoTurn
from services.access.models import Audience
from services.core.db import Database
from tests.handlers.web.test_staff import _at_desk, _link
from tests.services.turns.test_turn import APRIL, _offer, _scene
from tests.support.bot import FedDesk, texts
from tests.support.hostile import door_of
from tests.support.pages import site

pytestmark = pytest.mark.parametrize("engine_name", ["sqlite"], indirect=True)


async def test_on_pages_two_persons_start_it_and_a_family_says_yes(database: Database) -> None:
    scene = await _scene(database.sessions, turn_four_eyes="1")
    async with site(database) as desk:
        desk.clock.now = APRIL
        async with _at_desk(desk, scene.town.clerk) as browser:
            page = await browser.open("/staff/year")
            assert "детей в этом году: 4" in page.text
            page = await browser.press("Перейти на 2027/2028")
            assert "запускает другой сотрудник" in page.text
        async with _at_desk(desk, scene.town.second_clerk) as browser:
            await browser.open("/staff/year")
            assert "семьям уходят" in (await browser.press("Запустить")).text
            await chores.once(database, desk.clock)
            page = await browser.open("/staff/year")
            assert f"№ {scene.numbers[0]}" in page.links, "has not answered yet"
            assert "Предложения без ответа" in (await browser.press("Отменить")).text
        async with _at_desk(desk, scene.town.club, Audience.PROVIDER) as browser:
            assert f"№ {scene.numbers[0]}" in (await browser.open("/club/renewals")).links
        async with desk.browser() as browser:
            await browser.open(await _link(desk, scene.town.parent, Audience.PARENT))
            await browser.press("Войти")
            assert "не позже 15 апреля" in (await browser.open("/my/renewals")).text
            assert "сразу откроется другим" in (await browser.press("Нет")).text
            await browser.open("/my/renewals")
            page = await browser.press("Да, ребёнок продолжает")
            assert page.url.path.startswith("/my/cases/")
            assert "Да, ребёнок" not in (await browser.open("/my/renewals")).text


async def test_in_the_chat_from_the_dry_run_to_the_last_day(database: Database) -> None:
    scene = await _scene(database.sessions)
    async with database.sessions() as session:
        clerk, parent = await door_of(session, scene.town.clerk), await door_of(session, scene.town.parent)
        await session.commit()
    now = [APRIL]
    desk = FedDesk(database, clock=lambda: now[0])
    here = scene.town.territory_id

    async def press(who: int, data: object) -> str:
        return "\n".join(texts(await desk.press(who, data.pack())))  # type: ignore[attr-defined]

    assert "до общей записи" in await press(clerk, Turns())
    assert "предложено место: 1" in await press(clerk, Rehearse(territory_id=here))
    assert "сразу" in await press(clerk, StartTurn(territory_id=here, year=2027))
    assert "семьям уходят" in await press(clerk, StartTurn(territory_id=here, year=2027, sure=True))
    await chores.once(database, lambda: now[0])
    assert f"№ {scene.numbers[0]}" in await press(clerk, SilentOnes(territory_id=here))
    async with database.sessions() as session:
        offer = (await _offer(session)).id
    assert "не позже 15 апреля" in await press(parent, Offer(renewal_id=offer))
    assert "Отказаться" in await press(parent, Decline(renewal_id=offer))
    assert "отзывается" not in await press(clerk, UndoTurn(territory_id=here))
    now[0] += timedelta(days=15)
    await chores.once(database, lambda: now[0])
    assert "открыто для всех" in await press(parent, GoOn(renewal_id=offer))
    assert "завершён" in await press(clerk, Turns())
    assert "Отменить уже нельзя" in await press(clerk, UndoTurn(territory_id=here, sure=True))
