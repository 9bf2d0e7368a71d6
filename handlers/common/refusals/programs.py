"""Words for the refusals of the catalogue and of the register of providers."""

from collections.abc import Callable

from handlers.common import formats
from handlers.common.formats import safe
from handlers.common.refusals.base import Ways, Words
from handlers.common.screen import Row, button
from handlers.common.words import _, _n
from handlers.parent.programs import why
from handlers.parent.programs.buttons import Favourites
from handlers.parent.programs.keyboards import Find, GroupCard
from services.programs.errors import (
    CourseOver,
    EnrolmentClosed,
    EnrolmentLate,
    EnrolmentNotYet,
    GroupFull,
    NothingToWaitFor,
    NoTimetable,
    SeatsThere,
    TooManyWishes,
)
from services.programs.rules.openness import Bar, Closed
from services.providers.errors import ProviderKnown


def _full(_error: GroupFull) -> str:
    return _("The last seat of this group has just been taken. Nothing was spent; please look at other groups.")


def _closed(error: EnrolmentClosed) -> str:
    return _("The organiser closed enrolment into this group on {day}. Please look at other groups.").format(
        day=formats.day(error.closed_on)
    )


def _not_yet(error: EnrolmentNotYet) -> str:
    return _elsewhere(Closed(Bar.NOT_YET, error.opens_on))


def _late(error: EnrolmentLate) -> str:
    return _elsewhere(Closed(Bar.LATE, error.closes_on))


def _no_timetable(_error: NoTimetable) -> str:
    return _elsewhere(Closed(Bar.NO_TIMETABLE))


def _over(error: CourseOver) -> str:
    return _elsewhere(Closed(Bar.OVER, error.ends_on))


def _elsewhere(closed: Closed) -> str:
    """What the card says, and that nothing is lost."""
    rest = _("Nothing was changed; other groups and programs may suit.")
    return f"{why.sentence(closed)} {rest}"


def _seats_there(_error: SeatsThere) -> str:
    return _("This group takes children already, so there is nothing to wait for: open its card and apply.")


def _nothing_to_wait_for(_error: NothingToWaitFor) -> str:
    return _("No seat will come free for a certificate in this group. Please look at other groups and programs.")


def _too_many(error: TooManyWishes) -> str:
    return _n(
        "I keep {count} program in one list, and yours is full. Take away what you no longer need in “Favourites”.",
        "I keep {count} programs in one list, and yours is full. Take away what you no longer need in “Favourites”.",
        error.limit,
    ).format(count=error.limit)


def _to_card(error: SeatsThere) -> tuple[Row, ...]:
    return ([button(_("Open the card"), GroupCard(group_id=error.group_id))],)


def find_another(_error: object) -> tuple[Row, ...]:
    """To the catalogue."""
    return ([button(_("🔎 Find another club"), Find())],)


def _known(error: ProviderKnown) -> str:
    return _("A provider with INN {inn} is already in the territory's register: nothing was added.").format(
        inn=safe(error.inn)
    )


WORDS: Words = {
    GroupFull: _full,
    EnrolmentClosed: _closed,
    EnrolmentNotYet: _not_yet,
    EnrolmentLate: _late,
    NoTimetable: _no_timetable,
    CourseOver: _over,
    SeatsThere: _seats_there,
    NothingToWaitFor: _nothing_to_wait_for,
    TooManyWishes: _too_many,
    ProviderKnown: _known,
}
WAYS: Ways = {
    **dict.fromkeys(
        (GroupFull, EnrolmentClosed, EnrolmentNotYet, EnrolmentLate, NoTimetable, CourseOver, NothingToWaitFor),
        find_another,
    ),
    SeatsThere: _to_card,
    TooManyWishes: lambda _error: ([button(_("⭐ Favourites"), Favourites())],),
}
INVALID: dict[tuple[str, str], Callable[[], str]] = {
    ("name", "blank"): lambda: _("The provider has no name. Please give its full name."),
    ("licence", "blank"): lambda: _("The provider has no licence number: it is the basis of registration."),
    ("title", "blank"): lambda: _("The program has no title. Please give one."),
    ("ages", "range"): lambda: _("The program's ages make no span: the younger age goes first."),
    ("hours", "range"): lambda: _("The program's hours must be above zero, and the price of an hour not below it."),
    ("seats", "range"): lambda: _("A group needs at least one seat, and no more seats taken than it has."),
    ("dates", "range"): lambda: _("The group's last day is before its first. Please check the dates."),
    ("lesson", "format"): lambda: _("The group needs a weekly lesson: a weekday, a time like 17:30 and minutes."),
}
