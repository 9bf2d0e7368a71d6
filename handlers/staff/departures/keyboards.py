"""Buttons of the clubs that end, for the staff."""

from aiogram.filters.callback_data import CallbackData

from handlers.common.keyboards import home, pages
from handlers.common.screen import Row, button
from handlers.common.words import _


class Departures(CallbackData, prefix="deps"):
    """The clubs that end, one at a time."""

    territory_id: int = 0
    page: int = 0


def listed(here: int, page: int, total: int) -> tuple[Row, ...]:
    """Under the list."""
    again: Row = [button(_("🔄 Look again"), Departures(territory_id=here, page=page))]
    return (*pages(page, total, lambda to: Departures(territory_id=here, page=to)), again, home())
