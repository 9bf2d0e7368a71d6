"""Words for the errors of the turns room."""

from handlers.common import formats
from handlers.common.refusals.base import Words
from handlers.common.words import _
from services.turns.errors import (
    ClockBack,
    NotTheNextYear,
    OfferOver,
    OtherPersonStarts,
    TooLateToTurn,
    TooLateToUndo,
)


def _not_next(error: NotTheNextYear) -> str:
    return _("Only the next school year can be turned to: {following}, not {year}. Nothing was changed.").format(
        following=error.following, year=error.year
    )


def _too_late(error: TooLateToTurn) -> str:
    return _(
        "The school year begins too soon: a family could answer through {day} only. Nothing was changed; those who go "
        "on apply as all others."
    ).format(day=formats.day(error.last))


def _clock_back(_error: ClockBack) -> str:
    return _(
        "The clock of the server stands before what was done already. Nothing was changed; mend the clock, try again."
    )


def _other_person(_error: OtherPersonStarts) -> str:
    return _("You have asked for it; the territory asks for another person to start it. Nothing was changed.")


def _no_undo(_error: TooLateToUndo) -> str:
    return _("It cannot be undone any more: it is over or undone already. Nothing was changed.")


def _offer_over(error: OfferOver) -> str:
    return _(
        "The seat was held for answers through {day}; it is open to all now. Nothing was changed: apply as usual while "
        "there are seats."
    ).format(day=formats.day(error.reply_by))


WORDS: Words = {
    NotTheNextYear: _not_next,
    TooLateToTurn: _too_late,
    ClockBack: _clock_back,
    OtherPersonStarts: _other_person,
    TooLateToUndo: _no_undo,
    OfferOver: _offer_over,
}
