"""Buttons of a choice of another place. No other room's buttons here: other rooms import these."""

from collections.abc import Sequence

from aiogram.filters.callback_data import CallbackData

from handlers.common.keyboards import home
from handlers.common.screen import Row, button
from handlers.common.words import _

LONGEST = 34
Place = tuple[int, str]
"""A group and the title of its program."""


class Choices(CallbackData, prefix="depall"):
    """Every choice of the family."""


class Choice(CallbackData, prefix="dep"):
    """One child's choice."""

    placement_id: int


class TakePlace(CallbackData, prefix="deptake"):
    """The child goes there: one tap."""

    placement_id: int
    group_id: int


class LeaveClub(CallbackData, prefix="depleave"):
    """No other place, the money goes back; asked once."""

    placement_id: int
    sure: bool = False


def cut(text: str) -> str:
    """A button's worth of a title."""
    return text if len(text) <= LONGEST else text[: LONGEST - 1].rstrip() + "…"


def places(placement_id: int, found: Sequence[Place], search: Row, *, can_leave: bool = True) -> tuple[Row, ...]:
    """A button for each place, then the other ways."""
    rows: list[Row] = [
        [button(f"{at}. {cut(title)}", TakePlace(placement_id=placement_id, group_id=group_id))]
        for at, (group_id, title) in enumerate(found, 1)
    ]
    leave = [button(_("No other club…"), LeaveClub(placement_id=placement_id))] if can_leave else []
    return (*rows, [*search, *leave], home())


def child(placement_id: int, name: str, found: Sequence[Place], *, is_short: bool) -> list[Row]:
    """A child's rows among brothers and sisters: the first place, and all that can be chosen."""
    opened = [button(_("{child}: choose").format(child=cut(name)), Choice(placement_id=placement_id))]
    if is_short or not found:
        return [opened]
    group_id, title = found[0]
    return [[button(cut(f"{name}: {title}"), TakePlace(placement_id=placement_id, group_id=group_id))], opened]


def sure(placement_id: int) -> tuple[Row, ...]:
    """The question before the club is left for no other."""
    yes = button(_("Yes, end it with the club"), LeaveClub(placement_id=placement_id, sure=True))
    return ([yes], [button(_("← Back"), Choice(placement_id=placement_id)), *home()])
