"""A desk of public information: every keyboard that leaves leads to the pages where it would be about a person."""

from aiogram import Bot
from aiogram.client.session.middlewares.base import BaseRequestMiddleware, NextRequestMiddlewareType
from aiogram.methods import Response, TelegramMethod
from aiogram.methods.base import TelegramType
from aiogram.types import InlineKeyboardMarkup

from handlers.common.context import Desk
from handlers.common.pages.public import led


class Leading(BaseRequestMiddleware):
    """The last look before a message leaves: no room can forget it. A desk that may talk in full is left alone."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    async def __call__(
        self,
        make_request: NextRequestMiddlewareType[TelegramType],
        bot: Bot,
        method: TelegramMethod[TelegramType],
    ) -> Response[TelegramType]:
        markup = getattr(method, "reply_markup", None)
        if isinstance(markup, InlineKeyboardMarkup) and self._desk.public_info and self._desk.public_url:
            method = method.model_copy(update={"reply_markup": led(markup, self._desk)})
        return await make_request(bot, method)
