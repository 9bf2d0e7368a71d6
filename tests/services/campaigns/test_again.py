"""The same text to the same people within a day is asked about once more."""

from datetime import datetime, timedelta

import pytest
from sqlalchemy.ext.asyncio import AsyncSession, async_sessionmaker

from services.campaigns import actions, queries
from services.campaigns.errors import SaidBefore
from services.campaigns.models import CampaignStatus
from services.campaigns.rules import AGAIN_WITHIN, Audience, Holding
from services.core.actor import Actor, Role
from tests.support.factories.campaigns import TEXT, add_door, add_draft, add_people
from tests.support.factories.certificates import NOW, Town, add_post, add_territory, add_town

Sessions = async_sessionmaker[AsyncSession]


@pytest.fixture
async def town(sessions: Sessions) -> Town:
    """A town whose parent has a chat; one message has gone to everybody at NOW."""
    async with sessions() as session:
        made = await add_town(session)
        await add_door(session, made.parent.person_id, 1)
        await session.commit()
    await _sent(sessions, made.clerk, now=NOW)
    return made


async def _sent(
    sessions: Sessions,
    actor: Actor,
    *,
    now: datetime,
    text: str = TEXT,
    audience: Audience | None = None,
    again: bool = False,
) -> int:
    async with sessions() as session:
        number = await add_draft(session, actor, text=text, now=now)
        if audience is not None:
            await actions.set_audience(session, actor, campaign_id=number, audience=audience)
        await actions.send(session, actor, campaign_id=number, now=now, again=again)
        await session.commit()
    return number


@pytest.mark.parametrize(("after", "hours"), [(timedelta(), 1), (timedelta(hours=2, minutes=1), 3)])
async def test_within_a_day_it_is_asked_and_may_be_meant(
    sessions: Sessions, town: Town, after: timedelta, hours: int
) -> None:
    with pytest.raises(SaidBefore) as asked:
        await _sent(sessions, town.second_clerk, now=NOW + after)
    assert asked.value.hours == hours
    first = asked.value.earlier_id
    again = await _sent(sessions, town.second_clerk, now=NOW + after, again=True)
    assert again != first
    with pytest.raises(SaidBefore) as asked:
        await _sent(sessions, town.clerk, now=NOW + after)
    assert asked.value.earlier_id in {first, again}


async def test_a_day_later_it_is_not_asked(sessions: Sessions, town: Town) -> None:
    with pytest.raises(SaidBefore):
        await _sent(sessions, town.clerk, now=NOW + AGAIN_WITHIN - timedelta(seconds=1))
    assert await _sent(sessions, town.clerk, now=NOW + AGAIN_WITHIN)


async def test_another_text_another_audience_another_territory_are_new(sessions: Sessions, town: Town) -> None:
    assert await _sent(sessions, town.clerk, now=NOW, text=f"{TEXT}!")
    assert await _sent(sessions, town.clerk, now=NOW, audience=Audience(certificate=Holding.WITHOUT))
    async with sessions() as session:
        other = await add_territory(session, "seversk")
        stranger = await add_post(session, Role.CLERK, other)
        await add_people(session, other, 1)
        await session.commit()
    assert await _sent(sessions, stranger, now=NOW)


async def test_one_that_was_stopped_was_said_too_and_a_draft_was_not(sessions: Sessions, town: Town) -> None:
    async with sessions() as session:
        (first,) = (await queries.shelf(session, town.clerk, 0)).items
        await actions.stop(session, town.clerk, campaign_id=first.id, now=NOW)
        await add_draft(session, town.second_clerk, now=NOW)
        await session.commit()
    with pytest.raises(SaidBefore) as asked:
        await _sent(sessions, town.clerk, now=NOW)
    assert asked.value.earlier_id == first.id
    async with sessions() as session:
        kept = await queries.shelf(session, town.clerk, 0)
    assert [one.status for one in kept.items] == [CampaignStatus.STOPPED], "what was not sent was rolled back"
