"""Words for the errors of the departures room."""

from collections.abc import Callable

from handlers.common import formats
from handlers.common.refusals.base import Ways, Words
from handlers.common.screen import Row, button
from handlers.common.words import _
from handlers.parent.departures.keyboards import Choice
from services.departures.errors import (
    ChoiceOver,
    ChosenAlready,
    ClubStays,
    NothingToLeave,
    PlaceGone,
    TooLateToUndo,
)


def _over(error: ChoiceOver) -> str:
    return _(
        "Families could choose through {day}. Nothing was changed and nothing is lost: the office can still place the "
        "child, call or come; or find a club yourself."
    ).format(day=formats.day(error.reply_by))


def _chosen(error: ChosenAlready) -> str:
    if error.number is None:
        return _("The choice for this child is made already. Nothing was changed.")
    return _("The choice for this child is made already: application No. {number}. Nothing was changed.").format(
        number=error.number
    )


def _stays(_error: ClubStays) -> str:
    return _("The office has taken it back: the club stays, the contract goes on. Nothing was changed.")


def _gone(_error: PlaceGone) -> str:
    return _(
        "This place was taken a moment ago, so nothing was changed: the child is where it was. Other places are below."
    )


def _to_others(error: PlaceGone) -> tuple[Row, ...]:
    return ([button(_("Other places"), Choice(placement_id=error.placement_id))],)


def _nothing(_error: NothingToLeave) -> str:
    return _("There is no such club, program or group in this territory. Choose it from the list.")


def _no_undo(_error: TooLateToUndo) -> str:
    return _("It was taken back already. Nothing was changed.")


WORDS: Words = {
    ChoiceOver: _over,
    ChosenAlready: _chosen,
    ClubStays: _stays,
    PlaceGone: _gone,
    NothingToLeave: _nothing,
    TooLateToUndo: _no_undo,
}
WAYS: Ways = {PlaceGone: _to_others}


def _past() -> str:
    return _("The last day of lessons is today or later. Please correct it.")


def _far() -> str:
    return _("This day is more than a year away. Please correct it.")


def _reply_past() -> str:
    return _("Families need at least until tomorrow to choose. Please give a later day.")


def _no_document() -> str:
    return _("Name the paper that this rests on: kind, number and date.")


def _long_document() -> str:
    return _("That is too long for the name of a paper: kind, number and date are enough.")


def _ground() -> str:
    return _("Choose the ground from the list.")


def _no_day() -> str:
    return _("I couldn't read that as a date. Choose it in the calendar or write it like 2026-09-30.")


INVALID: dict[tuple[str, str], Callable[[], str]] = {
    ("departure_day", "past"): _past,
    ("departure_day", "far"): _far,
    ("departure_day", "format"): _no_day,
    ("departure_reply", "past"): _reply_past,
    ("departure_reply", "far"): _far,
    ("departure_reply", "format"): _no_day,
    ("departure_document", "blank"): _no_document,
    ("departure_document", "long"): _long_document,
    ("departure_ground", "unknown"): _ground,
}
