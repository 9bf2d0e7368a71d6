"""Where a typed text is the hours of an opening."""

from aiogram.fsm.state import State, StatesGroup


class Announcing(StatesGroup):
    """An opening is being announced; the data keep the territory, the mode and the hours that were read."""

    hours = State()
