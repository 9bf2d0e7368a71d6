"""Buttons of the club's letters."""

from aiogram.filters.callback_data import CallbackData


class ClubLetters(CallbackData, prefix="cllist"):
    """What is asked of the club."""

    page: int = 0


class ClubLetter(CallbackData, prefix="clone"):
    """One of them, at a message (-1: the last) and a piece of it."""

    complaint_id: int
    page: int = -1
    piece: int = 0


class ClubWrite(CallbackData, prefix="clsay"):
    """A text is awaited: ``deed`` is ``say``, ``answer`` or ``explain``."""

    complaint_id: int
    deed: str
