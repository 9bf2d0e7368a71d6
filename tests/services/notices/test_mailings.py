"""A message to many: exact counts, steps that a kill does not double, a stop that stops; on both databases."""

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import func, insert, select
from sqlalchemy.ext.asyncio import AsyncSession, async_sessionmaker
from sqlalchemy.orm import aliased

from services.core.errors import NotFound, Stale
from services.core.models import Person
from services.notices import actions, queries
from services.notices.actions import Outcome, mailings
from services.notices.models import Lane, Notice, NoticeStatus
from tests.support.factories.certificates import add_territory
from tests.support.factories.families import add_person

NOW = datetime(2026, 9, 7, 7, 0, tzinfo=UTC)
CONTENT = {"ru": {"text": "Новости"}, "en": {"text": "News"}}
Sessions = async_sessionmaker[AsyncSession]
EVERYBODY = select(Person.id)


async def opened(sessions: Sessions, people: int) -> int:
    async with sessions() as session:
        if people:
            await session.execute(insert(Person), [{"locale": "ru", "created_at": NOW}] * people)
        mailing_id = await actions.open_mailing(session, kind="campaign", content=CONTENT, audience=EVERYBODY, now=NOW)
        await session.commit()
    return mailing_id


async def work(sessions: Sessions, *, now: datetime = NOW, most: int = 100) -> int:
    """Do the steps one by one, each in its own transaction."""
    for done in range(most):
        async with sessions() as session:
            if not await actions.work_mailings(session, now=now):
                return done
            await session.commit()
    return most


async def view(sessions: Sessions, mailing_id: int) -> queries.MailingView:
    async with sessions() as session:
        return await queries.mailing(session, mailing_id)


async def claimed(sessions: Sessions, *, now: datetime = NOW) -> list[actions.Claimed]:
    async with sessions() as session:
        found = await actions.claim(session, now=now)
        await session.commit()
    return found


async def close(sessions: Sessions, *outcomes: Outcome) -> None:
    async with sessions() as session:
        await actions.close(session, outcomes, now=NOW)
        await session.commit()


async def test_whoever_is_meant_twice_hears_once_and_steps_may_be_small(sessions: Sessions) -> None:
    other = aliased(Person)
    async with sessions() as session:
        await session.execute(insert(Person), [{"locale": "ru", "created_at": NOW}] * 5)
        twice = select(Person.id).join(other, other.id != Person.id)
        mailing_id = await actions.open_mailing(session, kind="campaign", content=CONTENT, audience=twice, now=NOW)
        await session.commit()
    steps = 0
    while True:
        async with sessions() as session:
            if not await actions.work_mailings(session, now=NOW, most=2):
                break
            await session.commit()
        steps += 1
    assert steps == 3
    assert (await view(sessions, mailing_id)).pending == 5
    async with sessions() as session:
        assert await session.scalar(select(func.count(Notice.person_id.distinct()))) == 5


async def test_each_recipient_has_one_notice_and_the_counts_are_exact_all_along(sessions: Sessions) -> None:
    mailing_id = await opened(sessions, mailings.STEP * 2 + 7)
    assert (await view(sessions, mailing_id)).pending == mailings.STEP * 2 + 7
    assert await work(sessions) == 3
    async with sessions() as session:
        assert await session.scalar(select(func.count(Notice.person_id.distinct()))) == mailings.STEP * 2 + 7
        assert await session.scalar(select(func.count(Notice.id))) == mailings.STEP * 2 + 7
        assert set(await session.scalars(select(Notice.lane))) == {Lane.CAMPAIGN}
    seen = await view(sessions, mailing_id)
    assert (seen.total, seen.pending, seen.state) == (2007, 2007, "running")


async def test_a_kill_in_the_middle_of_a_step_neither_loses_nor_doubles(sessions: Sessions) -> None:
    mailing_id = await opened(sessions, mailings.STEP + 5)
    async with sessions() as session:
        assert await actions.work_mailings(session, now=NOW)
        await session.rollback()  # the process died before its commit
    assert await work(sessions) == 2
    async with sessions() as session:
        assert await session.scalar(select(func.count(Notice.id))) == mailings.STEP + 5
    assert (await view(sessions, mailing_id)).pending == mailings.STEP + 5


async def test_people_who_come_later_are_not_written_to(sessions: Sessions) -> None:
    await opened(sessions, 3)
    async with sessions() as session:
        await add_person(session)
        await session.commit()
    await work(sessions)
    async with sessions() as session:
        assert await session.scalar(select(func.count(Notice.id))) == 3


async def test_nobody_to_write_to_is_done_at_once(sessions: Sessions) -> None:
    seen = await view(sessions, await opened(sessions, 0))
    assert (seen.state, seen.total, seen.finished_at) == ("done", 0, NOW)


async def test_own_cases_go_before_a_mailing_that_waits_longer(sessions: Sessions) -> None:
    mailing_id = await opened(sessions, 30)
    await work(sessions)
    async with sessions() as session:
        people = list(await session.scalars(EVERYBODY.limit(5)))
        await actions.put(session, people=people, kind="application_closed", data={}, now=NOW + timedelta(minutes=5))
        await session.commit()
    found = await claimed(sessions, now=NOW + timedelta(minutes=6))
    assert len(found) == actions.CLAIM
    assert [one.mailing_id for one in found] == [*[mailing_id] * 15, *[None] * 5] or [
        one.mailing_id for one in found
    ] == [*[None] * 5, *[mailing_id] * 15]


async def test_a_paused_mailing_is_not_claimed_and_runs_again(sessions: Sessions) -> None:
    mailing_id = await opened(sessions, 3)
    await work(sessions)
    await state(sessions, mailing_id, "paused")
    assert await claimed(sessions) == []
    await state(sessions, mailing_id, "running")
    assert len(await claimed(sessions)) == 3


async def state(sessions: Sessions, mailing_id: int, wanted: str) -> None:
    async with sessions() as session:
        await actions.set_mailing_state(session, mailing_id, wanted, now=NOW)
        await session.commit()


async def test_a_stop_counts_at_once_and_is_swept_in_steps(sessions: Sessions) -> None:
    mailing_id = await opened(sessions, mailings.STEP + 300)
    await work(sessions, most=1)
    first, *_rest = await claimed(sessions)
    await state(sessions, mailing_id, "stopped")
    seen = await view(sessions, mailing_id)
    assert (seen.pending, seen.skipped, seen.whys) == (20, 1280, {"stopped": 1280})
    assert await claimed(sessions) == []
    await work(sessions)
    again = await view(sessions, mailing_id)
    assert (again.pending, again.skipped, again.finished_at) == (20, 1280, None)
    await close(sessions, Outcome(first.id, NoticeStatus.SENT))
    later = NOW + actions.LEASE + timedelta(seconds=1)
    await work(sessions, now=later)  # the nineteen that a dead process had in hand are not sent either
    done = await view(sessions, mailing_id)
    assert (done.pending, done.sent, done.skipped, done.finished_at) == (0, 1, 1299, later)


async def test_the_report_is_whole_and_the_last_one_ends_it(sessions: Sessions) -> None:
    mailing_id = await opened(sessions, 5)
    await work(sessions)
    one, two, three, four, five = [notice.id for notice in await claimed(sessions)]
    await close(
        sessions,
        Outcome(one, NoticeStatus.SENT),
        Outcome(two, NoticeStatus.BLOCKED, "blocked"),
        Outcome(three, NoticeStatus.FAILED, "chat not found"),
        Outcome(four, NoticeStatus.SKIPPED, "opted out"),
    )
    assert await work(sessions) == 0
    assert (await view(sessions, mailing_id)).state == "running"
    await close(sessions, Outcome(five, NoticeStatus.SENT))
    assert await work(sessions) == 1
    seen = await view(sessions, mailing_id)
    assert (seen.sent, seen.blocked, seen.failed, seen.skipped, seen.pending) == (2, 1, 1, 1, 0)
    assert seen.whys == {"chat not found": 1, "opted out": 1}
    assert (seen.state, seen.finished_at) == ("done", NOW)


@pytest.mark.parametrize("wanted", ["running", "paused"])
async def test_what_is_stopped_stays_stopped(sessions: Sessions, wanted: str) -> None:
    mailing_id = await opened(sessions, 1)
    await state(sessions, mailing_id, "stopped")
    await state(sessions, mailing_id, "stopped")
    with pytest.raises(Stale):
        await state(sessions, mailing_id, wanted)
    with pytest.raises(NotFound):
        await state(sessions, mailing_id + 1, wanted)


async def test_a_mailing_at_night_waits_for_each_ones_morning(sessions: Sessions) -> None:
    async with sessions() as session:
        tomsk = await add_territory(session, "seversk")
        there, here = await add_person(session, territory_id=tomsk), await add_person(session)
        await session.commit()
    evening = datetime(2026, 9, 7, 16, 0, tzinfo=UTC)  # 23:00 in Tomsk, 19:00 in Moscow
    async with sessions() as session:
        await actions.open_mailing(session, kind="campaign", content=CONTENT, audience=EVERYBODY, now=evening)
        await session.commit()
    await work(sessions, now=evening, most=1)
    async with sessions() as session:
        found = await session.execute(select(Notice.person_id, Notice.not_before))
        rows = {row.person_id: row.not_before for row in found}
    assert rows == {there.person_id: datetime(2026, 9, 8, 1, 0, tzinfo=UTC), here.person_id: evening}
