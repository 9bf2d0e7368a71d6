"""What of a touch may be seen from outside: a number, a pseudonym, a room, an outcome, a duration. Nothing said.

``Sight`` stands before everything, aiogram's error middleware too, so that the line about an error carries the same
names; ``Verdict`` stands behind that middleware and sees the error before it is worded; ``Room`` stands before
the handler and knows whose it is.
"""

from dataclasses import dataclass
from time import perf_counter
from typing import Any

import structlog
from aiogram import Dispatcher, Router
from aiogram.dispatcher.event.bases import UNHANDLED
from aiogram.types import TelegramObject, Update
from structlog.contextvars import bound_contextvars

from bot.metrics import Metrics
from bot.middlewares.elsewhere import asker
from bot.middlewares.touch import Handler, toucher
from handlers.common.errors import outcome_of
from services.core.actor import Actor
from services.core.crypto import keyring

log = structlog.get_logger()
NOBODY = "none"
PSEUDONYM = 10
"""Hexadecimal digits: enough to follow one person through a log, no way back without the desk's keys."""


@dataclass
class Touch:
    """What has been seen of the touch so far."""

    room: str = NOBODY
    outcome: str | None = None


def pseudonym(person_id: int) -> str:
    """A person's name in the logs: keyed, so that nobody counts through the numbers to find it."""
    return keyring().blind_index(str(person_id), "log.person")[:PSEUDONYM]


class Sight:
    """One line and one count for each touch."""

    def __init__(self, metrics: Metrics) -> None:
        self._metrics = metrics

    async def __call__(self, handler: Handler, update: TelegramObject, data: dict[str, Any]) -> Any:
        if not isinstance(update, Update) or (toucher(update) or asker(update)) is None:
            self._metrics.touches.labels(NOBODY, "ignored").inc()
            return await handler(update, data)
        data["sight"] = seen = Touch()
        begun = perf_counter()
        with bound_contextvars(update=update.update_id, room=NOBODY, person=NOBODY):
            try:
                result = await handler(update, data)
                seen.outcome = seen.outcome or _quiet_outcome(data, result)
            finally:
                spent = perf_counter() - begun
                outcome = seen.outcome or "cut"
                self._metrics.touched(seen.room, outcome, spent)
                log.info("touch", outcome=outcome, kind=update.event_type, ms=round(spent * 1000, 1))
        return result


def _quiet_outcome(data: dict[str, Any], result: Any) -> str:
    """The outcome of a touch that raised nothing."""
    if "session" not in data:
        return "held"  # too fast, or answered by this very process before
    if data.get("elsewhere"):
        return "asked"
    if data.get("repeated"):
        return "repeated"
    return "ignored" if result is UNHANDLED else "done"


class Verdict:
    """Notes what an error means before it is turned into words."""

    async def __call__(self, handler: Handler, update: TelegramObject, data: dict[str, Any]) -> Any:
        try:
            return await handler(update, data)
        except Exception as error:
            seen = data.get("sight")
            if isinstance(seen, Touch):
                seen.outcome = outcome_of(error)
            raise


class Room:
    """Notes whose handler it is; the lines of the deed itself carry it too."""

    async def __call__(self, handler: Handler, event: TelegramObject, data: dict[str, Any]) -> Any:
        router: Router = data["event_router"]
        seen: Touch = data.get("sight") or Touch()
        seen.room = router.name
        actor: Actor = data["actor"]
        structlog.contextvars.bind_contextvars(room=router.name, person=pseudonym(actor.person_id))
        return await handler(event, data)


def watch(dispatcher: Dispatcher, metrics: Metrics) -> None:
    """Put the three in their places; to be called before the other middlewares are."""
    first = dispatcher.update.outer_middleware
    own = list(first)
    for aiograms in own:
        first.unregister(aiograms)
    first.register(Sight(metrics))
    for aiograms in own:
        first.register(aiograms)
    first.register(Verdict())
    room = Room()
    for observer in (dispatcher.message, dispatcher.callback_query, dispatcher.my_chat_member):
        observer.middleware(room)
    for observer in (dispatcher.inline_query, dispatcher.chosen_inline_result):
        observer.middleware(room)
