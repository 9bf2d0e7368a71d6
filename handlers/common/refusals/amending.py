"""Words for what an order cannot be changed to."""

from collections.abc import Callable

from handlers.common.refusals.base import Ways, Words
from handlers.common.refusals.orders import INVALID as AMOUNTS
from handlers.common.screen import button
from handlers.common.words import _
from handlers.staff.orders.keyboards import WriteDraft
from services.orders.errors import NothingToChange, OrderChanged, SheetBroken, SheetRow


def _changed(_error: OrderChanged) -> str:
    return _(
        "Somebody has changed this order since the difference was shown, so your change is not made yet. It is kept: "
        "look at the difference anew and decide.",
    )


def _nothing(_error: NothingToChange) -> str:
    return _("The order says this already: there is nothing to change.")


def _sheet(error: SheetBroken) -> str:
    return {
        "large": _("The file is too large for an order: 2 MB at most. Nothing was read."),
        "headings": _("The file has no row of headings that I know. Take the report as a pattern. Nothing was read."),
        "empty": _("Below the headings there are no lines. Nothing was read."),
        "many": _("An order has at most 1,000 rows. Nothing was read."),
    }.get(error.why) or _("This file cannot be read as an XLSX workbook. Save it anew and send it again.")


def _row(error: SheetRow) -> str:
    why = {**AMOUNTS, **INVALID}[(error.field, error.why)]()
    return _("Row {number} of the file: {why}").format(number=error.row, why=why)


def _code() -> str:
    return _("This is no code of a service: at most 32 characters, as the act prints it.")


def _twice() -> str:
    return _("A service's code stands twice: one line a service. Nothing was read.")


def _day() -> str:
    return _("I cannot read this day. Write it like 01.09.2026.")


def _other_year() -> str:
    return _("The day is not in the year of this order. An amendment holds within its own year; write another day.")


def _text() -> str:
    return _("A few words are needed here, 300 characters at most.")


def _choice() -> str:
    return _("Choose one of the fields of the list.")


WORDS: Words = {
    OrderChanged: _changed,
    NothingToChange: _nothing,
    SheetBroken: _sheet,
    SheetRow: _row,
}
WAYS: Ways = {
    OrderChanged: lambda error: ([button(_("Look at the difference"), WriteDraft(draft_id=error.draft_id))],),
}
INVALID: dict[tuple[str, str], Callable[[], str]] = {
    ("order_code", "format"): _code,
    ("order_code", "twice"): _twice,
    ("order_day", "format"): _day,
    ("order_day", "years"): _other_year,
    ("order_act", "format"): _text,
    ("order_number", "format"): _text,
    ("order_focus", "choice"): _choice,
    ("order_why", "format"): _text,
}
