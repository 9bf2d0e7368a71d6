"""Where a typed text or a file belongs to a change of the order."""

from aiogram.fsm.state import State, StatesGroup


class Ordering(StatesGroup):
    """A change is being written; the data keep the draft's number and the field, or the order that it is for."""

    code = State()
    value = State()
    file = State()
