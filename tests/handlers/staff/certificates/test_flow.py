"""The clerk's side: queue, case, approve, refuse with a ground."""

from datetime import timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession, async_sessionmaker

from handlers.staff.certificates.keyboards import Approve, Case, Queue, Refuse, RefuseFor
from services.certificates.models import Application, ApplicationStatus
from services.certificates.rules import GROUNDS
from services.core.actor import Role
from services.core.errors import Invalid, NotFound, Stale
from services.orders.errors import OrderExhausted
from tests.handlers.parent.certificates.chat import Conversation
from tests.support.factories.certificates import (
    Town,
    add_application,
    add_other_group,
    add_post,
    add_territory,
    add_town,
)

Sessions = async_sessionmaker[AsyncSession]


async def _queue(sessions: Sessions, count: int = 2, **settings: int) -> tuple[Town, list[int]]:
    async with sessions() as session:
        town = await add_town(session, applications_per_child="99", **settings)  # type: ignore[arg-type]
        groups = [await add_other_group(session, town) for _ in range(count)]
        numbers = [await add_application(session, town, group_id=group_id) for group_id in groups]
        await session.commit()
        return town, numbers


async def _status(sessions: Sessions, number: int) -> ApplicationStatus | None:
    async with sessions() as session:
        return await session.scalar(select(Application.status).where(Application.id == number))


async def test_the_next_case_is_one_tap_after_a_decision(sessions: Sessions) -> None:
    town, (first, second) = await _queue(sessions)
    chat = Conversation(sessions, town.clerk)
    assert "2 applications wait" in await chat.press(Queue())
    case = await chat.press(f"No. {first}")
    assert "Орлова Мария Петровна" in case
    assert "8 years on the day of the first lesson, 12 September" in case
    assert "7 working days left" in case
    assert "Left in the order of 2026: 100 children" in case
    assert "is approved" in await chat.press("Approve")
    assert chat.is_new
    assert await _status(sessions, first) is ApplicationStatus.AWAITING_CONTRACT
    assert f"No. {second}" in await chat.press("Next case")


async def test_a_refusal_has_a_ground_and_is_asked_once(sessions: Sessions) -> None:
    town, (number,) = await _queue(sessions, 1)
    chat = Conversation(sessions, town.clerk)
    await chat.press(Case(application_id=number))
    await chat.press("Refuse")
    assert len(chat.buttons) == len(GROUNDS) + 2
    assert "Refuse application" in await chat.press("Contradictory data")
    assert await _status(sessions, number) is ApplicationStatus.REGISTERED
    assert "nothing else to decide" in await chat.press("Yes, refuse")
    assert await _status(sessions, number) is ApplicationStatus.REFUSED
    assert "Decided: refused" in await chat.press(Case(application_id=number))
    assert "Everything is decided" in await chat.press(Queue())


async def test_overdue_cases_are_marked(sessions: Sessions) -> None:
    town, (number,) = await _queue(sessions, 1)
    chat = Conversation(sessions, town.clerk, later=timedelta(days=20))
    assert "⚠️" in await chat.press(Queue())
    assert f"⚠️ No. {number}" in chat.buttons
    assert "⚠️ Decision" in await chat.press(Case(application_id=number))


async def test_a_long_queue_is_paged(sessions: Sessions) -> None:
    town, numbers = await _queue(sessions, 8)
    chat = Conversation(sessions, town.clerk)
    await chat.press(Queue())
    assert f"No. {numbers[7]}" in await chat.press("›")


async def test_an_exhausted_order_keeps_the_case_open(sessions: Sessions) -> None:
    town, (number,) = await _queue(sessions, 1, children=0)
    chat = Conversation(sessions, town.clerk)
    with pytest.raises(OrderExhausted):
        await chat.press(Approve(application_id=number))
    assert await _status(sessions, number) is ApplicationStatus.REGISTERED


async def test_a_late_press_is_stale_and_a_forged_one_finds_nothing(sessions: Sessions) -> None:
    town, (number,) = await _queue(sessions, 1)
    async with sessions() as session:
        foreign = await add_post(session, Role.CLERK, await add_territory(session, "seversk"))
        await session.commit()
    presses = (
        Case(application_id=number),
        Approve(application_id=number),
        Refuse(application_id=number),
        RefuseFor(application_id=number, ground="age"),
        RefuseFor(application_id=number, ground="age", sure=True),
    )
    for press in presses:
        assert await Conversation(sessions, town.parent).press(press) == ""
        with pytest.raises(NotFound):
            await Conversation(sessions, foreign).press(press)
    chat = Conversation(sessions, town.clerk)
    with pytest.raises(Invalid):
        await chat.press(RefuseFor(application_id=number, ground="because"))
    await chat.press(Approve(application_id=number))
    with pytest.raises(Stale):
        await Conversation(sessions, town.second_clerk).press(Approve(application_id=number))


async def test_names_stay_off_a_desk_that_is_not_on_trial(sessions: Sessions) -> None:
    town, (number,) = await _queue(sessions, 1)
    chat = Conversation(sessions, town.clerk, trial=False)
    text = await chat.press(Case(application_id=number))
    assert "Мария" not in text
    assert "Special conditions" not in text
