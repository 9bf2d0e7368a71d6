"""What comes from a chat that is not the desk's: an inline query, and which of its answers was sent.

Such a touch is no conversation. Whoever asks is looked up, never written down; nothing is kept of the update, there is
no dialogue, and nobody is told of an error: the list simply does not change.
"""

from collections import Counter
from contextlib import AbstractAsyncContextManager
from typing import Any

from aiogram.dispatcher.middlewares.base import BaseMiddleware
from aiogram.types import TelegramObject, Update, User
from sqlalchemy.ext.asyncio import AsyncSession

from bot.middlewares.actor import CHANNEL
from bot.middlewares.throttle import Recent
from bot.middlewares.touch import Handler
from handlers.common import words
from services.core.actor import Actor
from services.core.clock import Clock
from services.core.db import Database
from services.staff.queries import actor_at

ASKED = 30
"""Queries of one person in ten seconds: Telegram sends one for nearly every letter."""
IN_HAND = 3
NOBODY = 0
"""The person of an actor who has never come to the desk."""


def asker(update: Update) -> User | None:
    """Who asks from elsewhere; None for every other update, and for bots."""
    event = update.inline_query or update.chosen_inline_result
    return event.from_user if event is not None and not event.from_user.is_bot else None


class ElsewhereMiddleware:
    """Serves such a touch with a session and an actor of its own; every other update goes its way."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock
        self._asked = Recent(ASKED)
        self._inside: Counter[int] = Counter()

    async def __call__(self, handler: Handler, update: TelegramObject, data: dict[str, Any]) -> Any:
        person = asker(update) if isinstance(update, Update) else None
        if person is None or not isinstance(update, Update):
            return await handler(update, data)
        if self._inside[person.id] >= IN_HAND or not self._asked.hit(person.id):
            return None
        self._inside[person.id] += 1
        try:
            async with self._open(update) as session:
                data |= {"elsewhere": True, "session": session, "clock": self._clock}
                data["actor"] = await self._look_up(session, person)
                return await handler(update, data)
        finally:
            self._inside[person.id] -= 1
            if not self._inside[person.id]:
                del self._inside[person.id]

    def _open(self, update: Update) -> AbstractAsyncContextManager[AsyncSession]:
        """A query only reads: it never waits for the writer."""
        return self._database.reads() if update.inline_query is not None else self._database.sessions()

    async def _look_up(self, session: AsyncSession, person: User) -> Actor:
        actor = await actor_at(session, channel=CHANNEL, address=str(person.id))
        actor = actor or Actor(NOBODY, words.known(person.language_code))
        words.use(actor.locale)
        return actor


class OnlyAtTheDesk(BaseMiddleware):
    """Lets a touch from elsewhere past a middleware that is made for conversations."""

    def __init__(self, inner: Any) -> None:
        self._inner = inner

    async def __call__(self, handler: Handler, event: TelegramObject, data: dict[str, Any]) -> Any:
        if data.get("elsewhere"):
            return await handler(event, data)
        return await self._inner(handler, event, data)
