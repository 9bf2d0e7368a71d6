"""Buttons of an opening. No other room's buttons here: other rooms import these."""

from aiogram.filters.callback_data import CallbackData

from handlers.common.keyboards import home
from handlers.common.screen import Row, button
from handlers.common.words import _


class OpeningHow(CallbackData, prefix="ophow"):
    """The hour, the rule and the act."""

    opening_id: int


class MyPlace(CallbackData, prefix="opmine"):
    """The place of an own application, and why."""

    application_id: int


def place_row(number: int) -> Row:
    """The way to an own place."""
    return [button(_("🔢 My place in the order"), MyPlace(application_id=number))]


def how_row(opening_id: int) -> Row:
    """The way to the hour and the rule."""
    return [button(_("🕙 When and in what order"), OpeningHow(opening_id=opening_id))]


def place(number: int, opening_id: int) -> tuple[Row, ...]:
    """Under an own place; the place may change while others file."""
    return ([button(_("🔄 Look again"), MyPlace(application_id=number))], how_row(opening_id), home())
