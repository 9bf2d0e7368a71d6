"""Where a typed text is the day and the note of a mark."""

from aiogram.fsm.state import State, StatesGroup


class Marking(StatesGroup):
    """A row is being marked as done; the data keep the territory and the row."""

    note = State()
