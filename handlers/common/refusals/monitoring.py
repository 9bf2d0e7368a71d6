"""Words for the errors of the monitoring room."""

from collections.abc import Callable

from handlers.common.refusals.base import Words
from handlers.common.words import _
from services.monitoring.errors import NoChecklist, NothingChecked, ObjectionOpen, ObjectionOver
from services.monitoring.rules import TEXT_MOST


def _no_checklist(_error: NoChecklist) -> str:
    return _("On that day no checklist was in force here. Put one in force first, or choose a later day.")


def _nothing(_error: NothingChecked) -> str:
    return _("Nothing is marked as met or not met yet. Mark at least one measure, then sign.")


def _over(_error: ObjectionOver) -> str:
    return _("The term for objections is over. Write to the body by an ordinary letter.")


def _open(_error: ObjectionOpen) -> str:
    return _("The club's objection waits for an answer. Answer it, then close the check.")


WORDS: Words = {NoChecklist: _no_checklist, NothingChecked: _nothing, ObjectionOver: _over, ObjectionOpen: _open}
INVALID: dict[tuple[str, str], Callable[[], str]] = {
    ("measures", "choice"): lambda: _("Choose at least one measure of the list."),
    ("finding", "blank"): lambda: _("A measure that is not met needs words: what was found?"),
    ("finding", "long"): lambda: _("That is too long: at most {count} characters.").format(count=TEXT_MOST),
    ("remedy", "day"): lambda: _("A measure that is not met needs a day to mend it by, not before the check."),
    ("objection", "blank"): lambda: _("Write why the mark is not right, in a sentence or two."),
    ("objection", "long"): lambda: _("That is too long: at most {count} characters.").format(count=TEXT_MOST),
    ("unit", "blank"): lambda: _("Write the name of the unit."),
    ("unit", "long"): lambda: _("That name is too long: at most 300 characters."),
    ("visit_day", "future"): lambda: _("That day is still to come. A check is entered when it is held."),
    ("visit_day", "date"): lambda: _("Choose a day of the calendar."),
}
