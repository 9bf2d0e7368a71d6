"""Where a typed text is an answer or a message of a thread."""

from aiogram.fsm.state import State, StatesGroup


class Answering(StatesGroup):
    """The data keep the thread and what the text is for."""

    text = State()
