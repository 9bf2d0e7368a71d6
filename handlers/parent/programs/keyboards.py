"""Buttons of the catalogue. No other room's buttons here: other rooms import these."""

from collections.abc import Sequence

from aiogram.filters.callback_data import CallbackData

from handlers.common.keyboards import home
from handlers.common.screen import Row, button
from handlers.common.words import _
from handlers.parent.programs import texts
from handlers.parent.programs.find_buttons import NearBy
from services.programs.models import Focus


class Find(CallbackData, prefix="prgfind"):
    """What to type, and the focuses."""


class Results(CallbackData, prefix="prglist"):
    """A page of a list: ``query`` names a typed text kept in the dialogue, ``focus`` is empty for all."""

    query: str = ""
    focus: str = ""
    page: int = 0


class GroupCard(CallbackData, prefix="prgcard"):
    """A group with its program; the rest is the list to go back to."""

    group_id: int
    query: str = ""
    focus: str = ""
    page: int = 0


class Groups(CallbackData, prefix="prggrps"):
    """All groups of the program of this one."""

    group_id: int
    page: int = 0


def focuses() -> list[Row]:
    """The six focuses, two in a row."""
    buttons = [button(texts.focus(one), Results(focus=one.value)) for one in Focus]
    return [buttons[at : at + 2] for at in range(0, len(buttons), 2)]


def find(own: Sequence[Row] = ()) -> tuple[Row, ...]:
    """Under the question what to look for: own children, the fields, near a place, everything."""
    return (*own, *focuses(), [button(_("📍 Near"), NearBy()), button(_("All programs"), Results())], home())
