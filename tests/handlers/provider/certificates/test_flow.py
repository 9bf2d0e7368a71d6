"""The club's word in one or two taps, the parent's answer, siblings in three taps, a refusal that helps."""

import pytest
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession, async_sessionmaker

from handlers.parent.certificates.keyboards import ApplyTo, MyCase
from handlers.provider.certificates.keyboards import ProviderCase
from services.certificates.models import Application, ApplicationStatus
from tests.handlers.parent.certificates.chat import Conversation
from tests.support.factories.certificates import NOW, Town, add_application, add_other_group, add_town
from tests.support.factories.families import add_own_child

Sessions = async_sessionmaker[AsyncSession]


@pytest.fixture(scope="session", params=["sqlite"])
def engine_name(request: pytest.FixtureRequest) -> str:
    name: str = request.param
    return name


async def _case(sessions: Sessions) -> tuple[Town, int]:
    async with sessions() as session:
        town = await add_town(session)
        await add_other_group(session, town)
        number = await add_application(session, town)
        await session.commit()
        return town, number


async def _status(sessions: Sessions, number: int) -> ApplicationStatus | None:
    async with sessions() as session:
        return await session.scalar(select(Application.status).where(Application.id == number))


async def test_there_is_a_place_is_one_press(sessions: Sessions) -> None:
    town, number = await _case(sessions)
    chat = Conversation(sessions, town.club)
    assert "It is your turn" in await chat.press(ProviderCase(application_id=number))
    assert "is confirmed" in await chat.press("There is a place")
    assert await _status(sessions, number) is ApplicationStatus.APPROVED
    assert "You have a place" in await chat.press(ProviderCase(application_id=number))


async def test_a_question_goes_to_the_parent_and_comes_back(sessions: Sessions) -> None:
    town, number = await _case(sessions)
    chat = Conversation(sessions, town.club)
    await chat.press(ProviderCase(application_id=number))
    await chat.press("Clarify")
    assert "is asked" in await chat.press("A paper is missing")
    parent = Conversation(sessions, town.parent)
    assert "a paper is missing" in await parent.press(MyCase(application_id=number))
    assert "Step 1 of 3" in await parent.press("It is mended")
    assert await _status(sessions, number) is ApplicationStatus.REGISTERED


async def test_a_refusal_of_the_club_leads_to_another_group(sessions: Sessions) -> None:
    town, number = await _case(sessions)
    chat = Conversation(sessions, town.club)
    await chat.press(ProviderCase(application_id=number))
    await chat.press("Refuse")
    assert "are told" in await chat.press("No seats left")
    text = await Conversation(sessions, town.parent).press(MyCase(application_id=number))
    assert "Near it and free now" in text
    assert "the same days" in text
    assert "no later than 7 October 2026" in text


async def test_two_children_are_filed_in_three_presses(sessions: Sessions) -> None:
    async with sessions() as session:
        town = await add_town(session)
        await add_own_child(session, town.parent, full_name="Орлов Пётр Петрович", now=NOW)
        await session.commit()
    chat = Conversation(sessions, town.parent)
    await chat.press(ApplyTo(group_id=town.group_id))
    assert "2 applications" in await chat.press("For all who fit: 2")
    told = await chat.press("Send all")
    assert "No. 1: Мария" in told
    assert "No. 2: Пётр" in told
