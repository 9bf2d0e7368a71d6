"""Where a typed text is a note to a case."""

from aiogram.fsm.state import State, StatesGroup


class Noting(StatesGroup):
    """A note is being written; the data keep the case's number."""

    text = State()
