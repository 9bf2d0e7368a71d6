"""Words for the errors of the openings room."""

from collections.abc import Callable

from handlers.common import formats
from handlers.common.refusals.base import Ways, Words
from handlers.common.screen import Row
from handlers.common.words import _
from handlers.parent.openings.keyboards import how_row
from handlers.parent.openings.texts import rule
from services.openings.errors import (
    AlreadyAnnounced,
    NotOpenYet,
    NotTogether,
    OtherEyes,
    StillOpen,
    TooLateToCancel,
    WindowOver,
)


def _not_open(error: NotOpenYet) -> str:
    told = _("Enrolment opens on {moment}, the territory's time: nothing was sent yet. Press again then.").format(
        moment=formats.moment(error.opens_at, error.zone)
    )
    return f"{told} {rule(error.mode)}"


def _over(error: WindowOver) -> str:
    return _(
        "The window for applications closed on {moment}, and its results are being prepared: nothing was sent. When "
        "they are out, applying is open again for the seats that are left.",
    ).format(moment=formats.moment(error.closes_at, error.zone))


def _announced(_error: AlreadyAnnounced) -> str:
    return _("The territory has an opening that is not over yet. Nothing was announced; open it from the menu.")


def _still_open(error: StillOpen) -> str:
    return _("Applications may still be coming in: the order can be fixed after {moment}.").format(
        moment=formats.moment(error.closes_at, error.zone)
    )


def _other_eyes(_error: OtherEyes) -> str:
    return _("The territory asks for a second person here: a colleague publishes what you have drawn.")


def _too_late(_error: TooLateToCancel) -> str:
    return _("The hour has come and people are applying: this opening cannot be called off any more.")


def _not_together(error: NotTogether) -> str:
    from handlers.common.errors import sentence  # noqa: PLC0415 (it gathers the words of this module)

    why = sentence(error.why)
    return _("One of the applications cannot be sent, so none was; nothing is half done. {why}").format(why=why)


def _to_how(error: NotOpenYet | WindowOver) -> tuple[Row, ...]:
    return (how_row(error.opening_id),)


def _format() -> str:
    return _("Please write two moments, like this: 01.06.2027 10:00 – 03.06.2027 18:00.")


def _past() -> str:
    return _("The first moment must be still to come.")


def _far() -> str:
    return _("That is more than a year away. Please choose a nearer day.")


def _length() -> str:
    return _("The second moment must come after the first, and at most 31 days later.")


WORDS: Words = {
    NotOpenYet: _not_open,
    NotTogether: _not_together,
    WindowOver: _over,
    AlreadyAnnounced: _announced,
    StillOpen: _still_open,
    OtherEyes: _other_eyes,
    TooLateToCancel: _too_late,
}
WAYS: Ways = {NotOpenYet: _to_how, WindowOver: _to_how}
INVALID: dict[tuple[str, str], Callable[[], str]] = {
    ("opening_hours", "format"): _format,
    ("opening_hours", "past"): _past,
    ("opening_hours", "far"): _far,
    ("opening_hours", "length"): _length,
}
