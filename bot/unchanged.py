"""An edit that would change nothing is not sent: Telegram refuses it, and two draw the same message.

The progress of a campaign is drawn by whoever presses and by the worker that follows it; each compares with what it
knew before the other drew.
"""

from collections import OrderedDict
from typing import Any

from aiogram import Bot
from aiogram.client.session.middlewares.base import BaseRequestMiddleware, NextRequestMiddlewareType
from aiogram.methods import EditMessageReplyMarkup, EditMessageText, Response, TelegramMethod
from aiogram.methods.base import TelegramType

MESSAGES_KEPT = 10_000
Place = tuple[int | str | None, int | None]


class Unchanged(BaseRequestMiddleware):
    """Remembers the text and keyboard last drawn in each message; the messages drawn last are remembered."""

    def __init__(self) -> None:
        self._drawn: OrderedDict[Place, int] = OrderedDict()

    async def __call__(
        self,
        make_request: NextRequestMiddlewareType[TelegramType],
        bot: Bot,
        method: TelegramMethod[TelegramType],
    ) -> Response[TelegramType]:
        place, drawing = _drawing(method)
        if drawing is None:
            self._drawn.pop(place, None)
            return await make_request(bot, method)
        if self._drawn.get(place) == drawing:
            return True  # type: ignore[return-value]  # (aiogram passes on the result alone; an edit's may be True)
        self._keep(place, drawing)
        try:
            return await make_request(bot, method)
        except BaseException:
            self._drawn.pop(place, None)  # not known to be there: the next one is sent
            raise

    def _keep(self, place: Place, drawing: int) -> None:
        self._drawn[place] = drawing
        self._drawn.move_to_end(place)
        if len(self._drawn) > MESSAGES_KEPT:
            self._drawn.popitem(last=False)


def _drawing(method: TelegramMethod[Any]) -> tuple[Place, int | None]:
    """Which message a call draws, and what; None for a call that does not draw the text."""
    if isinstance(method, EditMessageText):
        keyboard = method.reply_markup.model_dump_json() if method.reply_markup else None
        return (method.chat_id, method.message_id), hash((method.text, str(method.entities), keyboard))
    if isinstance(method, EditMessageReplyMarkup):
        return (method.chat_id, method.message_id), None
    return (None, None), None
