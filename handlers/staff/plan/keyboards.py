"""Buttons of the plan."""

from aiogram.filters.callback_data import CallbackData

from handlers.common.keyboards import back, home, pages
from handlers.common.screen import Row, button
from handlers.common.words import _
from services.plan.queries import Item
from services.plan.queries import Plan as PlanView
from services.plan.rules import State

PER_PAGE = 6
STATES = (State.OVERDUE, State.ARCHIVE)
"""The lists across the stages: what is late, and what an act that is over has left."""


class Plan(CallbackData, prefix="plan"):
    """The stages of a territory's plan; territory 0 is the person's own."""

    territory_id: int = 0


class PlanStage(CallbackData, prefix="planst"):
    """The rows of one stage."""

    territory_id: int
    stage_no: int
    page: int = 0


class PlanLate(CallbackData, prefix="planlate"):
    """The rows of all stages that are overdue, or in the archive."""

    territory_id: int
    standing: str
    page: int = 0


class PlanRow(CallbackData, prefix="planrow"):
    """One row."""

    territory_id: int
    key: str


class MarkRow(CallbackData, prefix="planask"):
    """Ask how it was done."""

    territory_id: int
    key: str


class MarkToday(CallbackData, prefix="plando"):
    """It was done today."""

    territory_id: int
    key: str


class UndoRow(CallbackData, prefix="planundo"):
    """Take the mark back; asked once."""

    territory_id: int
    key: str
    sure: bool = False


class PlanWhose(CallbackData, prefix="planwho"):
    """Choose another territory of the person's own."""

    page: int = 0


def stages(plan: PlanView, *, can_switch: bool) -> tuple[Row, ...]:
    """What is late first, then the stages, two in a row."""
    here = plan.territory.id
    rows: list[Row] = []
    for standing, label in ((State.OVERDUE, _("⚠️ Overdue: {count}")), (State.ARCHIVE, _("🗄 Archive: {count}"))):
        count = len(plan.in_state(standing))
        if count:
            rows.append([button(label.format(count=count), PlanLate(territory_id=here, standing=standing.value))])
    opens = [
        button(_("Stage {number}").format(number=number), PlanStage(territory_id=here, stage_no=number))
        for number in plan.stages()
    ]
    rows.extend(opens[at : at + 2] for at in range(0, len(opens), 2))
    if can_switch:
        rows.append([button(_("⇄ Another territory"), PlanWhose())])
    return (*rows, home())


def items(here: int, shown: tuple[Item, ...]) -> list[Row]:
    """The rows of a page, two buttons in a row."""
    opens = [
        button(_("Row {number}").format(number=item.label), PlanRow(territory_id=here, key=item.key)) for item in shown
    ]
    return [opens[at : at + 2] for at in range(0, len(opens), 2)]


def stage(here: int, shown: tuple[Item, ...], *, number: int, page: int, total: int) -> tuple[Row, ...]:
    """A page of a stage."""
    turn = pages(page, total, lambda to: PlanStage(territory_id=here, stage_no=number, page=to))
    return (*items(here, shown), *turn, back(Plan(territory_id=here)))


def late(here: int, shown: tuple[Item, ...], *, standing: State, page: int, total: int) -> tuple[Row, ...]:
    """A page of what is late."""
    turn = pages(page, total, lambda to: PlanLate(territory_id=here, standing=standing.value, page=to))
    return (*items(here, shown), *turn, back(Plan(territory_id=here)))


def row(plan: PlanView, item: Item) -> tuple[Row, ...]:
    """Under a row: mark it, or take the mark back."""
    here = plan.territory.id
    deed = (
        button(_("✅ Mark as done"), MarkRow(territory_id=here, key=item.key))
        if item.mark is None
        else button(_("↩️ Not done after all"), UndoRow(territory_id=here, key=item.key))
    )
    page = [one.key for one in plan.stages()[item.stage_no]].index(item.key) // PER_PAGE
    return ([deed], back(PlanStage(territory_id=here, stage_no=item.stage_no, page=page)))


def asking(here: int, key: str) -> tuple[Row, ...]:
    """The question before a mark."""
    return (
        [button(_("Yes, done today"), MarkToday(territory_id=here, key=key))],
        back(PlanRow(territory_id=here, key=key)),
    )


def sure(here: int, key: str) -> tuple[Row, ...]:
    """The question before a mark is taken back."""
    yes = button(_("Yes, take the mark back"), UndoRow(territory_id=here, key=key, sure=True))
    return ([yes], back(PlanRow(territory_id=here, key=key)))


def to_row(here: int, key: str) -> Row:
    """To the row of a refusal."""
    return [button(_("To the row of the plan"), PlanRow(territory_id=here, key=key))]
