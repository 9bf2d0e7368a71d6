"""Buttons of the indicators."""

from collections.abc import Sequence

from aiogram.filters.callback_data import CallbackData

from handlers.common.context import Desk
from handlers.common.keyboards import back, home, pages
from handlers.common.pages.keyboards import PageLink
from handlers.common.screen import Row, button
from handlers.common.words import _
from handlers.staff.plan.keyboards import Plan


class Indicators(CallbackData, prefix="ind"):
    """The table of indicators; goal 0 is the list of goals, territory 0 the person's own."""

    goal_no: int = 0
    page: int = 0
    territory_id: int = 0


class GoalPicture(CallbackData, prefix="indpic"):
    """The picture of a goal."""

    goal_no: int
    territory_id: int


class IndicatorsWhose(CallbackData, prefix="indwho"):
    """Choose another territory of the person's own."""

    page: int = 0


def goals(numbers: Sequence[int], *, territory_id: int, has_plan: bool, can_switch: bool) -> tuple[Row, ...]:
    """Two goals in a row; the plan where the act has one."""
    buttons = [
        button(_("Goal {number}").format(number=goal), Indicators(goal_no=goal, territory_id=territory_id))
        for goal in numbers
    ]
    rows = [buttons[at : at + 2] for at in range(0, len(buttons), 2)]
    if has_plan:
        rows.append([button(_("🗓 Plan of the trial"), Plan(territory_id=territory_id))])
    if can_switch:
        rows.append([button(_("⇄ Another territory"), IndicatorsWhose())])
    return (*rows, home())


def goal(number: int, page: int, total: int, *, territory_id: int, has_picture: bool) -> tuple[Row, ...]:
    """Pages of one goal and its picture."""
    turn = pages(page, total, lambda to: Indicators(goal_no=number, page=to, territory_id=territory_id))
    drawn = [button(_("🖼 Picture"), GoalPicture(goal_no=number, territory_id=territory_id))]
    return (*turn, *([drawn] if has_picture else []), back(Indicators(territory_id=territory_id)))


def beside(numbers: Sequence[int], number: int, *, territory_id: int) -> tuple[Row, ...]:
    """To the goals before and after this one, where the act has them."""
    at = list(numbers).index(number)
    row = [
        button(words.format(number=to), Indicators(goal_no=to, territory_id=territory_id))
        for words, to in (
            *((_("‹ Goal {number}"), one) for one in numbers[max(0, at - 1) : at]),
            *((_("Goal {number} ›"), one) for one in numbers[at + 1 : at + 2]),
        )
    ]
    return (row,) if row else ()


def entering(desk: Desk, *, territory_id: int, year: int) -> tuple[Row, ...]:
    """To the pages where values, documents and what comes from outside are entered; none where there are no pages."""
    if desk.public_url is None:
        return ()
    path = f"/staff/indicators/{territory_id}/{year}"
    return ([button(_("📄 Enter values on the page"), PageLink(path=path))],)


def under_picture(number: int, *, territory_id: int) -> tuple[Row, ...]:
    """From a picture back to its goal."""
    return (back(Indicators(goal_no=number, territory_id=territory_id)),)


def whose(found: Sequence[tuple[int, str]], *, page: int, total: int) -> tuple[Row, ...]:
    """The territories of a page, by id and name."""
    opens = [[button(name, Indicators(territory_id=territory_id))] for territory_id, name in found]
    return (*opens, *pages(page, total, lambda to: IndicatorsWhose(page=to)), back(Indicators()))
