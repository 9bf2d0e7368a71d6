"""The person's dialogue, read and written in the touch's own transaction.

A repeated update is not acted on again: its person sees where their cases stand.
"""

from typing import Any

from aiogram import Bot
from aiogram.fsm.context import FSMContext
from aiogram.fsm.storage.base import StorageKey
from aiogram.types import TelegramObject, Update

from bot.middlewares.touch import Handler, answerable
from bot.storage import TouchStorage
from handlers.common.start.screens import show_again
from handlers.routers import DIALOGUE_BUTTONS
from services.core.actor import Actor
from services.core.clock import Clock


class DialogueMiddleware:
    """Gives ``state`` and ``raw_state`` as aiogram's own FSM middleware would."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock

    async def __call__(self, handler: Handler, update: TelegramObject, data: dict[str, Any]) -> Any:
        bot: Bot = data["bot"]
        actor: Actor = data["actor"]
        key = StorageKey(bot_id=bot.id, chat_id=actor.person_id, user_id=actor.person_id)
        state = FSMContext(storage=TouchStorage(data["session"], self._clock), key=key)
        data["state"] = state
        data["raw_state"] = await state.get_state()
        if isinstance(update, Update) and _leaves(update, data["raw_state"]):
            await state.set_state(None)
            data["raw_state"] = None
        if data["repeated"] and isinstance(update, Update):
            return await show_again(answerable(update), data["session"], actor)
        return await handler(update, data)


def _leaves(update: Update, state: str | None) -> bool:
    """Whether a press belongs to something else than the dialogue that is open."""
    if state is None or update.callback_query is None:
        return False
    inside = DIALOGUE_BUTTONS.get(state.split(":")[0], ())
    return not (update.callback_query.data or "").startswith(inside)
