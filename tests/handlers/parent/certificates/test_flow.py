"""The parent's side: apply in two taps, follow the case, take it back."""

from datetime import timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession, async_sessionmaker

from handlers.parent.certificates.keyboards import ApplyFor, ApplySend, ApplyTo, Mine, MyCase, Withdraw
from handlers.provider.certificates.keyboards import ProviderCase, ProviderCases
from services.certificates.actions import refuse
from services.certificates.models import Application
from services.contracts.actions import agree_as_provider, approve
from services.core.errors import NotFound
from tests.handlers.parent.certificates.chat import Conversation
from tests.support.factories.certificates import NOW, Town, add_application, add_town
from tests.support.factories.families import add_own_child, add_parent

Sessions = async_sessionmaker[AsyncSession]


async def _town(sessions: Sessions) -> Town:
    async with sessions() as session:
        town = await add_town(session)
        await session.commit()
        return town


async def _applied(sessions: Sessions) -> tuple[Town, int]:
    async with sessions() as session:
        town = await add_town(session)
        number = await add_application(session, town)
        await session.commit()
        return town, number


async def test_one_child_applies_in_two_taps(sessions: Sessions) -> None:
    town = await _town(sessions)
    chat = Conversation(sessions, town.parent)
    summary = await chat.press(ApplyTo(group_id=town.group_id))
    assert "Мария" in summary
    assert "September 16, 2026" in summary or "16 September 2026" in summary
    kept = await chat.press("Send the application")
    async with sessions() as session:
        number = await session.scalar(select(Application.id))
    assert chat.is_new
    assert kept.startswith(f"Application No. {number} was received")
    assert "7 working days" in kept
    assert "Орлова" not in summary + kept
    assert f"Case No. {number}" in await chat.press("This case")


async def test_no_child_yet_is_led_to_the_form(sessions: Sessions) -> None:
    town = await _town(sessions)
    async with sessions() as session:
        newcomer = await add_parent(session, territory_id=town.territory_id, phone="+79120000004")
        await session.commit()
    chat = Conversation(sessions, newcomer)
    await chat.press(ApplyTo(group_id=town.group_id))
    assert any(data == f"famadd:{town.group_id}" for data in chat.buttons.values())


async def test_brothers_and_sisters_are_a_choice_by_pages(sessions: Sessions) -> None:
    town = await _town(sessions)
    async with sessions() as session:
        names = ["Анна", "Борис", "Вера", "Глеб", "Дарья", "Егор", "Жанна"]
        for name in names:
            await add_own_child(session, town.parent, full_name=f"Орлова {name}", now=NOW)
        await session.commit()
    chat = Conversation(sessions, town.parent)
    await chat.press(ApplyTo(group_id=town.group_id))
    assert {"Мария", "Анна"} < set(chat.buttons)
    await chat.press("›")
    assert {"Егор", "Жанна"} < set(chat.buttons)
    assert "Application for enrolment" in await chat.press("Егор")
    await chat.press(ApplyTo(group_id=town.group_id, page=99))
    assert "Жанна" in chat.buttons


async def test_a_desk_without_forms_says_why(sessions: Sessions) -> None:
    town = await _town(sessions)
    chat = Conversation(sessions, town.parent, trial=False)
    assert "not taken in this chat" in await chat.press(ApplyTo(group_id=town.group_id))
    assert "not taken in this chat" in await chat.press(ApplyFor(group_id=town.group_id, child_id=town.child_id))
    assert "not taken in this chat" in await chat.press(ApplySend(group_id=town.group_id, child_id=town.child_id))
    async with sessions() as session:
        assert await session.scalar(select(Application.id)) is None


async def test_names_stay_off_a_desk_that_is_not_on_trial(sessions: Sessions) -> None:
    town, number = await _applied(sessions)
    chat = Conversation(sessions, town.parent, trial=False)
    assert "Мария" not in await chat.press(Mine()) + await chat.press(MyCase(application_id=number))


async def test_each_step_says_whose_turn_it_is(sessions: Sessions) -> None:
    town, number = await _applied(sessions)
    chat = Conversation(sessions, town.parent)
    assert "Step 1 of 3" in await chat.press(MyCase(application_id=number))
    assert "The term ended" in await Conversation(sessions, town.parent, later=timedelta(days=30)).press(
        MyCase(application_id=number)
    )
    async with sessions() as session:
        contract = await approve(session, town.clerk, application_id=number, now=NOW)
        await session.commit()
    waiting = await chat.press(MyCase(application_id=number))
    assert "Step 2 of 3" in waiting
    assert "It is the club's turn" in waiting
    async with sessions() as session:
        await agree_as_provider(session, town.club, contract_id=contract.id, now=NOW)
        await session.commit()
    assert "It is your turn" in await chat.press(MyCase(application_id=number))
    assert chat.buttons["📄 Read and sign the contract"] == f"ctread:{contract.id}"


async def test_a_refusal_gives_reason_way_out_and_right_to_complain(sessions: Sessions) -> None:
    town, number = await _applied(sessions)
    async with sessions() as session:
        await refuse(session, town.clerk, application_id=number, ground="no_seats", now=NOW)
        await session.commit()
    chat = Conversation(sessions, town.parent)
    text = await chat.press(MyCase(application_id=number))
    assert "no seats are left" in text
    assert "complain" in text
    assert "🔎 Find another club" in chat.buttons


async def test_a_withdrawal_is_asked_once(sessions: Sessions) -> None:
    town, number = await _applied(sessions)
    chat = Conversation(sessions, town.parent)
    await chat.press(MyCase(application_id=number))
    assert "Withdraw application" in await chat.press("Withdraw")
    assert "is withdrawn" in await chat.press("Yes, withdraw")
    assert chat.is_new
    assert "You withdrew" in await chat.press(MyCase(application_id=number))


async def test_the_list_of_cases(sessions: Sessions) -> None:
    town, number = await _applied(sessions)
    chat = Conversation(sessions, town.parent)
    assert f"No. {number}" in await chat.press(Mine())
    stranger = Conversation(sessions, town.clerk)
    assert "no applications yet" in await stranger.press(Mine())


async def test_somebody_elses_buttons_find_nothing(sessions: Sessions) -> None:
    town, number = await _applied(sessions)
    chat = Conversation(sessions, town.club)
    for press in (
        MyCase(application_id=number),
        Withdraw(application_id=number),
        Withdraw(application_id=number, sure=True),
        ApplyFor(group_id=town.group_id, child_id=town.child_id),
        ApplySend(group_id=town.group_id, child_id=town.child_id),
    ):
        with pytest.raises(NotFound):
            await chat.press(press)


async def test_the_provider_is_told_nothing_of_the_child(sessions: Sessions) -> None:
    town, number = await _applied(sessions)
    chat = Conversation(sessions, town.club)
    listed = await chat.press(ProviderCases())
    opened = await chat.press(ProviderCase(application_id=number))
    assert f"No. {number}" in listed
    assert "It is your turn" in opened
    assert "Мария" not in listed + opened
    assert await Conversation(sessions, town.parent).press(ProviderCases()) == ""
