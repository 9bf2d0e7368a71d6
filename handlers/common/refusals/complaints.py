"""Words for the errors of questions and complaints."""

from collections.abc import Callable

from handlers.common import formats
from handlers.common.refusals.base import Words
from handlers.common.words import _, _n
from services.complaints.errors import (
    BeyondLaw,
    ComplaintTooLate,
    HeadNeeded,
    NameNeeded,
    NotProlonged,
    NotReopened,
    OwnDecision,
    ThreadClosed,
    TooLateToForward,
    TooManyOpen,
)
from services.complaints.rules.writing import TEXT_MOST


def _late(error: ComplaintTooLate) -> str:
    return _(
        "A complaint about this refusal was taken till {day} inclusive. You can still write an appeal: it has no such "
        "term, and it is answered within 30 days."
    ).format(day=formats.day(error.last))


def _name(_error: NameNeeded) -> str:
    return _(
        "An appeal and a complaint are signed, and your name is not known here yet. Fill in “Children” → “My details” "
        "first. What you have written is kept."
    )


def _many(error: TooManyOpen) -> str:
    return _n(
        "{count} letter of yours waits for an answer already. Wait for one, or withdraw one; your draft is kept.",
        "{count} letters of yours wait for an answer already. Wait for one, or withdraw one; your draft is kept.",
        error.most,
    ).format(count=error.most)


def _closed(_error: ThreadClosed) -> str:
    return _("This matter is closed: nothing is written in it any more. You can begin a new letter.")


def _own(_error: OwnDecision) -> str:
    return _("Who made a decision does not judge the complaint about it. Give it to a colleague.")


def _head(_error: HeadNeeded) -> str:
    return _("This is done by those who head the office, or by whom they give it to.")


def _prolong(_error: NotProlonged) -> str:
    return _("This term cannot be prolonged: it was prolonged already, is over, or the law knows no longer one.")


def _forward(error: TooLateToForward) -> str:
    return _("What is another body's was to be sent on till {day} inclusive. Now the office answers itself.").format(
        day=formats.day(error.last)
    )


def _law(error: BeyondLaw) -> str:
    return _n(
        "The law allows {count} day at most. Set a shorter term.",
        "The law allows {count} days at most. Set a shorter term.",
        error.most,
    ).format(count=error.most)


def _reopen(_error: NotReopened) -> str:
    return _("There is no refusal to take back: the application is not refused now. Answer without that mark.")


WORDS: Words = {
    ComplaintTooLate: _late,
    NameNeeded: _name,
    TooManyOpen: _many,
    ThreadClosed: _closed,
    OwnDecision: _own,
    HeadNeeded: _head,
    NotProlonged: _prolong,
    TooLateToForward: _forward,
    BeyondLaw: _law,
    NotReopened: _reopen,
}
_LONG = TEXT_MOST
INVALID: dict[tuple[str, str], Callable[[], str]] = {
    ("message", "blank"): lambda: _("Write your message as text, please: pictures and files are not read here."),
    ("message", "long"): lambda: _("That is too long: at most {count} characters.").format(count=_LONG),
    ("answer", "blank"): lambda: _("Write the answer as text, please."),
    ("answer", "long"): lambda: _("That is too long: at most {count} characters.").format(count=_LONG),
    ("complaint", "subject"): lambda: _("Choose what went wrong."),
    ("complaint", "case"): lambda: _("Choose the application: it names the club."),
    ("complaint", "text"): lambda: _("Write in your own words what it is about."),
    ("outcome", "choice"): lambda: _("Choose how it ends."),
    ("outcome", "reopen"): lambda: _("A refusal is taken back only by a complaint that is satisfied, if in part."),
    ("forward", "blank"): lambda: _("Write to which body it is sent on."),
    ("forward", "long"): lambda: _("That name is too long: at most 300 characters."),
    ("road", "choice"): lambda: _("Choose a road of the list."),
    ("road", "days"): lambda: _("These terms don't fit together: every term is a day at least, the warning before it."),
    ("road", "heads"): lambda: _("By law this road is decided by those who head the office."),
}
