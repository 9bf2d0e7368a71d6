"""One person's touches are handled one after another: a double press meets the first one's result."""

import asyncio
from typing import Any
from weakref import WeakValueDictionary

from aiogram.types import TelegramObject, Update

from bot.middlewares.touch import Handler, toucher


class IsolationMiddleware:
    """A lock per person, forgotten when nobody waits for it."""

    def __init__(self) -> None:
        self._locks: WeakValueDictionary[int, asyncio.Lock] = WeakValueDictionary()

    async def __call__(self, handler: Handler, update: TelegramObject, data: dict[str, Any]) -> Any:
        person = toucher(update) if isinstance(update, Update) else None
        if person is None:
            return None
        lock = self._locks.setdefault(person.id, asyncio.Lock())
        async with lock:
            return await handler(update, data)
