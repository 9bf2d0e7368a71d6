"""The clerk opens the table, a goal and its pages; nobody else does."""

from datetime import UTC, datetime
from typing import Any

from aiogram.methods import EditMessageText, TelegramMethod
from sqlalchemy.ext.asyncio import AsyncSession, async_sessionmaker

from bot.middlewares.actor import CHANNEL
from handlers.staff.indicators.keyboards import Indicators
from services.core.actor import Post, Role
from services.core.db import Database
from services.staff.actions import appoint, arrive
from tests.support.bot import FedDesk
from tests.support.factories import feedback as made_of

Sessions = async_sessionmaker[AsyncSession]
NOW = datetime(2026, 9, 10, 5, tzinfo=UTC)
CLERK, PARENT = 201, 202


async def _town(sessions: Sessions, slug: str) -> None:
    async with sessions() as session:
        land = await made_of.add_territory(session, slug)
        await made_of.add_contract(session, territory_id=land)
        clerk = await arrive(session, channel=CHANNEL, address=str(CLERK), locale="ru", now=NOW)
        await arrive(session, channel=CHANNEL, address=str(PARENT), locale="ru", now=NOW)
        await appoint(session, person_id=clerk.person_id, post=Post(Role.CLERK, land), now=NOW)
        await session.commit()


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


async def test_a_parent_sees_no_table(database: Database, sessions: Sessions) -> None:
    await _town(sessions, "seversk")
    desk = FedDesk(database, clock=lambda: NOW)
    assert not any(
        "1583" in (one.text or "") for one in _screens(await desk.press(PARENT, Indicators(goal_no=3).pack()))
    )
