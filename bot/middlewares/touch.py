"""What is known of an update before anything is read: who touched, and whether the desk answers at all."""

from collections.abc import Awaitable, Callable
from typing import Any

from aiogram.enums import ChatType
from aiogram.types import CallbackQuery, Chat, Message, TelegramObject, Update, User

Handler = Callable[[TelegramObject, dict[str, Any]], Awaitable[Any]]


def toucher(update: Update) -> User | None:
    """The person of a private touch; None for what the desk is silent about: groups, channels, bots, corrections."""
    event = update.message or update.callback_query or update.my_chat_member
    if event is None or event.from_user is None or event.from_user.is_bot:
        return None
    chat = _chat(event)
    return event.from_user if chat is None or chat.type == ChatType.PRIVATE else None


def _chat(event: object) -> Chat | None:
    if isinstance(event, CallbackQuery):
        return event.message.chat if event.message is not None else None
    return getattr(event, "chat", None)


def answerable(update: Update) -> Message | CallbackQuery | None:
    """What an answer can be given to."""
    return update.message or update.callback_query
