"""Where typed text is awaited."""

from aiogram.fsm.state import State, StatesGroup


class Filling(StatesGroup):
    """A form is being filled; the dialogue keeps which question of which form, for which group, on which message."""

    answer = State()
