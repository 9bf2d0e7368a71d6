"""Where the words of a message are awaited."""

from aiogram.fsm.state import State, StatesGroup


class Composing(StatesGroup):
    """A message to everyone is being written; the dialogue keeps its number (0: a new one) and the language."""

    text = State()
    button = State()
