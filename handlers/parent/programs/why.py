"""Why nobody can apply to a group: the card says it instead of its button, a refusal says the same."""

from datetime import date

from handlers.common import formats
from handlers.common.formats import safe
from handlers.common.words import _
from handlers.parent.programs.texts import cut
from services.programs.models import Unpaid
from services.programs.rules.openness import Bar, Closed

LONGEST_ITEM = 160
"""Characters of the act's own words."""


def sentence(closed: Closed, most: int = LONGEST_ITEM) -> str:
    """What bars the way, and since or until which day; ``most`` characters of the act's own words."""
    day = formats.day(closed.day) if closed.day is not None else ""
    if closed.why is Bar.UNPAID:
        return unpaid(closed.unpaid, closed.item, most)
    return {
        Bar.HIDDEN: _("The organiser has taken this program out of the catalogue: it takes nobody new."),
        Bar.OVER: _("This group's course ended on {day}."),
        Bar.CLOSED: _("The organiser closed enrolment on {day}."),
        Bar.NO_TIMETABLE: _("The organiser has not named the days of lessons yet, so one can't apply."),
        Bar.NOT_YET: _("Applications are taken from {day}."),
        Bar.LATE: _("Applications were taken through {day}."),
        Bar.FULL: _("All seats of this group are taken."),
    }[closed.why].format(day=day)


def short(closed: Closed) -> str:
    """The same in a few words, for a line of a list; plain text."""
    day = _brief(closed.day)
    return {
        Bar.HIDDEN: _("out of the catalogue"),
        Bar.OVER: _("course over"),
        Bar.CLOSED: _("closed since {day}"),
        Bar.NO_TIMETABLE: _("no days yet"),
        Bar.NOT_YET: _("opens on {day}"),
        Bar.LATE: _("closed since {day}"),
        Bar.UNPAID: _("not by certificate"),
        Bar.FULL: _("no seats"),
    }[closed.why].format(day=day)


def unpaid(why: Unpaid | None, item: str, most: int = LONGEST_ITEM) -> str:
    """Why a certificate does not pay, with the act's own words where it is the act."""
    words = {
        Unpaid.EXCLUDED: _("A certificate can't pay for this program: the act leaves out its organiser's kind."),
        Unpaid.PREPROFESSIONAL: _("A certificate can't pay for pre-professional programs."),
        Unpaid.NO_SOURCE: _("A certificate doesn't pay for this program: the organiser doesn't take it."),
        None: _(
            "A certificate can't pay for this program: it is not among the services of the territory's social order."
        ),
    }[why]
    quoted = [_("The act: “{item}”.").format(item=safe(cut(item, most)))] if item else []
    return " ".join([words, *quoted, _("To enrol, speak to the organiser.")])


def _brief(day: date | None) -> str:
    return formats.short_day(day) if day is not None else ""
