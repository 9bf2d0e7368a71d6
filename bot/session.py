"""The line to a Bot API server; what answers there may be something else."""

from typing import Any

from aiogram import Bot
from aiogram.client.session.aiohttp import AiohttpSession
from aiogram.exceptions import ClientDecodeError, TelegramServerError
from aiogram.methods import Response, TelegramMethod
from aiogram.methods.base import TelegramType
from pydantic import ValidationError


class NotTelegram(TelegramServerError):
    """A page instead of JSON: a wrong address, or a proxy that speaks for a server that is away. Worth another try."""


class Line(AiohttpSession):
    """aiogram's session, to which a proxy's page is an outage and not a defect of ours."""

    def check_response(
        self, bot: Bot, method: TelegramMethod[TelegramType], status_code: int, content: str
    ) -> Response[TelegramType]:
        """Raise NotTelegram for what is no JSON; the page itself is not kept, it may say anything."""
        try:
            return super().check_response(bot, method, status_code, content)
        except ClientDecodeError as broken:
            if isinstance(broken.original, ValidationError):
                raise
            raise _not_telegram(method, status_code) from None


def _not_telegram(method: TelegramMethod[Any], status_code: int) -> NotTelegram:
    return NotTelegram(method, f"HTTP {status_code} without JSON")
