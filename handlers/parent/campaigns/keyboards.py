"""The button under news that switches them off."""

from aiogram.filters.callback_data import CallbackData

from handlers.common.keyboards import home
from handlers.common.screen import Row, button
from handlers.common.start.keyboards import Wanted
from handlers.common.words import _
from services.notices.rules import NEWS


class NoNews(CallbackData, prefix="cmquiet"):
    """Send me no news."""


def no_news() -> Row:
    """The last row under every piece of news."""
    return [button(_("🔕 No such news"), NoNews())]


def switched_off() -> tuple[Row, ...]:
    """After the news were switched off: back on is one tap."""
    return ([button(_("🔔 Send news after all"), Wanted(topic=NEWS, on=True))], home())
