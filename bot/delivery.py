"""The delivery loop: notices become messages, at most one claim at a time; mailings are worked beside it.

A kill between Telegram's answer and the commit sends one claim again; the repeats are counted as «повтор».
"""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from itertools import groupby
from time import monotonic
from typing import Any

import structlog
from aiogram import Bot
from aiogram.exceptions import TelegramAPIError, TelegramBadRequest, TelegramForbiddenError, TelegramRetryAfter
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.ext.asyncio import AsyncSession

from bot.about import about_children
from bot.hushed import hushed, text_instead
from bot.limiter import BULK, BULK_WAIT, Window
from bot.pace import Pace
from handlers.common import words
from handlers.common.context import Desk
from handlers.common.notices import render
from handlers.common.screen import Screen
from services.core.clock import Clock
from services.core.db import Database
from services.notices import actions, queries
from services.notices.actions import Claimed, Outcome
from services.notices.models import NoticeStatus
from services.notices.rules import TOPIC_OF
from services.staff import actions as staff
from services.staff import queries as people

log = structlog.get_logger()
CHANNEL = "telegram"
IDLE_SECONDS = 1.0
TRIES = 60
"""Refusals by an outage before a notice is given up: about half a day."""
LONGEST_PAUSE = 900
CONTENTS_KEPT = 8


@dataclass(frozen=True, slots=True)
class _Known:
    """What one claim needs to know of its people."""

    doors: dict[int, people.Address]
    unwanted: set[tuple[int, str]]
    mornings: dict[int, datetime]


@dataclass
class Delivery:
    """Sends what the outbox holds until asked to stop. ``by_night`` ignores the quiet hours."""

    bot: Bot
    database: Database
    clock: Clock
    window: Window
    rung: asyncio.Event = field(default_factory=asyncio.Event)
    by_night: bool = False
    desk: Desk = field(default_factory=lambda: Desk(""))
    pace: Pace = field(default_factory=Pace)
    repeated: int = 0
    results: tuple[list[Claimed], list[Outcome]] | None = None
    """Of the last claim, until the database has taken them: while it is away nothing new is claimed or said twice."""
    contents: dict[int, dict[str, Any]] = field(default_factory=dict)

    async def run(self, stop: asyncio.Event) -> None:
        """Deliver until ``stop``; a lost database is waited for, never a reason to fall."""
        async with asyncio.TaskGroup() as group:
            group.create_task(self._repeat(self._due, stop))
            group.create_task(self._repeat(self.work, stop))

    async def _repeat(self, deed: Callable[[], Awaitable[int]], stop: asyncio.Event) -> None:
        while not stop.is_set():
            try:
                done = await deed()
            except (SQLAlchemyError, OSError, TimeoutError) as away:
                log.warning("delivery.database_away", error=type(away).__name__)
                done = 0
            if not done:
                await self._rest()

    async def _rest(self) -> None:
        try:
            async with asyncio.timeout(IDLE_SECONDS):
                await self.rung.wait()
        except TimeoutError:
            return
        finally:
            self.rung.clear()

    async def _due(self) -> int:
        """While Telegram's pause lasts nothing is claimed: it would only be put back."""
        return 0 if self.window.left() > BULK_WAIT else await self.once()

    async def work(self) -> int:
        """One step of the mailings: rows to write, to sweep, an end to note. The writer is asked for only then."""
        async with self.database.reads() as session:
            if not await queries.mailings_open(session):
                return 0
        async with self.database.sessions() as session:
            await session.connection()
            began = monotonic()  # the wait for the writer is over
            done = await actions.work_mailings(session, now=self.clock(), by_night=self.by_night, most=self.pace.rows)
            await session.commit()
        self.pace.took(monotonic() - began)
        return done

    async def once(self) -> int:
        """Claim, send and close one batch; return how many notices were handled."""
        await self._write_down()
        async with self.database.sessions() as session:
            claimed = await actions.claim(session, now=self.clock())
            await session.commit()
        if not claimed:
            return 0
        self.repeated += sum(notice.repeat for notice in claimed)
        async with self.database.reads() as session:
            known = await self._know(session, claimed)
            claimed = await about_children(session, claimed)
        async with asyncio.TaskGroup() as group:
            tasks = [
                group.create_task(self._send_all(list(theirs), known))
                for _person, theirs in groupby(sorted(claimed, key=_person), key=_person)
            ]
        self.results = claimed, [outcome for task in tasks for outcome in task.result()]
        await self._write_down()
        return len(claimed)

    async def _know(self, session: AsyncSession, claimed: list[Claimed]) -> _Known:
        """Doors of all; wishes and quiet hours only of those whose notice may be unwanted or may wait."""
        doors = await people.addresses(session, channel=CHANNEL, person_ids=[n.person_id for n in claimed])
        can_wait = [notice.person_id for notice in claimed if notice.kind in TOPIC_OF]
        for mailing_id in {n.mailing_id for n in claimed if n.mailing_id is not None} - self.contents.keys():
            self.contents[mailing_id] = await queries.mailing_content(session, mailing_id)
            if len(self.contents) > CONTENTS_KEPT:
                del self.contents[next(iter(self.contents))]
        return _Known(
            doors,
            await queries.unwanted(session, can_wait) if can_wait else set(),
            {} if self.by_night or not can_wait else await queries.mornings(session, can_wait, now=self.clock()),
        )

    async def _write_down(self) -> None:
        if self.results is not None:
            await self._close(*self.results)
            self.results = None

    async def _close(self, claimed: list[Claimed], outcomes: list[Outcome]) -> None:
        """One commit for the whole claim."""
        now = self.clock()
        blocked = {outcome.id for outcome in outcomes if outcome.status is NoticeStatus.BLOCKED}
        async with self.database.sessions() as session:
            await actions.close(session, outcomes, now=now)
            for notice in claimed:
                if notice.id in blocked:
                    await staff.mark_unreachable(session, person_id=notice.person_id, now=now)
            await text_instead(session, self.desk, claimed, outcomes, now=now)
            await session.commit()

    async def _send_all(self, theirs: list[Claimed], known: _Known) -> list[Outcome]:
        """One person's notices one after another: a decision is read before what follows from it."""
        BULK.set(True)
        return [
            hushed(self.desk, notice)
            or _unsent(notice, known)
            or await self._send(notice, known.doors[notice.person_id])
            for notice in theirs
        ]

    async def _send(self, notice: Claimed, door: people.Address) -> Outcome:
        try:
            await self._speak(notice, door)
        except TelegramAPIError as refused:
            return self._outcome(notice, refused)
        except Exception as defect:  # noqa: BLE001 (one broken notice must not stop the others)
            log.error("delivery.defect", notice=notice.id, kind=notice.kind, error=type(defect).__name__)
            return Outcome(notice.id, NoticeStatus.FAILED, type(defect).__name__)
        return Outcome(notice.id, NoticeStatus.SENT)

    async def _speak(self, notice: Claimed, door: people.Address) -> None:
        words.use(door.locale)
        data = notice.data
        if notice.mailing_id is not None:
            data = {**_in_language(self.contents[notice.mailing_id], door.locale), "mailing": notice.mailing_id}
        await _say(self.bot, int(door.address), render(notice.kind, data))

    def _outcome(self, notice: Claimed, refused: TelegramAPIError) -> Outcome:
        """403 marks the person, 400 is a defect of ours, everything else is tried again."""
        if isinstance(refused, TelegramForbiddenError):
            return Outcome(notice.id, NoticeStatus.BLOCKED, "blocked")
        if isinstance(refused, TelegramBadRequest):
            log.error("delivery.refused", notice=notice.id, kind=notice.kind, told=refused.message)
            return Outcome(notice.id, NoticeStatus.FAILED, refused.message[:200])
        if isinstance(refused, TelegramRetryAfter):
            return self._later(notice, "retry after", refused.retry_after)
        return self._later(notice, type(refused).__name__, min(LONGEST_PAUSE, 5 * 2 ** (notice.attempts - 1)))

    def _later(self, notice: Claimed, why: str, seconds: int) -> Outcome:
        if notice.attempts >= TRIES and why != "retry after":
            return Outcome(notice.id, NoticeStatus.FAILED, why)
        return Outcome(notice.id, NoticeStatus.PENDING, why, self.clock() + timedelta(seconds=seconds))


def _unsent(notice: Claimed, known: _Known) -> Outcome | None:
    """What becomes of a notice that nobody is to be sent now."""
    door = known.doors.get(notice.person_id)
    if door is None:
        return Outcome(notice.id, NoticeStatus.SKIPPED, "no door")
    if not door.is_reachable:
        return Outcome(notice.id, NoticeStatus.SKIPPED, "unreachable")
    topic = TOPIC_OF.get(notice.kind)
    if topic is None:
        return None
    if (notice.person_id, topic) in known.unwanted:
        return Outcome(notice.id, NoticeStatus.SKIPPED, "opted out")
    if (morning := known.mornings.get(notice.person_id)) is not None:
        return Outcome(notice.id, NoticeStatus.PENDING, "quiet hours", morning, tried=False)
    return None


def _in_language(content: dict[str, Any], locale: str) -> dict[str, Any]:
    """A language that is missing falls back on the desk's own, then on what there is."""
    found: dict[str, Any] = content.get(locale) or content.get(words.DEFAULT) or next(iter(content.values()))
    return found


async def _say(bot: Bot, chat: int, screen: Screen) -> None:
    match screen.attachment:
        case None:
            await bot.send_message(chat, screen.text, reply_markup=screen.keyboard)
        case attached if attached.kind == "photo":
            await bot.send_photo(chat, attached.file_id, caption=screen.text or None, reply_markup=screen.keyboard)
        case attached:
            await bot.send_document(chat, attached.file_id, caption=screen.text or None, reply_markup=screen.keyboard)


def _person(notice: Claimed) -> int:
    return notice.person_id
