"""Where a typed text is a place, not a search."""

from aiogram.fsm.state import State, StatesGroup


class Seeking(StatesGroup):
    """The place of a search is asked; the data keep the search's name as ``seeking``."""

    place = State()
