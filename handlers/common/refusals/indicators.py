"""Words for the errors of the indicators room."""

from collections.abc import Callable

from handlers.common.refusals.base import Words
from handlers.common.words import _, _n
from services.indicators.errors import ReasonNeeded, SameHand, StillMissing, TableFixed
from services.indicators.rules import TEXT_MOST


def _fixed(error: TableFixed) -> str:
    return _(
        "The table of {year} is agreed, so its values stand. Send it back, or open a correction once it is published."
    ).format(year=error.year)


def _reason(_error: ReasonNeeded) -> str:
    return _("This row is counted by itself. To put another value there, write why the counted one is not right.")


def _same(_error: SameHand) -> str:
    return _("You agreed this table yourself. Another head signs it: two persons stand for the figures.")


def _missing(error: StillMissing) -> str:
    count, rows = len(error.rows), ", ".join(error.rows)
    told = _n("{count} row by hand has no value yet: {rows}.", "{count} rows by hand have no value yet: {rows}.", count)
    ask = _("Enter them, or tick that the table is agreed even so.")
    return f"{told.format(count=count, rows=rows)} {ask}"


WORDS: Words = {TableFixed: _fixed, ReasonNeeded: _reason, SameHand: _same, StillMissing: _missing}
INVALID: dict[tuple[str, str], Callable[[], str]] = {
    ("indicator", "blank"): lambda: _("I need a value here: a number, or a word of the act like “yes”."),
    ("indicator", "pending"): lambda: _(
        "“Will be determined” is not a value. Enter the factor analysis when it is confirmed."
    ),
    ("indicator", "word"): lambda: _("This row is told in words: no, preparation, completion, held, there is, yes."),
    ("indicator", "number"): lambda: _("I need a number here, in digits, like 30 700."),
    ("indicator", "negative"): lambda: _("The value cannot be below zero. Please check the sign."),
    ("indicator", "fraction"): lambda: _("Units and people are whole. Please write a whole number."),
    ("indicator", "places"): lambda: _("One digit after the comma is enough, like 85,5."),
    ("indicator", "hundred"): lambda: _("A share is from 0 to 100 percent. Please check the number."),
    ("evidence", "blank"): lambda: _("Which document is it from? Write its name, number and date."),
    ("evidence", "long"): lambda: _("That is too long: at most {count} characters.").format(count=TEXT_MOST),
    ("override", "long"): lambda: _("That is too long: at most {count} characters.").format(count=TEXT_MOST),
    ("indicator_year", "range"): lambda: _("The table is kept from the act's first year to this one. Choose a year."),
    ("indicator_due", "past"): lambda: _("That day is over. Choose today or a later day."),
    ("indicator_due", "date"): lambda: _("Choose a day of the calendar."),
    ("coverage", "whole"): lambda: _("Children in education cannot be more than all children. Please check both."),
    ("coverage", "number"): lambda: _("Both figures are whole numbers of children, in digits."),
    ("support_day", "future"): lambda: _("That day is still to come. Enter support when it is given."),
    ("support_day", "date"): lambda: _("Choose a day of the calendar."),
    ("support_amount", "range"): lambda: _("That sum cannot be right. Write roubles, or 0 for support in kind."),
    ("support_amount", "number"): lambda: _("I need a sum in roubles, in digits, like 150000,00."),
    ("support_amount", "kopecks"): lambda: _("There are at most two digits after the comma: kopecks."),
    ("analysis_day", "future"): lambda: _("That day is still to come. Enter the analysis when it is confirmed."),
    ("analysis_day", "date"): lambda: _("Choose a day of the calendar."),
    ("analysis_values", "lines"): lambda: _("Each line is: row; base; target, like “3.4; 1200; 1300”."),
}
