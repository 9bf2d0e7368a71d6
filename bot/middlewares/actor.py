"""Who touched: one statement for a person with all posts; a newcomer is written down."""

from typing import Any

from aiogram.types import TelegramObject, Update
from sqlalchemy.ext.asyncio import AsyncSession

from bot.middlewares.touch import Handler, toucher
from handlers.common import words
from services.core.clock import Clock
from services.staff import actions, queries

CHANNEL = "telegram"


class ActorMiddleware:
    """Puts ``actor`` and ``clock`` into the touch and speaks the person's language."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock

    async def __call__(self, handler: Handler, update: TelegramObject, data: dict[str, Any]) -> Any:
        person = toucher(update) if isinstance(update, Update) else None
        if person is None:
            return None
        session: AsyncSession = data["session"]
        locale = words.known(person.language_code)
        words.use(locale)  # should the look-up fail, the apology is in the client's language
        actor = await queries.actor_at(session, channel=CHANNEL, address=str(person.id))
        if actor is None:
            actor = await actions.arrive(
                session,
                channel=CHANNEL,
                address=str(person.id),
                locale=locale,
                now=self._clock(),
            )
        words.use(actor.locale)
        data["actor"] = actor
        data["clock"] = self._clock
        return await handler(update, data)
