"""The delivery loop: nothing lost, little repeated, every refusal of Telegram understood; on both databases."""

import asyncio
from datetime import timedelta

import pytest
from aiogram.exceptions import (
    TelegramAPIError,
    TelegramBadRequest,
    TelegramForbiddenError,
    TelegramNetworkError,
    TelegramRetryAfter,
    TelegramServerError,
)
from aiogram.methods import SendMessage
from sqlalchemy import event, select, update
from sqlalchemy.exc import OperationalError

from bot.delivery import LONGEST_PAUSE, TRIES, Delivery
from services.core.db import Database
from services.core.models import Person
from services.notices import actions
from services.notices.actions import CLAIM, LEASE, Claimed, Outcome
from services.notices.models import Notice, NoticeStatus
from services.notices.rules import TOPICS
from services.staff import actions as staff
from tests.support.post import NOW, Post

CALL = SendMessage(chat_id=1, text="")


@pytest.fixture
def post(database: Database) -> Post:
    return Post(database)


async def test_a_claim_is_twenty_at_most_and_the_rest_comes_next(post: Post) -> None:
    anna = await post.person(501)
    await post.tell(*[anna] * 45)
    assert [await post.delivery.once() for _turn in range(4)] == [CLAIM, CLAIM, 5, 0]
    assert CLAIM == 20
    assert len(post.chat.said) == 45
    assert {row.status for row in await post.rows()} == {NoticeStatus.SENT}
    assert all(row.done_at == NOW for row in await post.rows())


async def test_a_claim_costs_two_commits(post: Post, database: Database) -> None:
    await post.tell(*[await post.person(501)] * 15)
    commits: list[int] = []
    event.listen(database.engine.sync_engine, "commit", lambda _connection: commits.append(1))
    await post.delivery.once()
    assert len(commits) == 2  # the claim, and all its results


async def test_what_a_killed_process_claimed_is_sent_when_the_lease_runs_out(post: Post, database: Database) -> None:
    await post.tell(await post.person(501), await post.person(502))
    async with database.sessions() as session:
        assert len(await actions.claim(session, now=NOW)) == 2
        await session.commit()
    post.now += LEASE
    assert await post.delivery.once() == 0
    post.now += timedelta(seconds=1)
    assert await post.delivery.once() == 2
    assert post.delivery.repeated == 2
    assert [row.attempts for row in await post.rows()] == [2, 2]


class Kill(Exception):
    """The end of a process, as far as a test can have one."""


class Killed(Delivery):
    """Falls between Telegram's answer and the commit."""

    async def _close(self, _claimed: list[Claimed], _outcomes: list[Outcome]) -> None:
        raise Kill


async def test_a_kill_after_the_send_repeats_that_claim_only(post: Post) -> None:
    await post.tell(*[await post.person(501)] * 25)
    with pytest.raises(Kill):
        await post.another(Killed).once()
    assert await post.delivery.once() == 5
    post.now += LEASE + timedelta(seconds=1)
    assert await post.delivery.once() == CLAIM
    assert len(post.chat.said) == 25 + CLAIM
    assert post.delivery.repeated == CLAIM
    assert {row.status for row in await post.rows()} == {NoticeStatus.SENT}


async def test_two_processes_never_send_the_same_row(post: Post) -> None:
    anna = await post.person(501)
    async with asyncio.timeout(30):
        for number in range(60):
            await post.tell(anna, number=number)
        first, second = post.delivery, post.another()
        while sum(await asyncio.gather(first.once(), second.once())):
            continue
    assert len(post.chat.said) == 60
    assert len(set(post.chat.said)) == 60
    assert first.repeated + second.repeated == 0


async def test_403_is_blocked_and_the_person_is_left_alone_until_they_return(post: Post, database: Database) -> None:
    anna = await post.person(501)
    post.chat.refusals[501] = [TelegramForbiddenError(CALL, "bot was blocked by the user")]
    await post.tell(anna, await post.person(502))
    await post.delivery.once()
    assert [row.status for row in await post.rows()] == [NoticeStatus.BLOCKED, NoticeStatus.SENT]
    async with database.sessions() as session:
        assert await session.scalar(select(Person.unreachable_at).where(Person.id == anna.person_id)) == NOW
    await post.tell(anna)
    await post.delivery.once()
    assert (await post.rows())[-1].why == "unreachable"
    async with database.sessions() as session:
        await staff.mark_reachable(session, anna)
        await session.commit()
    await post.tell(anna)
    await post.delivery.once()
    assert (await post.rows())[-1].status is NoticeStatus.SENT


async def test_400_is_a_defect_that_is_never_repeated(post: Post) -> None:
    post.chat.refusals[501] = [TelegramBadRequest(CALL, "chat not found")]
    await post.tell(await post.person(501))
    await post.delivery.once()
    row = await post.only()
    assert (row.status, row.why) == (NoticeStatus.FAILED, "chat not found")
    post.now += timedelta(days=1)
    assert await post.delivery.once() == 0


async def test_429_waits_as_long_as_told_and_pauses_the_lane(post: Post) -> None:
    post.chat.refusals[501] = [TelegramRetryAfter(CALL, "flood", 90)]
    await post.tell(await post.person(501))
    await post.delivery.once()
    row = await post.only()
    assert (row.status, row.not_before, row.done_at) == (NoticeStatus.PENDING, NOW + timedelta(seconds=90), None)
    assert post.delivery.window.wait() == 90
    post.now += timedelta(seconds=89)
    assert await post.delivery.once() == 0
    post.now += timedelta(seconds=1)
    assert await post.delivery.once() == 1
    assert (await post.only()).status is NoticeStatus.SENT


@pytest.mark.parametrize("refusal", [TelegramServerError(CALL, "bad gateway"), TelegramNetworkError(CALL, "reset")])
async def test_an_outage_is_waited_out_longer_each_time(post: Post, refusal: TelegramAPIError) -> None:
    post.chat.refusals[501] = [refusal] * 12
    await post.tell(await post.person(501))
    pauses = []
    while (row := await post.only()).status is NoticeStatus.PENDING:
        post.now = max(post.now, row.not_before)
        await post.delivery.once()
        pauses.append(((await post.only()).not_before - post.now).total_seconds())
    assert pauses == [5, 10, 20, 40, 80, 160, 320, 640, *[LONGEST_PAUSE] * 4, 0]
    assert row.status is NoticeStatus.SENT


async def test_an_endless_outage_ends_in_failed(post: Post, database: Database) -> None:
    await post.tell(await post.person(501))
    post.chat.refusals[501] = [TelegramServerError(CALL, "bad gateway")]
    async with database.sessions() as session:
        await session.execute(update(Notice).values(attempts=TRIES - 1))
        await session.commit()
    await post.delivery.once()
    row = await post.only()
    assert (row.status, row.why) == (NoticeStatus.FAILED, "TelegramServerError")


async def test_a_person_without_a_door_and_a_broken_notice_do_not_stop_the_others(post: Post) -> None:
    anna = await post.person(501)
    await post.tell(await post.person(None))
    await post.tell(anna, kind="nobody_words_this")
    await post.tell(anna)
    assert await post.delivery.once() == 3
    told = [(row.status, row.why) for row in await post.rows()]
    assert told[0] == (NoticeStatus.SKIPPED, "no door")
    assert told[1][0] is NoticeStatus.FAILED
    assert told[2] == (NoticeStatus.SENT, None)


async def test_who_opted_out_gets_own_cases_only(post: Post, database: Database) -> None:
    anna = await post.person(501)
    async with database.sessions() as session:
        for topic in TOPICS:
            await actions.opt_out(session, anna, topic=topic, out=True, now=NOW)
        await session.commit()
    for kind in ("survey", "survey_applying"):
        await post.tell(anna, kind=kind)
    await post.tell(anna)
    await post.delivery.once()
    assert [row.status for row in await post.rows()] == [*[NoticeStatus.SKIPPED] * 2, NoticeStatus.SENT]
    assert len(post.chat.said) == 1


async def test_words_are_in_the_language_of_the_moment_of_sending(post: Post, database: Database) -> None:
    anna, boris = await post.person(501), await post.person(502)
    await post.tell(anna, boris)
    async with database.sessions() as session:
        await staff.choose_locale(session, anna, locale="en")
        await session.commit()
    await post.delivery.once()
    said = dict(post.chat.said)
    assert "withdrawn by the parent" in said[501]
    assert "withdrawn by the parent" not in said[502]


async def test_one_person_reads_in_the_order_of_the_deeds(post: Post) -> None:
    people = [await post.person(500 + number) for number in range(3)]
    for number in range(6):
        await post.tell(*people, number=number + 10)
    await post.delivery.once()
    for address in (500, 501, 502):
        read = [text for chat, text in post.chat.said if chat == address]
        assert read == sorted(read)


async def test_a_late_result_does_not_undo_what_another_process_closed(post: Post, database: Database) -> None:
    await post.tell(await post.person(501))
    async with database.sessions() as session:
        (claimed,) = await actions.claim(session, now=NOW)
        await session.commit()
    post.now += LEASE + timedelta(seconds=1)
    await post.delivery.once()
    async with database.sessions() as session:
        late = Outcome(claimed.id, NoticeStatus.PENDING, "retry after", post.now)
        await actions.close(session, [late], now=post.now)
        await session.commit()
    assert (await post.only()).status is NoticeStatus.SENT


async def test_sends_pass_the_window(post: Post) -> None:
    people = [await post.person(500 + number) for number in range(40)]
    await post.tell(*people)
    while await post.delivery.once():
        continue
    assert len(post.waited) == 40
    assert sum(seconds < 1 for seconds in post.waited) == 30


class Stumbling(Delivery):
    """A database that is away twice."""

    falls = 0

    async def once(self) -> int:
        self.rung.set()
        if self.falls < 2:
            self.falls += 1
            raise OperationalError("select 1", {}, Exception("away"))
        return await super().once()


async def test_a_lost_database_is_waited_for(post: Post) -> None:
    await post.tell(await post.person(501))
    delivery, stop = post.another(Stumbling), asyncio.Event()
    async with asyncio.timeout(10), asyncio.TaskGroup() as group:
        group.create_task(delivery.run(stop))
        await post.chat.spoken.wait()
        stop.set()
        delivery.rung.set()
    assert (await post.only()).status is NoticeStatus.SENT
