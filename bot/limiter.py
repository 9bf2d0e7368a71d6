"""One mouth: every message of a bot token passes here (Bot API FAQ: 30 messages a second, 1 a second per chat).

Notices and campaigns share a sliding second; answers to a person's own touch are not counted there, and both obey
the chat's own bucket. The windows are a little longer than Telegram's, because messages arrive less evenly than
they leave.
"""

import asyncio
from collections import OrderedDict, deque
from collections.abc import Awaitable, Callable
from contextvars import ContextVar
from math import ceil
from time import monotonic
from typing import Any

from aiogram import Bot
from aiogram.client.session.middlewares.base import BaseRequestMiddleware, NextRequestMiddlewareType
from aiogram.exceptions import TelegramRetryAfter
from aiogram.methods import EditMessageText, Response, SendDocument, SendMessage, SendPhoto, TelegramMethod
from aiogram.methods.base import TelegramType

SECOND = 1.02
CHAT_BURST = 3
LONGEST_WAIT = 60
"""Seconds that an answer waits in place for Telegram's «retry after»."""
BULK_WAIT = 5
"""Seconds that a notice waits in place; for a longer pause it is put back, so that a stop is obeyed and no claim
outlives its lease."""
CHATS_KEPT = 10_000
SPEAKS = (SendMessage, EditMessageText, SendDocument, SendPhoto)
BULK: ContextVar[bool] = ContextVar("bulk", default=False)
"""Set in the tasks that send notices and campaigns; everything else is an answer."""


class Window:
    """At most ``most`` passes in any sliding second, a little apart: a burst would hold up people's answers."""

    def __init__(self, most: int, time: Callable[[], float] = monotonic) -> None:
        self._passed: deque[float] = deque(maxlen=most)
        self._most = most
        self._gap = SECOND / most / 8
        self._time = time
        self._paused_until = 0.0

    def pause(self, seconds: float) -> None:
        """Telegram named a time: nobody passes before it."""
        self._paused_until = max(self._paused_until, self._time() + seconds)

    def left(self) -> float:
        """Seconds of the pause that are still to come."""
        return max(0.0, self._paused_until - self._time())

    def wait(self) -> float:
        """Take the next free place; return the seconds until it begins."""
        now = self._time()
        start = max(now, self._paused_until)
        if self._passed:
            start = max(start, self._passed[-1] + self._gap)
        if len(self._passed) == self._most:
            start = max(start, self._passed[0] + SECOND)
        self._passed.append(start)
        return start - now


class ChatBuckets:
    """Three at once, then one a second, for each chat; the chats spoken to last are remembered."""

    def __init__(self, time: Callable[[], float] = monotonic) -> None:
        self._full_at: OrderedDict[int | str, float] = OrderedDict()
        self._time = time

    def wait(self, chat: int | str) -> float:
        """Take one drop; return the seconds until it may be used."""
        now = self._time()
        full_at = max(self._full_at.pop(chat, now), now) + SECOND
        self._full_at[chat] = full_at
        if len(self._full_at) > CHATS_KEPT:
            self._full_at.popitem(last=False)
        return max(0.0, full_at - now - CHAT_BURST * SECOND)


class Mouth(BaseRequestMiddleware):
    """Waits for the chat's bucket before each message, then for the window's place; once for «retry after».

    Telegram's pause after a notice is the notices' only: people are still answered. After an answer it is the chat's.
    """

    def __init__(
        self,
        *,
        chats: ChatBuckets,
        notices: Window,
        pause: Callable[[float], Awaitable[None]] = asyncio.sleep,
    ) -> None:
        self.chats = chats
        self.notices = notices
        self.pause = pause

    async def __call__(
        self,
        make_request: NextRequestMiddlewareType[TelegramType],
        bot: Bot,
        method: TelegramMethod[TelegramType],
    ) -> Response[TelegramType]:
        is_bulk = BULK.get()
        if isinstance(method, SPEAKS) and method.chat_id is not None:
            if wait := self.chats.wait(method.chat_id):
                await self.pause(wait)
            if is_bulk:
                await self._take_place(method)
        try:
            return await make_request(bot, method)
        except TelegramRetryAfter as told:
            if is_bulk:
                self.notices.pause(told.retry_after)
                await self._take_place(method)
            elif told.retry_after > LONGEST_WAIT:
                raise
            else:
                await self.pause(told.retry_after)
        return await make_request(bot, method)

    async def _take_place(self, method: TelegramMethod[Any]) -> None:
        """Raises TelegramRetryAfter while a pause is too long to be waited for here."""
        if (left := self.notices.left()) > BULK_WAIT:
            raise TelegramRetryAfter(method, "the notices pause", ceil(left))
        await self.pause(self.notices.wait())
