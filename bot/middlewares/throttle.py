"""Too many touches in ten seconds are answered, not acted on."""

from collections import Counter, OrderedDict, deque
from collections.abc import Callable
from time import monotonic
from typing import Any

from aiogram.types import CallbackQuery, Message, TelegramObject, Update

from bot.middlewares.touch import Handler, answerable, toucher
from handlers.common import words
from handlers.common.errors import too_fast
from handlers.common.screen import toast

SPAN_SECONDS = 10
MOST_WAITING = 10
"""Touches of one person in hand at once. Their answers leave one a second, and what waits is not confirmed to Telegram:
without a bound one person's flood would fill the hundred updates that a poll can fetch, and silence everybody."""


PERSONS_KEPT = 10_000


class Recent:
    """At most ``most`` passes of each person within ``SPAN_SECONDS``; the persons seen last are remembered.

    Our own few lines: the tried library starts a thread for nearly every touch to tidy its memory, which cost a
    sixth of the touch.
    """

    def __init__(self, most: int, time: Callable[[], float] = monotonic) -> None:
        self._most = most
        self._time = time
        self._passed: OrderedDict[int, deque[float]] = OrderedDict()

    def hit(self, person: int) -> bool:
        """Count a pass; False, and not counted, if there were too many."""
        now = self._time()
        passed = self._passed.pop(person, None)
        if passed is None:
            passed = deque(maxlen=self._most)
        self._passed[person] = passed
        if len(self._passed) > PERSONS_KEPT:
            self._passed.popitem(last=False)
        if len(passed) == self._most and passed[0] > now - SPAN_SECONDS:
            return False
        passed.append(now)
        return True


class ThrottleMiddleware:
    """One person's flood never slows the others; the first touch too many is told so, presses always are."""

    def __init__(self, touches: int) -> None:
        self._touches = Recent(touches)
        self._told = Recent(1)
        self._inside: Counter[int] = Counter()

    async def __call__(self, handler: Handler, update: TelegramObject, data: dict[str, Any]) -> Any:
        person = toucher(update) if isinstance(update, Update) else None
        if person is None or not isinstance(update, Update):
            return None
        words.use(words.known(person.language_code))  # until it is known who this is: the database may be away
        if self._inside[person.id] < MOST_WAITING and self._touches.hit(person.id):
            return await self._pass(person.id, handler, update, data)
        touch = answerable(update)
        if isinstance(touch, CallbackQuery) or (touch is not None and self._told.hit(person.id)):
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
