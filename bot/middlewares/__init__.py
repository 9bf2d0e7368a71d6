"""What every touch passes on its way to a handler, outermost first.

sight → elsewhere → throttle → isolation → below → session (with the row that makes an update happen once) → actor and
language → dialogue. What comes from elsewhere (inline mode) passes the first two alone.
aiogram's own error middleware stands behind sight and before the others: an error is worded after the rollback.
"""

from typing import TYPE_CHECKING

from aiogram import Dispatcher

from bot.middlewares.actor import ActorMiddleware
from bot.middlewares.dialogue import BelowMiddleware, DialogueMiddleware
from bot.middlewares.elsewhere import ElsewhereMiddleware, OnlyAtTheDesk
from bot.middlewares.isolation import IsolationMiddleware
from bot.middlewares.session import SessionMiddleware
from bot.middlewares.sight import watch
from bot.middlewares.throttle import ThrottleMiddleware

if TYPE_CHECKING:
    from bot.app import Wiring


def install(dispatcher: Dispatcher, wiring: "Wiring") -> None:
    """Put the middlewares before every handler, in order."""
    watch(dispatcher, wiring.metrics)
    dispatcher.update.outer_middleware(ElsewhereMiddleware(wiring.database, wiring.clock))
    for middleware in (
        ThrottleMiddleware(wiring.settings.throttle_touches),
        IsolationMiddleware(),
        BelowMiddleware(),
        SessionMiddleware(wiring.database, wiring.clock, rung=wiring.rung, touched=wiring.touched),
        ActorMiddleware(wiring.clock),
        DialogueMiddleware(wiring.clock),
    ):
        dispatcher.update.outer_middleware(OnlyAtTheDesk(middleware))
