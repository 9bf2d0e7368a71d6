"""Follows the campaigns that go: redraws the progress before those who watch, and closes what is over."""

import asyncio
from dataclasses import dataclass, field

import structlog
from aiogram import Bot
from aiogram.exceptions import TelegramAPIError
from sqlalchemy.exc import SQLAlchemyError

from handlers.common import words
from handlers.common.screen import Screen
from handlers.staff.campaigns import keyboards, reports, screens
from services.campaigns import actions, queries
from services.campaigns.queries import Progress, Watched
from services.core.clock import Clock
from services.core.db import Database
from services.core.errors import ServiceError
from services.staff import queries as people
from services.territories.queries import territory

log = structlog.get_logger()
CHANNEL = "telegram"
EVERY_SECONDS = 3.0


@dataclass
class Follower:
    """Draws until asked to stop. What was drawn last is remembered: the same words are not sent again."""

    bot: Bot
    database: Database
    clock: Clock
    drawn: dict[int, str] = field(default_factory=dict)

    async def run(self, stop: asyncio.Event) -> None:
        """Look every three seconds; a lost database or a refusal of Telegram is tried again."""
        while not stop.is_set():
            try:
                await self.once()
            except (SQLAlchemyError, OSError, TimeoutError, ServiceError, TelegramAPIError) as away:
                log.warning("progress.put_off", error=type(away).__name__)
            try:
                async with asyncio.timeout(EVERY_SECONDS):
                    await stop.wait()
            except TimeoutError:
                continue

    async def once(self) -> int:
        """Draw each campaign that goes, once; return how many there are."""
        async with self.database.reads() as session:
            found = await queries.watched(session)
        self.drawn = {one.campaign_id: self.drawn.get(one.campaign_id, "") for one in found}
        for one in found:
            await self._follow(one)
        return len(found)

    async def _follow(self, one: Watched) -> None:
        async with self.database.reads() as session:
            progress = await queries.progress_of(session, one.campaign_id, now=self.clock())
        if progress.mailing.pending == 0:
            async with self.database.sessions() as session:
                progress = await actions.settle(session, campaign_id=one.campaign_id, now=self.clock())
                await session.commit()
        if one.watcher_id is not None and one.message_id is not None:
            await self._draw(one, progress, one.watcher_id, one.message_id)

    async def _draw(self, one: Watched, progress: Progress, watcher_id: int, message_id: int) -> None:
        async with self.database.reads() as session:
            doors = await people.addresses(session, channel=CHANNEL, person_ids=[watcher_id])
            place = await territory(session, progress.campaign.territory_id)
        if (door := doors.get(watcher_id)) is None:
            return
        words.use(door.locale)
        screen = screens.going(progress) or Screen(reports.report(progress, place), keyboards.ended())
        is_new = self.drawn.get(one.campaign_id) == ""
        if screen.text == self.drawn.get(one.campaign_id):
            return
        self.drawn[one.campaign_id] = screen.text
        if is_new and progress.mailing.pending:
            return  # whoever pressed the button has just been shown the same
        try:
            await self.bot.edit_message_text(
                screen.text, chat_id=int(door.address), message_id=message_id, reply_markup=screen.keyboard
            )
        except TelegramAPIError as refused:
            log.info("progress.not_drawn", campaign=one.campaign_id, error=type(refused).__name__)
