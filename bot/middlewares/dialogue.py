"""The person's dialogue, read and written in the touch's own transaction.

A repeated update is not acted on again: its person sees where their cases stand.
"""

from collections import OrderedDict
from typing import Any

from aiogram import Bot
from aiogram.fsm.context import FSMContext
from aiogram.fsm.storage.base import StorageKey
from aiogram.types import TelegramObject, Update

from bot.middlewares.touch import Handler, answerable, toucher
from bot.storage import TouchStorage
from handlers.common.start.screens import show_again
from handlers.routers import DIALOGUE_BUTTONS
from services.core.actor import Actor
from services.core.clock import Clock

PERSONS_KEPT = 10_000


class BelowMiddleware:
    """Knows whose last touch was refused: the words of it stand below the dialogue, which goes on below them.

    It stands before the database, whose absence is the commonest reason. A restart forgets, and then the dialogue
    goes on where it was.
    """

    def __init__(self) -> None:
        self._refused: OrderedDict[int, None] = OrderedDict()

    async def __call__(self, handler: Handler, update: TelegramObject, data: dict[str, Any]) -> Any:
        person = toucher(update) if isinstance(update, Update) else None
        if person is None:
            return None
        data["below"] = person.id in self._refused
        self._refused.pop(person.id, None)
        try:
            return await handler(update, data)
        except Exception:
            self._refused[person.id] = None
            if len(self._refused) > PERSONS_KEPT:
                self._refused.popitem(last=False)
            raise


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
        if data["below"] and (await state.get_data()).get("screen"):
            await state.update_data(screen=None)
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
