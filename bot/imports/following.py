"""Redraws the progress of the imports before those who have sent the file, and at the end the report."""

import asyncio
from dataclasses import dataclass, field
from datetime import timedelta

import structlog
from aiogram import Bot
from aiogram.exceptions import TelegramAPIError
from sqlalchemy.exc import SQLAlchemyError

from bot.imports.worker import rest
from handlers.common import words
from handlers.common.screen import Screen
from handlers.staff.catalogue import keyboards, texts
from services.core.clock import Clock
from services.core.db import Database
from services.core.errors import ServiceError
from services.programs.queries import imports
from services.programs.queries.imports import ImportView
from services.staff import queries as people
from services.territories.queries import territory

log = structlog.get_logger()
CHANNEL = "telegram"
EVERY_SECONDS = 3.0
LATE = timedelta(minutes=10)
"""An import that ended while nobody drew is drawn once more, if it was not longer ago."""


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
                log.warning("import.not_drawn", error=type(away).__name__)
            await rest(stop, EVERY_SECONDS)

    async def once(self) -> int:
        """Draw what has changed; return how many imports are watched."""
        async with self.database.reads() as session:
            found = await imports.watched(session, since=self.clock() - LATE)
        self.drawn = {one.id: self.drawn.get(one.id, "") for one in found}
        for one in found:
            await self._draw(one)
        return len(found)

    async def _draw(self, one: ImportView) -> None:
        async with self.database.reads() as session:
            doors = await people.addresses(session, channel=CHANNEL, person_ids=[one.person_id or 0])
            place = await territory(session, one.territory_id)
        door = doors.get(one.person_id or 0)
        if door is None or one.message_id is None:
            return
        words.use(door.locale)
        screen = Screen(texts.of_import(one, place), keyboards.of_import(one))
        if screen.text == self.drawn[one.id]:
            return
        self.drawn[one.id] = screen.text
        try:
            await self.bot.edit_message_text(
                screen.text, chat_id=int(door.address), message_id=one.message_id, reply_markup=screen.keyboard
            )
        except TelegramAPIError as refused:
            log.info("import.not_drawn", number=one.id, error=type(refused).__name__)
