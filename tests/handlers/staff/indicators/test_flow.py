"""The clerk opens the table, a goal and its pages; nobody else does."""

from datetime import UTC, datetime
from typing import Any

from aiogram.filters.callback_data import CallbackData
from aiogram.methods import EditMessageText, SendPhoto, TelegramMethod
from aiogram.types import BufferedInputFile
from sqlalchemy.ext.asyncio import AsyncSession, async_sessionmaker

from bot.middlewares.actor import CHANNEL
from handlers.common.context import Desk as ServedDesk
from handlers.common.pages.keyboards import PageLink
from handlers.common.start.keyboards import ChooseTerritory
from handlers.staff.indicators.keyboards import GoalPicture, Indicators, IndicatorsWhose
from services.core.actor import Post, Role
from services.core.db import Database
from services.staff.actions import appoint, arrive
from tests.support.bot import FedDesk, texts
from tests.support.factories import feedback as made_of

Sessions = async_sessionmaker[AsyncSession]
NOW = datetime(2026, 9, 10, 5, tzinfo=UTC)
CLERK, PARENT = 201, 202


async def _land(sessions: Sessions, slug: str) -> int:
    async with sessions() as session:
        land = await made_of.add_territory(session, slug)
        await session.commit()
    return land


async def _town(sessions: Sessions, slug: str) -> int:
    async with sessions() as session:
        land = await made_of.add_territory(session, slug)
        await made_of.add_contract(session, territory_id=land)
        clerk = await arrive(session, channel=CHANNEL, address=str(CLERK), locale="ru", now=NOW)
        await arrive(session, channel=CHANNEL, address=str(PARENT), locale="ru", now=NOW)
        await appoint(session, person_id=clerk.person_id, post=Post(Role.CLERK, land), now=NOW)
        await session.commit()
    return land


def _screens(calls: list[TelegramMethod[Any]]) -> list[EditMessageText]:
    return [call for call in calls if isinstance(call, EditMessageText)]


async def test_every_goal_of_seversk_opens_and_fits(database: Database, sessions: Sessions) -> None:
    await _town(sessions, "seversk")
    desk = FedDesk(database, clock=lambda: NOW)
    rows = 0
    for goal in range(6):
        page, last = 0, 1
        while page < last:
            (screen,) = _screens(await desk.press(CLERK, Indicators(goal_no=goal, page=page).pack()))
            text, data = screen.text or "", str(screen.reply_markup)
            assert len(text) <= 900
            assert "home" in data
            beside = {f"ind:{one}:0:" for one in (goal - 1, goal + 1) if goal and 1 <= one <= 5}
            assert all(one in data for one in beside), "the goals before and after are a press away"
            rows += sum(line.startswith(("•", "↳")) for line in text.splitlines())
            last = int(data.split(" / ")[1].split("'", maxsplit=1)[0]) if " / " in data else 1
            page += 1
    assert rows == 17


async def test_a_goal_that_the_act_does_not_have_and_a_page_past_the_end(
    database: Database, sessions: Sessions
) -> None:
    await _town(sessions, "livny")
    desk = FedDesk(database, clock=lambda: NOW)
    assert _screens(await desk.press(CLERK, Indicators(goal_no=3, page=77).pack()))
    assert not any("•" in (one.text or "") for one in _screens(await desk.press(CLERK, Indicators(goal_no=9).pack())))


async def test_the_picture_is_a_photo_with_the_same_in_words(database: Database, sessions: Sessions) -> None:
    await _town(sessions, "seversk")
    desk = FedDesk(database, clock=lambda: NOW)
    (screen,) = _screens(await desk.press(CLERK, Indicators(goal_no=3).pack()))
    assert "indpic:3:" in str(screen.reply_markup)
    data = next(part for part in str(screen.reply_markup).split("'") if part.startswith("indpic:"))
    (photo,) = [call for call in await desk.press(CLERK, data) if isinstance(call, SendPhoto)]
    assert isinstance(photo.photo, BufferedInputFile)
    assert photo.photo.data.startswith(b"\x89PNG")
    assert len(photo.caption or "") <= 1024
    assert "факт 2026 — 1" in (photo.caption or "")
    assert "ind:3:0:" in str(photo.reply_markup)


async def test_the_page_of_the_year_is_a_press_away_where_there_are_pages(
    database: Database, sessions: Sessions
) -> None:
    land = await _town(sessions, "seversk")
    page = PageLink(path=f"/staff/indicators/{land}/{NOW.year}").pack()
    (screen,) = _screens(await FedDesk(database, clock=lambda: NOW).press(CLERK, Indicators(goal_no=4).pack()))
    assert page not in str(screen.reply_markup), "no pages, no button"
    private = FedDesk(
        database, clock=lambda: NOW, desk=ServedDesk("kruzhok_bot", public_url="https://k.test"), first=900
    )
    (screen,) = _screens(await private.press(CLERK, Indicators(goal_no=4).pack()))
    assert page in str(screen.reply_markup)
    assert "https://k.test/e/" in str(_screens(await private.press(CLERK, page)))


async def test_a_goal_without_numbers_has_no_picture(database: Database, sessions: Sessions) -> None:
    land = await _town(sessions, "kemerovo")
    desk = FedDesk(database, clock=lambda: NOW)
    (screen,) = _screens(await desk.press(CLERK, Indicators(goal_no=4).pack()))
    assert "indpic" not in str(screen.reply_markup)
    calls = await desk.press(CLERK, GoalPicture(goal_no=4, territory_id=land).pack())
    assert not [call for call in calls if isinstance(call, SendPhoto)]
    assert texts(calls)


async def test_a_clerk_of_several_territories_sees_the_chosen_one_and_can_switch(
    database: Database, sessions: Sessions
) -> None:
    first, second = await _town(sessions, "seversk"), await _town(sessions, "livny")
    parents = await _land(sessions, "smolensk")
    desk = FedDesk(database, clock=lambda: NOW)

    async def shown(button: CallbackData) -> str:
        (screen,) = _screens(await desk.press(CLERK, button.pack()))
        return f"{screen.text} {screen.reply_markup}"

    assert "Северск" in await shown(Indicators())
    assert IndicatorsWhose().pack() in await shown(Indicators())
    assert Indicators(territory_id=second).pack() in await shown(IndicatorsWhose())
    assert "Ливны" in await shown(Indicators(territory_id=second))
    assert "Ливны" in await shown(Indicators(territory_id=second, goal_no=3))
    await desk.press(CLERK, ChooseTerritory(territory_id=second).pack())
    assert "Ливны" in await shown(Indicators())
    await desk.press(CLERK, ChooseTerritory(territory_id=parents).pack())
    assert "Северск" in await shown(Indicators())
    assert "Смоленск" not in await shown(IndicatorsWhose())
    assert "Смоленск" not in str(texts(await desk.press(CLERK, Indicators(territory_id=parents).pack())))
    assert first != second


async def test_a_parent_sees_no_table(database: Database, sessions: Sessions) -> None:
    await _town(sessions, "seversk")
    desk = FedDesk(database, clock=lambda: NOW)
    assert not any(
        "1583" in (one.text or "") for one in _screens(await desk.press(PARENT, Indicators(goal_no=3).pack()))
    )
