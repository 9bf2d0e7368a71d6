"""Buttons that every room has: back home, and pages."""

from collections.abc import Callable, Sequence

from aiogram.filters.callback_data import CallbackData
from aiogram.types import InlineKeyboardButton

from handlers.common.screen import Row, button
from handlers.common.words import _


class Home(CallbackData, prefix="home"):
    """To the menu."""


class Noop(CallbackData, prefix="noop"):
    """A label between buttons: «2 / 5»."""


def home() -> Row:
    """The row that leads to the menu."""
    return [button(_("🏠 Menu"), Home())]


def back(data: CallbackData) -> Row:
    """Back to the screen before, and to the menu."""
    return [button(_("← Back"), data), button(_("🏠 Menu"), Home())]


def pages(page: int, total: int, to: Callable[[int], CallbackData]) -> Sequence[Row]:
    """Arrows of a paged list; nothing for a single page. ``page`` counts from 0."""
    if total <= 1:
        return ()
    row: list[InlineKeyboardButton] = []
    if page > 0:
        row.append(button("‹", to(page - 1)))
    row.append(button(f"{page + 1} / {total}", Noop()))
    if page + 1 < total:
        row.append(button("›", to(page + 1)))
    return (row,)
