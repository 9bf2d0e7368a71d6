import time
from collections.abc import Callable
from itertools import islice, takewhile
from typing import Any

from bot.sandbox.bell import Bell
from bot.sandbox.errors import ApiError

Update = dict[str, Any]

OPTIONAL_KINDS = {"chat_member", "message_reaction", "message_reaction_count"}
ANOTHER = "terminated by other getUpdates request; make sure that only one bot instance is running"


class UpdateQueue:
    """Updates wait here until the bot confirms them by a higher offset; till then they are given again and again."""

    def __init__(self, first_id: int, now: Callable[[], float] = time.monotonic) -> None:
        self._next = first_id
        self._now = now
        self._waiting: dict[int, Update] = {}
        self._allowed: frozenset[str] | None = None
        self.polls = 0
        self._ended = ANOTHER
        self.closed = False
        self.news = Bell()
        self._confirmed = Bell()

    def __len__(self) -> int:
        return len(self._waiting)

    def waiting(self) -> list[Update]:
        """What is not confirmed, oldest first."""
        return list(self._waiting.values())

    def allow(self, kinds: list[str] | None) -> None:
        """Which kinds the bot wants from now on; None keeps the last wish, nothing at all means the usual ones."""
        if kinds is not None:
            self._allowed = frozenset(kinds) or None

    def push(self, kind: str, body: dict[str, Any]) -> int | None:
        """Queue an update; None when the bot does not want this kind (getUpdates, allowed_updates)."""
        if kind in OPTIONAL_KINDS if self._allowed is None else kind not in self._allowed:
            return None
        update_id = self._next
        self._next += 1
        self._waiting[update_id] = {"update_id": update_id, kind: body}
        self.news.ring()
        return update_id

    async def poll(self, offset: int, limit: int, timeout: float, allowed: list[str] | None) -> list[Update]:  # noqa: ASYNC109
        """Long poll (Bot API, getUpdates). A later poller ends an earlier one with 409."""
        self.allow(allowed)
        self._confirm_below(offset)
        self.end_poll(ANOTHER)
        mine = self.polls
        until = self._now() + timeout
        while True:
            left = until - self._now()
            if self._waiting or left <= 0 or self.closed:
                return list(islice(self._waiting.values(), min(max(limit, 1), 100)))
            await self.news.wait(left)
            if self.polls != mine:
                raise ApiError(409, f"Conflict: {self._ended}")

    def end_poll(self, why: str) -> None:
        """End a long poll that waits; its 409 says why."""
        self._ended = why
        self.polls += 1
        self.news.ring()

    def drop_pending(self) -> None:
        """Forget all that waits (deleteWebhook, drop_pending_updates)."""
        self._confirm_below(self._next)

    def confirm(self, update_id: int) -> None:
        """One update is done (a webhook has taken it)."""
        self._waiting.pop(update_id, None)
        self._confirmed.ring()

    def is_confirmed(self, update_id: int) -> bool:
        return update_id < self._next and update_id not in self._waiting

    async def wait_confirmed(self, update_id: int, seconds: float) -> bool:
        """Wait until the bot confirms this update; whether it did."""
        until = self._now() + seconds
        while not self.is_confirmed(update_id) and not self.closed:
            left = until - self._now()
            if left <= 0 or not await self._confirmed.wait(left):
                break
        return self.is_confirmed(update_id)

    def close(self) -> None:
        """Let all long polls go: the server stops."""
        self.closed = True
        self.news.ring()
        self._confirmed.ring()

    def _confirm_below(self, offset: int) -> None:
        if offset < 0:
            ids = list(self._waiting)[offset:]
            offset = ids[0] if ids else self._next
        done = list(takewhile(lambda known: known < offset, self._waiting))
        for update_id in done:
            del self._waiting[update_id]
        if done:
            self._confirmed.ring()
