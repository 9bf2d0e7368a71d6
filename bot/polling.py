"""Fetch updates; tell Telegram that one is done only after its deed is committed.

An update is confirmed by asking for a higher offset. The offset asked for here is the lowest unfinished one, so
a kill loses no press: Telegram delivers it again, and the database knows whether it was done.
"""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from typing import Any

import structlog
from aiogram import Bot, Dispatcher
from aiogram.exceptions import TelegramAPIError, TelegramUnauthorizedError
from aiogram.methods import TelegramMethod
from aiogram.types import Update

log = structlog.get_logger()
ALLOWED = ["message", "callback_query", "my_chat_member", "inline_query", "chosen_inline_result"]
LONG_POLL_SECONDS = 25
PAUSE_SECONDS = 30.0
BREATH_SECONDS = (0.05, 0.2)
"""While touches are in hand, new ones are looked for this often (longer while none come): a slow touch must not hold
up the others, and each look fetches those in hand once more."""


class GetRawUpdates(TelegramMethod[list[dict[str, Any]]]):
    """``getUpdates`` before parsing: updates in hand come with every look and need not be read again."""

    __returning__ = list[dict[str, Any]]
    __api_method__ = "getUpdates"

    offset: int | None = None
    limit: int | None = None
    timeout: int | None = None
    allowed_updates: list[str] = ALLOWED


@dataclass
class Poller:
    """One long poll at a time, many touches at once."""

    bot: Bot
    dispatcher: Dispatcher
    running: dict[int, asyncio.Task[None]] = field(default_factory=dict)
    next_offset: int = 0
    failures: int = 0
    lost: int = 0
    """Polls without an answer since the start."""
    pause: Callable[[float], Awaitable[None]] = asyncio.sleep

    async def run(self, stop: asyncio.Event) -> None:
        """Poll until ``stop``, then let the touches in hand finish and tell Telegram that they are done."""
        async with asyncio.TaskGroup() as group:
            stopping = group.create_task(stop.wait())
            while not stop.is_set():
                polling = group.create_task(self._poll())
                await asyncio.wait({polling, stopping}, return_when=asyncio.FIRST_COMPLETED)
                if not polling.done():
                    polling.cancel()
                    break
                fresh = polling.result()
                for raw in fresh:
                    self.running[raw["update_id"]] = group.create_task(self._handle(raw))
                if self.running:
                    breath = BREATH_SECONDS[not fresh]
                    await asyncio.wait(self.running.values(), timeout=breath)
        await self._confirm()

    async def _confirm(self) -> None:
        """Without this the last touches would come again after the restart."""
        if not self.next_offset:
            return
        try:
            await self.bot(GetRawUpdates(offset=self.next_offset, limit=1, timeout=0))
        except (TelegramAPIError, OSError, TimeoutError) as away:
            log.warning("polling.not_confirmed", error=type(away).__name__)

    async def _poll(self) -> list[dict[str, Any]]:
        """New updates; those in hand come again (they are not confirmed yet) and are left out."""
        offset = min(self.running, default=self.next_offset)
        try:
            asked = GetRawUpdates(offset=offset or None, timeout=0 if self.running else LONG_POLL_SECONDS)
            updates = await self.bot(asked, request_timeout=LONG_POLL_SECONDS + 10)
        except TelegramUnauthorizedError:
            raise
        except (TelegramAPIError, OSError, TimeoutError) as away:
            self.failures += 1
            self.lost += 1
            pause = min(PAUSE_SECONDS, 0.5 * 2**self.failures)
            log.warning("polling.telegram_away", error=type(away).__name__, pause=pause)
            await self.pause(pause)
            return []
        self.failures = 0
        fresh = [raw for raw in updates if raw["update_id"] >= self.next_offset]
        if fresh:
            self.next_offset = fresh[-1]["update_id"] + 1
        return fresh

    async def _handle(self, raw: dict[str, Any]) -> None:
        try:
            update = Update.model_validate(raw, context={"bot": self.bot})
            await self.dispatcher.feed_update(self.bot, update)
        except Exception as defect:  # noqa: BLE001 (the last line of defence: the loop must live)
            log.error("polling.unhandled", update=raw["update_id"], error=type(defect).__name__)
        finally:
            del self.running[raw["update_id"]]
