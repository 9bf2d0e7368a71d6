"""Where a typed text is the club's word."""

from aiogram.fsm.state import State, StatesGroup


class Explaining(StatesGroup):
    """The data keep the thread and what the text is for."""

    text = State()
