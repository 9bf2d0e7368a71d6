import math
import time
from collections import deque
from collections.abc import Callable

CREDIT_LIVES = 60.0  # an answer that comes later than this is no answer to the touch
CREDITS_KEPT = 3


class Flood:
    """Telegram's flood control as the desk counts it: sends in a sliding second, and a bucket per chat."""

    def __init__(
        self,
        *,
        per_second: int = 30,
        burst: int = 3,
        refill: float = 1.0,
        now: Callable[[], float] = time.monotonic,
    ) -> None:
        self._per_second = per_second
        self._burst = burst
        self._refill = refill
        self._now = now
        self._sent: deque[float] = deque()
        self._credits: dict[int, deque[float]] = {}
        self._buckets: dict[int, tuple[float, float]] = {}

    def touch(self, chat_id: int) -> None:
        """A person touched the bot: its next send into this chat is an answer and is not counted."""
        self._credits.setdefault(chat_id, deque(maxlen=CREDITS_KEPT)).append(self._now())

    def send(self, chat_id: int) -> int | None:
        """Count a send; seconds to wait when it is refused, and then nothing is counted."""
        now = self._now()
        tokens = self._tokens(chat_id, now)
        if tokens < 1:
            return self._wait(tokens)
        if not self._has_credit(chat_id, now):
            while self._sent and self._sent[0] <= now - 1:
                self._sent.popleft()
            if len(self._sent) >= self._per_second:
                return max(1, math.ceil(self._sent[0] + 1 - now))
            self._sent.append(now)
        else:
            self._credits[chat_id].popleft()
        self._buckets[chat_id] = (tokens - 1, now)
        return None

    def edit(self, chat_id: int) -> int | None:
        """Count a text edit, which obeys the chat's bucket only."""
        now = self._now()
        tokens = self._tokens(chat_id, now)
        if tokens < 1:
            return self._wait(tokens)
        self._buckets[chat_id] = (tokens - 1, now)
        return None

    def _tokens(self, chat_id: int, now: float) -> float:
        tokens, at = self._buckets.get(chat_id, (float(self._burst), now))
        return min(float(self._burst), tokens + (now - at) * self._refill)

    def _wait(self, tokens: float) -> int:
        return max(1, math.ceil((1 - tokens) / self._refill))

    def _has_credit(self, chat_id: int, now: float) -> bool:
        kept = self._credits.get(chat_id)
        while kept and kept[0] <= now - CREDIT_LIVES:
            kept.popleft()
        return bool(kept)
