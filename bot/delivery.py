"""The delivery loop: notices become messages, at most one claim at a time.

A kill between Telegram's answer and the commit sends one claim again; the repeats are counted as «повтор».
"""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from datetime import timedelta
from itertools import groupby

import structlog
from aiogram import Bot
from aiogram.exceptions import TelegramAPIError, TelegramBadRequest, TelegramForbiddenError, TelegramRetryAfter
from sqlalchemy.exc import SQLAlchemyError

from bot.limiter import Window
from handlers.common import words
from handlers.common.notices import render
from services.core.clock import Clock
from services.core.db import Database
from services.notices import actions
from services.notices.actions import Claimed, Outcome
from services.notices.models import NoticeStatus
from services.staff import actions as staff
from services.staff import queries as people

log = structlog.get_logger()
CHANNEL = "telegram"
IDLE_SECONDS = 1.0
TRIES = 60
"""Refusals by an outage before a notice is given up: about half a day."""
LONGEST_PAUSE = 900


@dataclass
class Delivery:
    """Sends what the outbox holds until asked to stop."""

    bot: Bot
    database: Database
    clock: Clock
    window: Window
    rung: asyncio.Event = field(default_factory=asyncio.Event)
    pause: Callable[[float], Awaitable[None]] = asyncio.sleep
    repeated: int = 0

    async def run(self, stop: asyncio.Event) -> None:
        """Deliver until ``stop``; a lost database is waited for, never a reason to fall."""
        while not stop.is_set():
            try:
                sent = await self.once()
            except (SQLAlchemyError, OSError) as away:
                log.warning("delivery.database_away", error=type(away).__name__)
                sent = 0
            if not sent:
                await self._rest()

    async def _rest(self) -> None:
        try:
            async with asyncio.timeout(IDLE_SECONDS):
                await self.rung.wait()
        except TimeoutError:
            return
        finally:
            self.rung.clear()

    async def once(self) -> int:
        """Claim, send and close one batch; return how many notices were handled."""
        async with self.database.sessions() as session:
            claimed = await actions.claim(session, now=self.clock())
            await session.commit()
        if not claimed:
            return 0
        self.repeated += sum(notice.attempts > 1 for notice in claimed)
        async with self.database.reads() as session:
            doors = await people.addresses(session, channel=CHANNEL, person_ids=[n.person_id for n in claimed])
        async with asyncio.TaskGroup() as group:
            tasks = [
                group.create_task(self._send_all(list(theirs), doors.get(person)))
                for person, theirs in groupby(sorted(claimed, key=_person), key=_person)
            ]
        await self._close(claimed, [outcome for task in tasks for outcome in task.result()])
        return len(claimed)

    async def _close(self, claimed: list[Claimed], outcomes: list[Outcome]) -> None:
        """One commit for the whole claim."""
        now = self.clock()
        blocked = {outcome.id for outcome in outcomes if outcome.status is NoticeStatus.BLOCKED}
        async with self.database.sessions() as session:
            await actions.close(session, outcomes, now=now)
            for notice in claimed:
                if notice.id in blocked:
                    await staff.mark_unreachable(session, person_id=notice.person_id, now=now)
            await session.commit()

    async def _send_all(self, theirs: list[Claimed], door: people.Address | None) -> list[Outcome]:
        """One person's notices one after another: a decision is read before what follows from it."""
        return [await self._send(notice, door) for notice in theirs]

    async def _send(self, notice: Claimed, door: people.Address | None) -> Outcome:
        if door is None:
            return Outcome(notice.id, NoticeStatus.FAILED, "no door")
        if door.is_quiet and notice.kind in actions.OPTIONAL_KINDS:
            return Outcome(notice.id, NoticeStatus.SKIPPED, "opted out")
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
        screen = render(notice.kind, notice.data)
        await self.pause(self.window.wait())
        await self.bot.send_message(int(door.address), screen.text, reply_markup=screen.keyboard)

    def _outcome(self, notice: Claimed, refused: TelegramAPIError) -> Outcome:
        """403 marks the person, 400 is a defect of ours, everything else is tried again."""
        if isinstance(refused, TelegramForbiddenError):
            return Outcome(notice.id, NoticeStatus.BLOCKED, "blocked")
        if isinstance(refused, TelegramBadRequest):
            log.error("delivery.refused", notice=notice.id, kind=notice.kind, told=refused.message)
            return Outcome(notice.id, NoticeStatus.FAILED, refused.message[:200])
        if isinstance(refused, TelegramRetryAfter):
            self.window.pause(refused.retry_after)
            return self._later(notice, "retry after", refused.retry_after)
        return self._later(notice, type(refused).__name__, min(LONGEST_PAUSE, 5 * 2 ** (notice.attempts - 1)))

    def _later(self, notice: Claimed, why: str, seconds: int) -> Outcome:
        if notice.attempts >= TRIES and why != "retry after":
            return Outcome(notice.id, NoticeStatus.FAILED, why)
        return Outcome(notice.id, NoticeStatus.PENDING, why, self.clock() + timedelta(seconds=seconds))


def _person(notice: Claimed) -> int:
    return notice.person_id
