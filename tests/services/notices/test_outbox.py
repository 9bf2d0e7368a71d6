"""Notices as they are written: what says the same is said once, what can wait is not said at night."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession, async_sessionmaker

from services.core.errors import NotFound
from services.notices import actions, queries
from services.notices.actions import Outcome
from services.notices.models import Notice, NoticeStatus
from services.notices.rules import HOME_ZONE, NEWS, SURVEYS, morning
from tests.support.factories.families import add_person

NOW = datetime(2026, 9, 7, 7, 0, tzinfo=UTC)
Sessions = async_sessionmaker[AsyncSession]


async def put(sessions: Sessions, people: list[int], number: int, same_key: str | None = "place:7") -> None:
    async with sessions() as session:
        await actions.put(session, people=people, kind="place", data={"n": number}, now=NOW, same_key=same_key)
        await session.commit()


async def said(sessions: Sessions) -> list[tuple[int, NoticeStatus]]:
    async with sessions() as session:
        return [(row.data["n"], row.status) for row in await session.scalars(select(Notice).order_by(Notice.id))]


async def person(sessions: Sessions) -> int:
    async with sessions() as session:
        actor = await add_person(session)
        await session.commit()
    return actor.person_id


async def test_two_events_that_say_the_same_are_one_message(sessions: Sessions) -> None:
    anna, boris = await person(sessions), await person(sessions)
    await put(sessions, [anna, anna], 1)
    await put(sessions, [anna, boris], 2)
    await put(sessions, [anna], 3, same_key="place:8")
    await put(sessions, [anna], 4, same_key=None)
    assert [number for number, _status in await said(sessions)] == [2, 2, 3, 4]


async def test_what_is_being_sent_is_not_changed_and_gives_way_to_the_newer(sessions: Sessions) -> None:
    anna = await person(sessions)
    await put(sessions, [anna], 1)
    async with sessions() as session:
        (first,) = await actions.claim(session, now=NOW)
        await session.commit()
    await put(sessions, [anna], 2)
    await put(sessions, [await person(sessions)], 3, same_key=None)
    async with sessions() as session:
        later = NOW + timedelta(minutes=1)
        await actions.close(session, [Outcome(first.id, NoticeStatus.PENDING, "outage", later)], now=NOW)
        await session.commit()
    assert await said(sessions) == [
        (1, NoticeStatus.SKIPPED),
        (2, NoticeStatus.PENDING),
        (3, NoticeStatus.PENDING),
    ]


async def test_what_can_wait_is_put_for_the_morning(sessions: Sessions) -> None:
    anna = await person(sessions)
    night = datetime(2026, 9, 7, 20, 0, tzinfo=UTC)
    async with sessions() as session:
        for can_wait in (True, False):
            await actions.put(session, people=[anna], kind="x", data={}, now=night, can_wait=can_wait)
        await session.commit()
    async with sessions() as session:
        times = list(await session.scalars(select(Notice.not_before).order_by(Notice.id)))
    assert times == [datetime(2026, 9, 8, 5, 0, tzinfo=UTC), night]


@pytest.mark.parametrize(
    ("at", "until"),
    [
        ("2026-09-07 20:59", None),
        ("2026-09-07 21:00", "2026-09-08 08:00"),
        ("2026-12-31 23:59", "2027-01-01 08:00"),
        ("2026-09-08 07:59", "2026-09-08 08:00"),
        ("2026-09-08 08:00", None),
    ],
)
@pytest.mark.parametrize("zone", [HOME_ZONE, ZoneInfo("Asia/Tomsk")])
def test_the_quiet_hours(zone: ZoneInfo, at: str, until: str | None) -> None:
    now = datetime.fromisoformat(at).replace(tzinfo=zone).astimezone(UTC)
    ends = morning(now, zone)
    assert (ends and ends.strftime("%Y-%m-%d %H:%M")) == until


async def test_a_topic_is_switched_off_and_on_again(sessions: Sessions) -> None:
    async with sessions() as session:
        anna, boris = await add_person(session), await add_person(session)
        for _twice in range(2):
            await actions.opt_out(session, anna, topic=NEWS, out=True, now=NOW)
        await actions.opt_out(session, boris, topic=SURVEYS, out=True, now=NOW)
        await session.commit()
    async with sessions() as session:
        assert await queries.opted_out(session, anna) == {NEWS}
        assert await queries.unwanted(session, [anna.person_id, boris.person_id]) == {
            (anna.person_id, NEWS),
            (boris.person_id, SURVEYS),
        }
        await actions.opt_out(session, anna, topic=NEWS, out=False, now=NOW)
        assert await queries.opted_out(session, anna) == frozenset()
        with pytest.raises(NotFound):
            await actions.opt_out(session, anna, topic="cases", out=True, now=NOW)
