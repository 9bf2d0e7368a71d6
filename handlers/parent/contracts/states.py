"""Where a typed text is the code of a contract."""

from aiogram.fsm.state import State, StatesGroup


class Signing(StatesGroup):
    """The parent has a code; the data keep the contract's id and the screen that showed the code."""

    code = State()
