"""What keeps the screen of an open dialogue before the person's eyes."""

from collections.abc import Awaitable, Callable
from typing import Any

from aiogram.fsm.context import FSMContext
from aiogram.types import TelegramObject


async def keep_in_sight(
    handler: Callable[[TelegramObject, dict[str, Any]], Awaitable[Any]], message: TelegramObject, data: dict[str, Any]
) -> Any:
    """A middleware of rooms that answer in the middle of a dialogue: its next screen is a new message, below theirs."""
    state: FSMContext = data["state"]
    if await state.get_state() is not None:
        await state.update_data(screen=None)
    return await handler(message, data)
