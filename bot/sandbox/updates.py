import time
from collections.abc import Callable
from itertools import islice, takewhile
from typing import Any

from bot.sandbox.bell import Bell
from bot.sandbox.errors import ApiError

Update = dict[str, Any]

OPTIONAL_KINDS = {"chat_member", "message_reaction", "message_reaction_count"}


class UpdateQueue:
    """Updates wait here until the bot confirms them by a higher offset; till then they are given again and again."""

    def __init__(self, first_id: int, now: Callable[[], float] = time.monotonic) -> None:
        self._next = first_id
        self._now = now
        self._waiting: dict[int, Update] = {}
        self._confirmed_below = first_id
        self._allowed: frozenset[str] | None = None
        self.polls = 0
        self._closed = False
        self._news = Bell()
        self._confirmed = Bell()

    def __len__(self) -> int:
        return len(self._waiting)

    def push(self, kind: str, body: dict[str, Any]) -> int | None:
        """Queue an update; None when the bot does not want this kind (getUpdates, allowed_updates)."""
        if kind in OPTIONAL_KINDS if self._allowed is None else kind not in self._allowed:
            return None
        update_id = self._next
        self._next += 1
        self._waiting[update_id] = {"update_id": update_id, kind: body}
        self._news.ring()
        return update_id

    async def poll(self, offset: int, limit: int, timeout: float, allowed: list[str] | None) -> list[Update]:  # noqa: ASYNC109
        """Long poll (Bot API, getUpdates). A later poller ends an earlier one with 409."""
        if allowed is not None:
            self._allowed = frozenset(allowed) or None
        self._confirm(offset)
        self.polls += 1
        mine = self.polls
        self._news.ring()
        until = self._now() + timeout
        while True:
            left = until - self._now()
            if self._waiting or left <= 0 or self._closed:
                return list(islice(self._waiting.values(), min(max(limit, 1), 100)))
            await self._news.wait(left)
            if self.polls != mine:
                raise ApiError(
                    409,
                    "Conflict: terminated by other getUpdates request; make sure that only one bot instance is running",
                )

    def drop_pending(self) -> None:
        """Forget all that waits (deleteWebhook, drop_pending_updates)."""
        self._confirm(self._next)

    def is_confirmed(self, update_id: int) -> bool:
        return update_id < self._confirmed_below

    async def wait_confirmed(self, update_id: int, seconds: float) -> bool:
        """Wait until the bot confirms this update; whether it did."""
        until = self._now() + seconds
        while not self.is_confirmed(update_id) and not self._closed:
            left = until - self._now()
            if left <= 0 or not await self._confirmed.wait(left):
                break
        return self.is_confirmed(update_id)

    def close(self) -> None:
        """Let all long polls go: the server stops."""
        self._closed = True
        self._news.ring()
        self._confirmed.ring()

    def _confirm(self, offset: int) -> None:
        if offset < 0:
            ids = list(self._waiting)[offset:]
            offset = ids[0] if ids else self._next
        if offset <= self._confirmed_below:
            return
        for update_id in list(takewhile(lambda known: known < offset, self._waiting)):
            del self._waiting[update_id]
        self._confirmed_below = min(offset, self._next)
        self._confirmed.ring()
