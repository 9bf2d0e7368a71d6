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
from aiogram.exceptions import TelegramEntityTooLarge, TelegramNetworkError, TelegramRetryAfter, TelegramServerError
from aiogram.methods import (
    AnswerCallbackQuery,
    DeleteMessage,
    EditMessageReplyMarkup,
    EditMessageText,
    Response,
    SendDocument,
    SendMessage,
    SendPhoto,
    TelegramMethod,
)
from aiogram.methods.base import TelegramType

SECOND = 1.02
CHAT_BURST = 3
LONGEST_WAIT = 60
"""Seconds that an answer waits in place for Telegram's «retry after», or for Telegram itself."""
AWAY_PAUSES = (0.5, 1, 2, 4, 8, 16, 28)
"""Seconds between the tries of an answer while Telegram is away."""
BULK_WAIT = 5
"""Seconds that a notice waits in place; for a longer pause it is put back, so that a stop is obeyed and no claim
outlives its lease."""
CHATS_KEPT = 10_000
SPEAKS = (SendMessage, EditMessageText, SendDocument, SendPhoto)
ANSWERS = (*SPEAKS, AnswerCallbackQuery, EditMessageReplyMarkup, DeleteMessage)
BULK: ContextVar[bool] = ContextVar("bulk", default=False)
"""Set in the tasks that send notices and campaigns; everything else is an answer."""


class Window:
    """At most ``most`` passes in any sliding second, a little apart: a burst would hold up people's answers."""

    def __init__(self, most: int, time: Callable[[], float] = monotonic) -> None:
        self._passed: deque[list[float]] = deque(maxlen=most)
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

    def take(self) -> tuple[list[float], float]:
        """Take the next free place: the place, and the seconds until it begins."""
        now = self._time()
        start = max(now, self._paused_until)
        if self._passed:
            start = max(start, self._passed[-1][0] + self._gap)
        if len(self._passed) == self._most:
            start = max(start, self._passed[0][0] + SECOND)
        place = [start]
        self._passed.append(place)
        return place, start - now

    def wait(self) -> float:
        """Take the next free place; return the seconds until it begins."""
        return self.take()[1]

    def heard(self, place: list[float]) -> None:
        """Telegram has answered: it counted the message at this moment at the latest, however late it was sent."""
        place[0] = max(place[0], self._time() - (SECOND - 1))


class ChatBuckets:
    """Three at once, then one a ``second``, for each chat; the chats spoken to last are remembered."""

    def __init__(self, time: Callable[[], float] = monotonic, second: float = SECOND) -> None:
        self._full_at: OrderedDict[int | str, float] = OrderedDict()
        self._time = time
        self._second = second

    def take(self, chat: int | str) -> tuple[float, float]:
        """Take one drop: the moment from which it refills, and the seconds until it may be used."""
        now = self._time()
        begins = max(self._full_at.pop(chat, now), now)
        self._full_at[chat] = begins + self._second
        if len(self._full_at) > CHATS_KEPT:
            self._full_at.popitem(last=False)
        return begins, max(0.0, begins - now - (CHAT_BURST - 1) * self._second)

    def heard(self, chat: int | str, begins: float) -> None:
        """Telegram has answered: a full bucket began to refill at this moment at the latest, not when it was sent."""
        if chat in self._full_at:
            self._full_at[chat] += max(0.0, self._time() - begins)


class Mouth(BaseRequestMiddleware):
    """Waits for the chat's bucket before each message, then for the window's place; once for «retry after».

    Telegram's pause after a notice is the notices' only: people are still answered. After an answer it is the chat's.
    An answer outlives a minute without Telegram: its deed is committed, and nobody else would tell the person of it.
    A notice that was not taken stays in the outbox.
    """

    def __init__(
        self,
        *,
        chats: ChatBuckets,
        notices: Window,
        pause: Callable[[float], Awaitable[None]] = asyncio.sleep,
        time: Callable[[], float] = monotonic,
    ) -> None:
        self.chats = chats
        self.notices = notices
        self.pause = pause
        self._time = time

    async def __call__(
        self,
        make_request: NextRequestMiddlewareType[TelegramType],
        bot: Bot,
        method: TelegramMethod[TelegramType],
    ) -> Response[TelegramType]:
        if (chat := _chat(method)) is None:
            return await self._say(make_request, bot, method)
        begins, wait = self.chats.take(chat)
        if wait:
            await self.pause(wait)
        try:
            return await self._say(make_request, bot, method)
        finally:
            self.chats.heard(chat, begins)

    async def _say(
        self,
        make_request: NextRequestMiddlewareType[TelegramType],
        bot: Bot,
        method: TelegramMethod[TelegramType],
    ) -> Response[TelegramType]:
        """Send; once more after Telegram's «retry after»."""
        is_bulk = BULK.get()
        send = self._in_place if is_bulk else self._patiently
        try:
            return await send(make_request, bot, method)
        except TelegramRetryAfter as told:
            if is_bulk:
                self.notices.pause(told.retry_after)
            elif told.retry_after > LONGEST_WAIT:
                raise
            else:
                await self.pause(told.retry_after)
        return await send(make_request, bot, method)

    async def _patiently(
        self,
        make_request: NextRequestMiddlewareType[TelegramType],
        bot: Bot,
        method: TelegramMethod[TelegramType],
    ) -> Response[TelegramType]:
        """Send an answer; again while Telegram is away. One whose receipt alone was lost is rather seen twice."""
        until = self._time() + LONGEST_WAIT
        for pause in AWAY_PAUSES if isinstance(method, ANSWERS) else ():
            try:
                return await make_request(bot, method)
            except (TelegramNetworkError, TelegramServerError) as away:
                if isinstance(away, TelegramEntityTooLarge) or self._time() + pause > until:
                    raise
            await self.pause(pause)
        return await make_request(bot, method)

    async def _in_place(
        self,
        make_request: NextRequestMiddlewareType[TelegramType],
        bot: Bot,
        method: TelegramMethod[TelegramType],
    ) -> Response[TelegramType]:
        """Send in the window's next place. Raises TelegramRetryAfter for a pause that is too long to wait for here."""
        if (left := self.notices.left()) > BULK_WAIT:
            raise TelegramRetryAfter(method, "the notices pause", ceil(left))
        place, wait = self.notices.take()
        await self.pause(wait)
        try:
            return await make_request(bot, method)
        finally:
            self.notices.heard(place)


def _chat(method: TelegramMethod[Any]) -> int | str | None:
    """The chat whose bucket a call spends."""
    return method.chat_id if isinstance(method, SPEAKS) else None
