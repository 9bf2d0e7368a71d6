"""Buttons of the order."""

from aiogram.filters.callback_data import CallbackData

from handlers.common.keyboards import back, home, pages
from handlers.common.screen import Row, button
from handlers.common.words import _
from handlers.staff.orders.words import code_short
from services.orders.queries import DraftView, LineView

PER_PAGE = 4


class Orders(CallbackData, prefix="ord"):
    """The lines of a year's order; territory and year 0 are the person's own and this year's."""

    territory_id: int = 0
    year: int = 0
    page: int = 0


class OrderLineOf(CallbackData, prefix="ordln"):
    """One line."""

    line_id: int
    page: int = 0


class ChangeLine(CallbackData, prefix="ordch"):
    """Begin to change a line, or (``out``) to take it out."""

    line_id: int
    out: bool = False


class NewLine(CallbackData, prefix="ordnew"):
    """Ask for the code of a new line."""

    territory_id: int
    year: int


class OrderFile(CallbackData, prefix="ordfile"):
    """Ask for a workbook."""

    territory_id: int
    year: int


class OrderHistory(CallbackData, prefix="ordhist"):
    """What was changed, one amendment a screen."""

    territory_id: int
    year: int
    page: int = 0


class OrderReport(CallbackData, prefix="ordxls"):
    """The report as a workbook."""

    territory_id: int
    year: int


class WriteDraft(CallbackData, prefix="orddr"):
    """Go on with a draft: the question of ``field``, or the next one, or the difference."""

    draft_id: int
    field: str = ""


class KeepAsIs(CallbackData, prefix="ordkeep"):
    """The answer is what the line says now; money is counted from hours and norm."""

    draft_id: int
    field: str


class SayOrder(CallbackData, prefix="ordyes"):
    """Yes to the difference that was counted on this edition."""

    draft_id: int
    edition: int


class LeaveDraft(CallbackData, prefix="ordno"):
    """Throw it away; asked once."""

    draft_id: int
    sure: bool = False


def order(here: int, year: int, lines: list[LineView], page: int, draft: DraftView | None) -> tuple[Row, ...]:
    """Lines of a page, and what can be done with the order."""
    shown = lines[page * PER_PAGE : (page + 1) * PER_PAGE]
    name = {"territory_id": here, "year": year}
    turn = pages(page, max(1, -(-len(lines) // PER_PAGE)), lambda to: Orders(page=to, **name))
    resume = [[button(_("✏️ Go on with the change"), WriteDraft(draft_id=draft.id))]] if draft else []
    lines_two = [button(code_short(line.service_code), OrderLineOf(line_id=line.id, page=page)) for line in shown]
    return (
        *resume,
        *(lines_two[at : at + 2] for at in range(0, len(lines_two), 2)),
        *turn,
        [button(_("➕ Line"), NewLine(**name)), button(_("📄 From a file"), OrderFile(**name))],
        [button(_("🕘 Changes"), OrderHistory(**name)), button(_("📊 Report"), OrderReport(**name))],
        [
            button(f"‹ {year - 1}", Orders(territory_id=here, year=year - 1)),
            button(f"{year + 1} ›", Orders(territory_id=here, year=year + 1)),
        ],
        home(),
    )


def line(one: LineView, page: int) -> tuple[Row, ...]:
    """What can be done with a line."""
    return (
        [
            button(_("✏️ Change"), ChangeLine(line_id=one.id)),
            button(_("Take out"), ChangeLine(line_id=one.id, out=True)),
        ],
        back(Orders(territory_id=one.territory_id, year=one.year, page=page)),
    )


def is_counted(draft: DraftView, field: str) -> bool:
    """Whether the sum can be counted: a cost of a person-hour was written."""
    return field == "money" and len(draft.wanted) == 1 and bool(draft.wanted[0].norm)


def question(draft: DraftView, field: str, before: str | None, *, can_keep: bool) -> tuple[Row, ...]:
    """Under a question: the answer as it is, the question before, later, away."""
    label = _("Count from hours and cost") if is_counted(draft, field) else _("Leave as it is")
    keep = [[button(label, KeepAsIs(draft_id=draft.id, field=field))]] if can_keep else []
    order = Orders(territory_id=draft.territory_id, year=draft.year)
    to = WriteDraft(draft_id=draft.id, field=before) if before else order
    return (*keep, [button(_("Throw away"), LeaveDraft(draft_id=draft.id))], back(to))


def ask(draft: DraftView) -> tuple[Row, ...]:
    """Under the difference."""
    return (
        [button(_("✅ Yes, change the order"), SayOrder(draft_id=draft.id, edition=draft.edition))],
        [button(_("Throw away"), LeaveDraft(draft_id=draft.id))],
        back(WriteDraft(draft_id=draft.id, field="why")),
    )


def throw(draft: DraftView) -> tuple[Row, ...]:
    """The question before a draft is thrown away."""
    return (
        [button(_("Yes, throw away"), LeaveDraft(draft_id=draft.id, sure=True))],
        back(WriteDraft(draft_id=draft.id)),
    )


def mend(again: CallbackData, away: CallbackData) -> tuple[Row, ...]:
    """Under a difference that cannot be."""
    return ([button(_("✏️ Write it again"), again)], [button(_("Throw away"), away)])


def history(here: int, year: int, page: int, total: int) -> tuple[Row, ...]:
    """Amendments, one a page."""
    turn = pages(page, total, lambda to: OrderHistory(territory_id=here, year=year, page=to))
    return (*turn, back(Orders(territory_id=here, year=year)))
