"""What goes first, what waits, what is not wanted: mailings, quiet hours, attachments, pauses; on both databases."""

import asyncio
import sqlite3
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from aiogram import Bot
from aiogram.exceptions import TelegramForbiddenError, TelegramRetryAfter
from aiogram.methods import SendDocument, SendMessage, SendPhoto
from sqlalchemy import select

from bot.limiter import BULK, BULK_WAIT, ChatBuckets, Mouth, Window
from bot.tables import metadata
from handlers.common.notices import renderers
from handlers.common.screen import Attachment, Screen
from services.core import db
from services.core.actor import Actor
from services.core.db import Database, open_database
from services.core.models import Person
from services.notices import actions, queries
from services.notices.models import NoticeStatus
from services.notices.queries import MailingView
from services.notices.rules import NEWS
from tests.support.bot import TOKEN, FedDesk, RecordingSession, texts
from tests.support.post import NOW, Post

CALL = SendMessage(chat_id=1, text="")
NIGHT = datetime(2026, 9, 7, 20, 0, tzinfo=UTC)
"""23:00 in Moscow."""


def campaign(data: dict[str, Any]) -> Screen:
    """Words of a message to everyone, as far as the delivery is concerned."""
    attached = Attachment(data["attached"], "AgAD-file") if data.get("attached") else None
    return Screen(f"{data['text']} ({data['mailing']})", attachment=attached)


@pytest.fixture
def post(database: Database, monkeypatch: pytest.MonkeyPatch) -> Post:
    monkeypatch.setitem(renderers(), "campaign", campaign)
    return Post(database)


async def mail(post: Post, content: dict[str, Any]) -> int:
    async with post.database.sessions() as session:
        mailing_id = await actions.open_mailing(
            session, kind="campaign", content=content, audience=select(Person.id), now=post.now
        )
        await session.commit()
    while await post.delivery.work():
        continue
    return mailing_id


async def view(post: Post, mailing_id: int) -> MailingView:
    async with post.database.reads() as session:
        return await queries.mailing(session, mailing_id)


async def deliver(post: Post) -> None:
    while await post.delivery.once() or await post.delivery.work():
        continue


async def wish(post: Post, actor: Actor, *, out: bool) -> None:
    async with post.database.sessions() as session:
        await actions.opt_out(session, actor, topic=NEWS, out=out, now=post.now)
        await session.commit()


async def test_a_mailing_speaks_each_ones_language_and_its_report_is_exact(post: Post) -> None:
    await post.person(501)
    await post.person(502, locale="en")
    unwilling = await post.person(503)
    await post.person(504)
    await post.person(None)
    await wish(post, unwilling, out=True)
    post.chat.refusals[504] = [TelegramForbiddenError(CALL, "bot was blocked by the user")]
    mailing_id = await mail(post, {"ru": {"text": "Новости"}, "en": {"text": "News"}})
    await deliver(post)
    assert dict(post.chat.said) == {501: f"Новости ({mailing_id})", 502: f"News ({mailing_id})"}
    seen = await view(post, mailing_id)
    assert (seen.total, seen.sent, seen.blocked, seen.failed, seen.skipped, seen.pending) == (5, 2, 1, 0, 2, 0)
    assert seen.whys == {"opted out": 1, "no door": 1}
    assert (seen.state, seen.finished_at) == ("done", NOW)
    await deliver(post)
    again = await mail(post, {"en": {"text": "Only English"}})
    await deliver(post)
    assert post.chat.said[2:] == [(501, f"Only English ({again})"), (502, f"Only English ({again})")]
    assert (await view(post, again)).whys == {"opted out": 1, "no door": 1, "unreachable": 1}


@pytest.mark.parametrize(("kind", "method"), [("photo", SendPhoto), ("document", SendDocument)])
async def test_an_attachment_goes_with_the_words_under_it(post: Post, kind: str, method: type) -> None:
    await post.person(501)
    mailing_id = await mail(post, {"ru": {"text": "Афиша", "attached": kind}})
    await deliver(post)
    (call,) = post.chat.calls
    assert isinstance(call, method)
    assert post.chat.said == [(501, f"Афиша ({mailing_id})")]


async def test_a_stop_leaves_the_rest_unsent(post: Post) -> None:
    for number in range(30):
        await post.person(500 + number)
    mailing_id = await mail(post, {"ru": {"text": "Новости"}})
    assert await post.delivery.once() == 20
    async with post.database.sessions() as session:
        await actions.set_mailing_state(session, mailing_id, "stopped", now=post.now)
        await session.commit()
    await deliver(post)
    assert len(post.chat.said) == 20
    seen = await view(post, mailing_id)
    assert (seen.sent, seen.skipped, seen.whys) == (20, 10, {"stopped": 10})


async def test_news_and_surveys_wait_for_the_morning_and_own_cases_do_not(post: Post) -> None:
    anna = await post.person(501)
    mailing_id = await mail(post, {"ru": {"text": "Новости"}})
    post.now = NIGHT  # the evening's rest of a mailing that began by day
    await post.tell(anna)
    await deliver(post)
    assert len(post.chat.said) == 1
    waiting, _told = await post.rows()
    morning = datetime(2026, 9, 8, 5, 0, tzinfo=UTC)
    assert (waiting.status, waiting.not_before, waiting.attempts) == (NoticeStatus.PENDING, morning, 0)
    post.now = morning - timedelta(seconds=1)
    assert await post.delivery.once() == 0
    post.now = morning
    await deliver(post)
    assert post.chat.said[-1] == (501, f"Новости ({mailing_id})")
    assert post.delivery.repeated == 0


async def test_the_demo_does_not_sleep(post: Post) -> None:
    post.now, post.delivery.by_night = NIGHT, True
    await post.person(501)
    await mail(post, {"ru": {"text": "Новости"}})
    await deliver(post)
    assert len(post.chat.said) == 1


async def test_while_telegram_pauses_nothing_is_claimed(post: Post) -> None:
    await post.tell(await post.person(501))
    post.delivery.window.pause(BULK_WAIT + 1)
    assert await post.delivery._due() == 0
    assert (await post.only()).attempts == 0
    post.now += timedelta(seconds=2)
    assert await post.delivery._due() == 1


async def test_a_pause_of_the_notices_does_not_hold_up_an_answer() -> None:
    session, waits = RecordingSession(), []

    async def pause(seconds: float) -> None:
        waits.append(seconds)

    window = Window(30, lambda: 1000.0)
    session.middleware(Mouth(chats=ChatBuckets(lambda: 1000.0), notices=window, pause=pause))
    bot = Bot(TOKEN, session=session)
    window.pause(30)
    await bot.send_message(1, "an answer")
    assert waits == []
    BULK.set(True)
    with pytest.raises(TelegramRetryAfter):
        await bot.send_message(2, "a notice")
    assert len(session.calls) == 1


@pytest.fixture
async def impatient(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Database:
    """SQLite that waits a tenth of a second for its lock."""
    monkeypatch.setattr(db, "BUSY_TIMEOUT_MS", 100)
    database = open_database(f"sqlite:///{tmp_path}/locked.db")
    async with database.engine.begin() as connection:
        await connection.run_sync(metadata.create_all)
    return database


async def test_a_locked_database_is_waited_for_and_people_are_told(impatient: Database, tmp_path: Path) -> None:
    post, desk = Post(impatient), FedDesk(impatient)
    await desk.text(900, "/help")
    await post.tell(await post.person(501))
    stranger = sqlite3.connect(tmp_path / "locked.db", isolation_level=None)
    stranger.execute("BEGIN IMMEDIATE")
    stop = asyncio.Event()
    async with asyncio.timeout(20), asyncio.TaskGroup() as group:
        running = group.create_task(post.delivery.run(stop))
        said = texts(await desk.text(900, "/help"))
        assert post.chat.said == []
        assert not running.done()
        stranger.execute("COMMIT")
        stranger.close()
        await post.chat.spoken.wait()
        stop.set()
    assert "не отвечает" in said[-1] or "сохранен" in said[-1]
    assert (await post.only()).status is NoticeStatus.SENT
    assert texts(await desk.text(900, "/help"))
    await impatient.dispose()
