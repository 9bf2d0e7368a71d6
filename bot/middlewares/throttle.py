"""Too many touches in ten seconds are answered, not acted on."""

from collections import Counter
from typing import Any

from aiogram.types import CallbackQuery, Message, TelegramObject, Update
from limits import RateLimitItemPerSecond
from limits.storage import MemoryStorage
from limits.strategies import MovingWindowRateLimiter

from bot.middlewares.touch import Handler, answerable, toucher
from handlers.common import words
from handlers.common.errors import too_fast
from handlers.common.screen import toast

SPAN_SECONDS = 10
MOST_WAITING = 10
"""Touches of one person in hand at once. Their answers leave one a second, and what waits is not confirmed to Telegram:
without a bound one person's flood would fill the hundred updates that a poll can fetch, and silence everybody."""


class ThrottleMiddleware:
    """One person's flood never slows the others; the first touch too many is told so, presses always are."""

    def __init__(self, touches: int) -> None:
        self._limiter = MovingWindowRateLimiter(MemoryStorage())
        self._touches = RateLimitItemPerSecond(touches, SPAN_SECONDS)
        self._inside: Counter[int] = Counter()
        self._told = RateLimitItemPerSecond(1, SPAN_SECONDS)

    async def __call__(self, handler: Handler, update: TelegramObject, data: dict[str, Any]) -> Any:
        person = toucher(update) if isinstance(update, Update) else None
        if person is None or not isinstance(update, Update):
            return None
        if self._inside[person.id] < MOST_WAITING and self._limiter.hit(self._touches, str(person.id)):
            return await self._pass(person.id, handler, update, data)
        words.use(words.known(person.language_code))
        touch = answerable(update)
        if isinstance(touch, CallbackQuery) or (
            touch is not None and self._limiter.hit(self._told, "told", str(person.id))
        ):
            await _tell(touch, too_fast(SPAN_SECONDS))
        return None

    async def _pass(self, person: int, handler: Handler, update: Update, data: dict[str, Any]) -> Any:
        self._inside[person] += 1
        try:
            return await handler(update, data)
        finally:
            self._inside[person] -= 1
            if not self._inside[person]:
                del self._inside[person]


async def _tell(touch: Message | CallbackQuery, text: str) -> None:
    if isinstance(touch, CallbackQuery):
        await toast(touch, text)
    else:
        await touch.answer(text)
