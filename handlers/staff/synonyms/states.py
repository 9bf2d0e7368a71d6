"""Where a typed text is a pair of words."""

from aiogram.fsm.state import State, StatesGroup


class Pairing(StatesGroup):
    """A pair is being added; the data keep the territory."""

    words = State()
