"""Buttons of the doorway: language, territory, settings, messages wanted."""

from aiogram.filters.callback_data import CallbackData
from aiogram.types import KeyboardButton, ReplyKeyboardMarkup

from handlers.common.words import _


class Languages(CallbackData, prefix="langs"):
    """Show the languages."""


class Language(CallbackData, prefix="lang"):
    """Speak this language."""

    code: str


class Territories(CallbackData, prefix="terrs"):
    """Show the territories."""

    page: int = 0


class ChooseTerritory(CallbackData, prefix="terr"):
    """Be at this territory's desk."""

    territory_id: int


class NearMe(CallbackData, prefix="near"):
    """Choose the territory by location."""


class Help(CallbackData, prefix="help"):
    """How this works."""


class Wanted(CallbackData, prefix="wanted"):
    """Hear of a topic (``on``), or hear of it no more."""

    topic: str
    on: bool


def location() -> ReplyKeyboardMarkup:
    """The client's own button that sends the place once."""
    row = [KeyboardButton(text=_("📍 Send my location"), request_location=True)]
    return ReplyKeyboardMarkup(keyboard=[row], resize_keyboard=True, one_time_keyboard=True)
