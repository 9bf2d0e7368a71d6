"""The clerk opens the plan, marks a row, writes a day and a note, takes the mark back; nobody else does."""

from datetime import UTC, datetime
from typing import Any

import pytest
from aiogram.methods import EditMessageText, SendMessage, TelegramMethod
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession, async_sessionmaker

from bot.middlewares.actor import CHANNEL
from handlers.staff.plan.keyboards import (
    MarkRow,
    MarkToday,
    Plan,
    PlanLate,
    PlanRow,
    PlanStage,
    PlanWhose,
    UndoRow,
)
from services.core.actor import Actor, Post, Role
from services.core.db import Database
from services.plan import queries
from services.staff.actions import appoint, arrive
from tests.support.bot import FedDesk, texts
from tests.support.factories import feedback as made_of

Sessions = async_sessionmaker[AsyncSession]
IN_TIME = datetime(2023, 6, 20, 5, tzinfo=UTC)
LATER = datetime(2026, 9, 10, 5, tzinfo=UTC)
CLERK, PARENT = 201, 202


async def _town(sessions: Sessions, *slugs: str) -> tuple[Actor, list[int]]:
    async with sessions() as session:
        clerk = await arrive(session, channel=CHANNEL, address=str(CLERK), locale="ru", now=IN_TIME)
        lands = [await made_of.add_territory(session, slug) for slug in slugs]
        posts = tuple(Post(Role.CLERK, land) for land in lands)
        for post in posts:
            await appoint(session, person_id=clerk.person_id, post=post, now=IN_TIME)
        await arrive(session, channel=CHANNEL, address=str(PARENT), locale="ru", now=IN_TIME)
        await session.commit()
    return Actor(clerk.person_id, "ru", None, posts), lands


def _screens(calls: list[TelegramMethod[Any]]) -> list[EditMessageText | SendMessage]:
    return [call for call in calls if isinstance(call, EditMessageText | SendMessage)]


async def _shown(desk: FedDesk, data: str) -> tuple[str, str]:
    """The one screen after a press: its text and its buttons."""
    (screen,) = _screens(await desk.press(CLERK, data))
    rows = len(screen.reply_markup.inline_keyboard) if screen.reply_markup else 0  # type: ignore[union-attr]
    assert len(screen.text or "") <= 900
    assert rows <= 8
    return screen.text or "", str(screen.reply_markup)


async def _key(sessions: Sessions, clerk: Actor, land: int, number: int) -> str:
    async with sessions() as session:
        return (await queries.plan(session, clerk, territory_id=land, now=LATER)).items[number - 1].key


async def _count(sessions: Sessions) -> int:
    async with sessions() as session:
        return await session.scalar(text("SELECT count(*) FROM plan_marks WHERE undone_at IS NULL")) or 0


@pytest.mark.parametrize("slug", ["apanasenkovsky", "smolensk", "livny", "kemerovo"])
@pytest.mark.parametrize("now", [IN_TIME, LATER])
async def test_every_row_is_reached_and_every_screen_fits(
    database: Database, sessions: Sessions, slug: str, now: datetime
) -> None:
    clerk, (land,) = await _town(sessions, slug)
    desk = FedDesk(database, clock=lambda: now)
    async with sessions() as session:
        plan = await queries.plan(session, clerk, territory_id=land, now=now)
    await _shown(desk, Plan().pack())
    reached: set[str] = set()
    for number, items in plan.stages().items():
        for page in range(-(-len(items) // 6)):
            _text, buttons = await _shown(desk, PlanStage(territory_id=land, stage_no=number, page=page).pack())
            reached |= {item.key for item in items if item.key in buttons}
    assert reached == {item.key for item in plan.items}
    for item in plan.items:
        shown, _buttons = await _shown(desk, PlanRow(territory_id=land, key=item.key).pack())
        assert (item.due.text or "срок в акте не указан") in shown


async def test_what_is_overdue_comes_first_and_an_ended_act_has_an_archive(
    database: Database, sessions: Sessions
) -> None:
    _clerk, (land,) = await _town(sessions, "apanasenkovsky")
    moments = [IN_TIME]
    desk = FedDesk(database, clock=lambda: moments[-1])
    _text, buttons = await _shown(desk, Plan().pack())
    assert buttons.index("Просрочено: 11") < buttons.index("Раздел 1")
    shown, _buttons = await _shown(desk, PlanLate(territory_id=land, standing="overdue").pack())
    assert shown.count("⚠️") == 6
    moments.append(LATER)
    shown, buttons = await _shown(desk, Plan().pack())
    assert "Архив: 24" in buttons
    assert "Просрочено" not in buttons
    assert "истёк в 2024 году" in shown


async def test_a_territory_without_a_plan_says_so(database: Database, sessions: Sessions) -> None:
    await _town(sessions, "seversk")
    desk = FedDesk(database, clock=lambda: LATER)
    shown, buttons = await _shown(desk, Plan().pack())
    assert "нет плана апробации" in shown
    assert "home" in buttons


async def test_mark_today_and_take_it_back(database: Database, sessions: Sessions) -> None:
    clerk, (land,) = await _town(sessions, "livny")
    key = await _key(sessions, clerk, land, 3)
    desk = FedDesk(database, clock=lambda: LATER)
    shown, _buttons = await _shown(desk, MarkRow(territory_id=land, key=key).pack())
    assert "10 сентября 2026" in shown
    assert await _count(sessions) == 0
    shown, _buttons = await _shown(desk, MarkToday(territory_id=land, key=key).pack())
    assert "Выполнено 10 сентября 2026, позже срока" in shown
    again = texts(await desk.press(CLERK, MarkToday(territory_id=land, key=key).pack()))
    assert any("уже отметил" in said for said in again)
    await _shown(desk, UndoRow(territory_id=land, key=key).pack())
    assert await _count(sessions) == 1
    shown, _buttons = await _shown(desk, UndoRow(territory_id=land, key=key, sure=True).pack())
    assert "отметки о выполнении нет" in shown
    again = texts(await desk.press(CLERK, UndoRow(territory_id=land, key=key, sure=True).pack()))
    assert any("уже нет отметки" in said for said in again)
    assert await _count(sessions) == 0


async def test_a_typed_day_and_note(database: Database, sessions: Sessions) -> None:
    clerk, (land,) = await _town(sessions, "livny")
    key = await _key(sessions, clerk, land, 3)
    desk = FedDesk(database, clock=lambda: LATER)
    await desk.press(CLERK, MarkRow(territory_id=land, key=key).pack())
    for typed, said in [
        ("31.02.2024 приказ", "нет в календаре"),
        ("01.01.2030", "ещё не наступил"),
        ("01.01.1999", "намного раньше"),
        ("я" * 301, "не больше 300"),
    ]:
        assert any(said in one for one in texts(await desk.text(CLERK, typed)))
    dice = desk.message_update(CLERK, dice={"emoji": "🎲", "value": 1})
    assert any("нужен текст" in one for one in texts(await desk.feed(dice)))
    assert await _count(sessions) == 0
    said = " ".join(texts(await desk.text(CLERK, "14.05.2023 <b>приказ</b> № 5")))
    assert "Выполнено 14 мая 2023" in said
    assert "&lt;b&gt;приказ" in said
    assert "позже" not in said
    assert await _count(sessions) == 1


async def test_another_button_leaves_the_dialogue(database: Database, sessions: Sessions) -> None:
    clerk, (land,) = await _town(sessions, "livny")
    key = await _key(sessions, clerk, land, 3)
    desk = FedDesk(database, clock=lambda: LATER)
    await desk.press(CLERK, MarkRow(territory_id=land, key=key).pack())
    await desk.press(CLERK, PlanRow(territory_id=land, key=key).pack())
    await desk.text(CLERK, "14.05.2023 приказ № 5")
    assert await _count(sessions) == 0


async def test_a_clerk_of_several_territories_chooses(database: Database, sessions: Sessions) -> None:
    _clerk, lands = await _town(sessions, "livny", "kemerovo")
    desk = FedDesk(database, clock=lambda: LATER)
    shown, _buttons = await _shown(desk, Plan().pack())
    assert "Ливны" in shown
    _text, buttons = await _shown(desk, PlanWhose().pack())
    assert Plan(territory_id=lands[1]).pack() in buttons
    shown, _buttons = await _shown(desk, Plan(territory_id=lands[1]).pack())
    assert "Кемерово" in shown


async def test_nobody_else_sees_or_marks(database: Database, sessions: Sessions) -> None:
    clerk, (land,) = await _town(sessions, "livny")
    key = await _key(sessions, clerk, land, 3)
    desk = FedDesk(database, clock=lambda: LATER)
    for button in (Plan(), PlanRow(territory_id=land, key=key), MarkToday(territory_id=land, key=key)):
        assert not any(
            "Ливны" in said or "Выполнено" in said for said in texts(await desk.press(PARENT, button.pack()))
        )
    assert await _count(sessions) == 0
    for button in (Plan(territory_id=land + 77), PlanRow(territory_id=land, key="nothing")):
        assert texts(await desk.press(CLERK, button.pack()))
