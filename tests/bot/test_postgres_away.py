"""PostgreSQL stops, crashes or hangs, and comes back: people are told, nothing is half-done, what waits goes on.

The twin for SQLite's lock is in test_delivery_lanes.
"""

import asyncio
from collections.abc import AsyncIterator, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import event, select

from bot import chores
from bot.delivery import Delivery
from bot.progress import Follower
from handlers.common import words
from handlers.common.errors import sentence
from services.core import db
from services.core.db import Database, open_database
from services.core.errors import Unavailable
from services.core.models import Person
from services.notices import actions, queries
from services.notices.models import NoticeStatus
from services.uploads.gateway import Store
from tests.support.bot import FedDesk, answered, texts
from tests.support.journey import CHIEF, CLERK, CLUB, PARENT, STRANGER, Street, street
from tests.support.outage import Outage
from tests.support.post import Chat, Post
from tests.support.ways import ANSWERS, to_question, to_summary

pytestmark = pytest.mark.parametrize("engine_name", ["postgresql"], indirect=True)

ANNA, BEN = 900, 901
TOLD = {"ru": "Сервис сейчас не отвечает. Всё, что уже сделано, сохранено", "en": "Everything you have done is kept"}


@pytest.fixture
def outage(
    postgres_server: Any, database: Database
) -> Iterator[Outage]:  # the database is emptied before, closed after
    outage = Outage(postgres_server)
    yield outage
    outage.end()


class Resting(Delivery):
    """Tells when it found nothing to do, or nobody to ask."""

    rested: asyncio.Event

    async def _rest(self) -> None:
        self.rested.set()
        await super()._rest()


def _resting(post: Post) -> Resting:
    delivery = post.another(Resting)
    assert isinstance(delivery, Resting)
    delivery.rested = asyncio.Event()
    return delivery


async def _told(desk: FedDesk) -> None:
    """A message, a press and a foreigner's first word are answered: what is kept, and when to come again."""
    assert TOLD["ru"] in texts(await desk.text(ANNA, "/help"))[-1]
    pressed = await desk.press(ANNA, "help")
    assert answered(pressed)
    assert TOLD["ru"] in texts(pressed)[-1]
    assert TOLD["en"] in texts(await desk.text(BEN, "/start", language="en"))[-1]


async def test_a_stopped_server_is_waited_for_and_people_are_told(
    database: Database, outage: Outage, tmp_path: Path
) -> None:
    post, desk = Post(database), FedDesk(database)
    helped = texts(await desk.text(ANNA, "/help"))
    await post.tell(await post.person(501))
    delivery, stop, moved = _resting(post), asyncio.Event(), asyncio.Event()
    outage.stop()
    async with asyncio.timeout(30), asyncio.TaskGroup() as group:
        group.create_task(delivery.run(stop))
        group.create_task(Follower(desk.bot, database, lambda: post.now).run(stop))
        group.create_task(chores.run(database, lambda: post.now, Store(tmp_path), stop=stop, moved=moved))
        await delivery.rested.wait()
        await _told(desk)
        assert post.chat.said == []
        outage.start()
        delivery.rung.set()
        await post.chat.spoken.wait()
        for bell in (stop, moved, delivery.rung):
            bell.set()
    row = await post.only()
    assert (row.status, row.attempts) == (NoticeStatus.SENT, 1)
    assert texts(await desk.text(ANNA, "/help")) == helped
    assert texts(await desk.text(BEN, "/start", language="en"))


async def test_a_server_that_recovers_is_no_defect_of_ours(database: Database, outage: Outage) -> None:
    desk = FedDesk(database, throttle_touches=100_000)
    helped = texts(await desk.text(ANNA, "/help"))
    outage.crash()
    said = set()
    async with asyncio.timeout(60), asyncio.TaskGroup() as group:
        starting = group.create_task(asyncio.to_thread(outage.start))
        while not starting.done():
            said.add(texts(await desk.text(ANNA, "/help"))[-1])
    assert texts(await desk.text(ANNA, "/help")) == helped
    assert any(TOLD["ru"] in one for one in said)
    assert all(TOLD["ru"] in one or one == helped[-1] for one in said), said


@contextmanager
def _cut(database: Database, outage: Outage, before: str) -> Iterator[None]:
    """The server goes away before a commit, or before a statement with these words."""
    engine = database.engine.sync_engine

    def cut(*seen: Any) -> None:
        if before == "commit" or before in seen[2]:
            outage.stop()

    point = "commit" if before == "commit" else "before_cursor_execute"
    event.listen(engine, point, cut)
    try:
        yield
    finally:
        event.remove(engine, point, cut)


@pytest.mark.parametrize("before", ["INSERT INTO done_updates", "INSERT INTO applications", "commit"])
async def test_a_deed_that_was_cut_short_leaves_nothing(database: Database, outage: Outage, before: str) -> None:
    words.use("ru")
    town = await street(database)
    await to_summary(town)
    rows = await town.rows()
    with _cut(database, outage, before):
        shown = await town.press(PARENT, "certsend")
    assert shown.text == sentence(Unavailable("database", 30))
    outage.start()
    assert await town.rows() == rows
    await town.press(PARENT, "certsend", at=town.old(PARENT, "certsend"))
    assert (await town.rows())["applications"] == 1
    assert sorted(person for person, _text in await town.deliver()) == [CLERK, CHIEF, CLUB]


async def test_a_form_goes_on_where_it_was(database: Database, outage: Outage) -> None:
    words.use("ru")
    town: Street = await street(database)
    await to_question(town, "child:birth_date")
    outage.stop()
    shown = await town.text(STRANGER, ANSWERS["child:birth_date"])
    assert shown.text == sentence(Unavailable("database", 30))
    outage.start()
    shown = await town.text(STRANGER, ANSWERS["child:birth_date"])
    assert shown.data("famwait:child:snils")


class Cutting(Chat):
    """The server goes away while a claim is being sent."""

    outage: Outage
    is_up = True

    async def make_request(self, *call: Any, **more: Any) -> Any:
        answer = await super().make_request(*call, **more)
        if self.is_up and len(self.said) == SENT_BEFORE:
            self.is_up = False
            self.outage.stop()
        return answer


PEOPLE, SENT_BEFORE = 30, 7


async def test_what_was_sent_is_written_down_later_and_not_said_again(database: Database, outage: Outage) -> None:
    chat = Cutting()
    chat.outage = outage
    post = Post(database, chat=chat)
    for number in range(PEOPLE):
        await post.person(500 + number)
    mailing_id = await _news(post)
    delivery, stop = _resting(post), asyncio.Event()
    async with asyncio.timeout(30), asyncio.TaskGroup() as group:
        group.create_task(delivery.run(stop))
        while delivery.results is None:
            await delivery.rested.wait()
            delivery.rested.clear()
        assert SENT_BEFORE < len(chat.said) == actions.CLAIM < PEOPLE
        outage.start()
        while len(chat.said) < PEOPLE:
            chat.spoken.clear()
            delivery.rung.set()
            await chat.spoken.wait()
        stop.set()
    assert len({address for address, _text in chat.said}) == PEOPLE == len(chat.said)
    assert {(row.status, row.attempts) for row in await post.rows()} == {(NoticeStatus.SENT, 1)}
    assert delivery.repeated == 0
    async with database.reads() as session:
        seen = await queries.mailing(session, mailing_id)
    assert (seen.sent, seen.total, seen.pending) == (PEOPLE, PEOPLE, 0)


async def _news(post: Post) -> int:
    """A message to everyone, with all its rows."""
    content = {"ru": {"text": "Новости", "buttons": [], "attachment": None}}
    async with post.database.sessions() as session:
        mailing_id = await actions.open_mailing(
            session, kind="campaign", content=content, audience=select(Person.id), now=post.now
        )
        await session.commit()
    while await post.delivery.work():
        continue
    return mailing_id


@pytest.fixture
async def impatient(database_url: str, database: Database, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Database]:
    """The same database; a server that hangs is given up after a fifth of a second."""
    monkeypatch.setattr(db, "BUSY_TIMEOUT_MS", 200)
    impatient = open_database(database_url)
    yield impatient
    await impatient.dispose()


async def test_a_server_that_hangs_is_given_up_and_asked_again(impatient: Database, outage: Outage) -> None:
    post, desk = Post(impatient), FedDesk(impatient)
    helped = texts(await desk.text(ANNA, "/help"))
    await post.tell(await post.person(501))
    delivery, stop = _resting(post), asyncio.Event()
    outage.freeze()
    async with asyncio.timeout(30), asyncio.TaskGroup() as group:
        group.create_task(delivery.run(stop))
        await _told(desk)
        await delivery.rested.wait()
        assert post.chat.said == []
        outage.thaw()
        delivery.rung.set()
        await post.chat.spoken.wait()
        stop.set()
        delivery.rung.set()
    assert (await post.only()).status is NoticeStatus.SENT
    assert texts(await desk.text(ANNA, "/help")) == helped
