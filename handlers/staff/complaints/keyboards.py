"""Buttons of the body's letters."""

from aiogram.filters.callback_data import CallbackData


class StaffLetters(CallbackData, prefix="cqlist"):
    """What must be answered; ``show`` is ``open``, ``late``, ``mine``, ``free`` or ``all``."""

    show: str = "open"
    page: int = 0


class StaffLetter(CallbackData, prefix="cqone"):
    """One of them, at a message (-1: the last) and a piece of it."""

    complaint_id: int
    page: int = -1
    piece: int = 0


class StaffTake(CallbackData, prefix="cqtake"):
    """It is mine from now on, or nobody's."""

    complaint_id: int
    on: bool = True


class StaffWrite(CallbackData, prefix="cqsay"):
    """A text is awaited: ``deed`` is ``say``, ``ask_club``, ``prolong`` or an outcome of an answer."""

    complaint_id: int
    deed: str
