"""Where a typed text is a message of a thread."""

from aiogram.fsm.state import State, StatesGroup


class Writing(StatesGroup):
    """``text``: a question or complaint is being written (its draft is kept); ``reply``: a message of a thread."""

    text = State()
    reply = State()
