"""One clear line for every expected failure of a command."""

import os

from aiogram.exceptions import ClientDecodeError, TelegramAPIError, TelegramNetworkError, TelegramUnauthorizedError
from aiogram.utils.token import TokenValidationError
from sqlalchemy.exc import SQLAlchemyError

from bot.channel import ChannelRefused
from bot.migrate import DatabaseOutdated
from bot.session import NotTelegram
from bot.settings import SettingsBroken
from handlers.common import words
from handlers.common.words import _
from services.core.crypto import KeysBroken
from services.core.errors import NotFound, ServiceError
from services.territories.errors import PackBroken


class CommandRefused(Exception):
    """A command cannot be done; its text is the sentence."""


def speak() -> None:
    """Use the language of the terminal."""
    words.use(words.known(os.environ.get("LANG", "en").split("_")[0]))


def sentence(error: BaseException) -> str | None:
    """The line for an expected failure, or None for a defect, which keeps its traceback."""
    told: list[tuple[type[BaseException] | tuple[type[BaseException], ...], str]] = [
        ((CommandRefused, ChannelRefused), str(error)),
        (SettingsBroken, _("A setting cannot be used: {error}").format(error=error)),
        (KeysBroken, _("The data keys cannot be used: {error}").format(error=error)),
        (DatabaseOutdated, _("The database is of an older version. Run: kruzhok db upgrade")),
        (TokenValidationError, _("BOT_TOKEN is missing or is not a token. BotFather gives one.")),
        (TelegramUnauthorizedError, _("Telegram does not know this BOT_TOKEN. Check it with BotFather.")),
        (TelegramNetworkError, _("Telegram cannot be reached. Check the network and TELEGRAM_API_URL.")),
        (
            (NotTelegram, ClientDecodeError),
            _("A web page answers at TELEGRAM_API_URL, not a Bot API server. Check the address."),
        ),
        (TelegramAPIError, _("What answers at TELEGRAM_API_URL is not a Bot API server: {error}").format(error=error)),
        (PackBroken, str(error)),
        (NotFound, _("There is no such {what}.").format(what=getattr(error, "what", ""))),
        (ServiceError, _("Refused: {error}").format(error=f"{type(error).__name__} {error}")),
        (SQLAlchemyError, _("The database cannot be used: {error}").format(error=type(error).__name__)),
        (ConnectionError, _("The database cannot be reached. Check DATABASE_URL and whether it runs.")),
        (FileNotFoundError, _("There is no such file: {file}").format(file=getattr(error, "filename", ""))),
    ]
    return next((line for kind, line in told if isinstance(error, kind)), None)


def sentence_of_group(group: BaseExceptionGroup[BaseException]) -> str | None:
    """The line for the first expected failure of several."""
    for error in group.exceptions:
        line = sentence_of_group(error) if isinstance(error, BaseExceptionGroup) else sentence(error)
        if line is not None:
            return line
    return None
