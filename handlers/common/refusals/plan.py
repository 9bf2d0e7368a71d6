"""Words for the errors of the plan room."""

from collections.abc import Callable

from handlers.common.refusals.base import Ways, Words
from handlers.common.screen import Row
from handlers.common.words import _
from handlers.staff.plan.keyboards import to_row
from services.plan.errors import AlreadyDone, NotDone
from services.plan.rules import NOTE_MOST


def _already(_error: AlreadyDone) -> str:
    return _(
        "A colleague has marked this row as done already. Nothing was changed; the row shows the day and the note."
    )


def _not_done(_error: NotDone) -> str:
    return _("This row has no mark any more, so nothing was taken back. Open the row to mark it again.")


def _way(error: AlreadyDone | NotDone) -> tuple[Row, ...]:
    return (to_row(error.territory_id, error.key),)


WORDS: Words = {AlreadyDone: _already, NotDone: _not_done}
WAYS: Ways = {AlreadyDone: _way, NotDone: _way}
INVALID: dict[tuple[str, str], Callable[[], str]] = {
    ("plan_day", "date"): lambda: _("There is no such day in the calendar. Write it like 14.05.2024, then the note."),
    ("plan_day", "future"): lambda: _(
        "That day is still to come. Write the day on which the row was done, or press the button."
    ),
    ("plan_day", "early"): lambda: _("That day is long before the act. Please check the year and write it again."),
    ("plan_note", "long"): lambda: _(
        "That is too long for a note: at most {count} characters. Please write it shorter."
    ).format(count=NOTE_MOST),
    ("plan_note", "format"): lambda: _(
        "I need a text here: the day and a note, like “14.05.2024 order No. 5”, or the button."
    ),
}
