"""Buttons of the indicators."""

from collections.abc import Sequence

from aiogram.filters.callback_data import CallbackData

from handlers.common.keyboards import back, home, pages
from handlers.common.screen import Row, button
from handlers.common.words import _


class Indicators(CallbackData, prefix="ind"):
    """The table of indicators; goal 0 is the list of goals."""

    goal_no: int = 0
    page: int = 0


def goals(numbers: Sequence[int]) -> tuple[Row, ...]:
    """Two goals in a row."""
    buttons = [button(_("Goal {number}").format(number=goal), Indicators(goal_no=goal)) for goal in numbers]
    return (*(buttons[at : at + 2] for at in range(0, len(buttons), 2)), home())


def goal(number: int, page: int, total: int) -> tuple[Row, ...]:
    """Pages of one goal."""
    return (*pages(page, total, lambda to: Indicators(goal_no=number, page=to)), back(Indicators()))
