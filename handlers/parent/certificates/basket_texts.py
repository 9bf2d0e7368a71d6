"""Words of one filing to several clubs."""

from collections.abc import Sequence

from handlers.common import formats
from handlers.common.children import called
from handlers.common.words import _, _n
from handlers.parent.certificates import texts
from services.certificates.actions import Receipt
from services.certificates.errors import AlreadyApplied, TooManyApplications, WrongAge
from services.certificates.queries import Choice
from services.core.errors import ServiceError
from services.families.queries import ChildView
from services.programs.queries import GroupView

TITLE, BUTTON, NAME = 40, 22, 24


def basket(found: Sequence[Choice], *, named: bool) -> str:
    """What would be sent: clubs in order, for whom, and who cannot and why."""
    clubs = list(dict.fromkeys(one.group.id for one in found))
    if not clubs:
        return _(
            "Here several applications are sent at once. Keep clubs by “To favourites” on their cards: those that take "
            "applications stand here."
        )
    lines = [
        _club(place, [one for one in found if one.group.id == club], named=named)
        for place, club in enumerate(clubs, start=1)
    ]
    due = [one.preview.due_on for one in found if one.preview is not None]
    many = len(due)
    if not many:
        end = _("None of these can be sent now.")
    else:
        end = _n(
            "{count} application would be sent, decided no later than {day}; you pay nothing. Nothing is sent until "
            "you press the button.",
            "{count} applications would be sent, each with its own number, decided no later than {day}; you pay "
            "nothing. Nothing is sent until you press the button.",
            many,
        ).format(count=many, day=formats.day(max(due)))
    order = _("The order is yours: the first matters most. The office sees it. Press a club to move it up.")
    return "\n\n".join([_("<b>Apply at once</b>"), "\n".join(lines), order, end])


def _club(place: int, choices: Sequence[Choice], *, named: bool) -> str:
    title = texts.short(choices[0].group.title, TITLE)
    names = [_name(one, named=named) for one in choices if one.preview is not None]
    parts = [", ".join(names)] if names else []
    parts += [
        _("{name}: {why}").format(name=_name(one, named=named), why=_why(one.refused))
        for one in choices
        if one.refused is not None
    ][:3]
    return _("{place}. “{title}” — {who}").format(place=place, title=title, who="; ".join(parts))


def _name(one: Choice, *, named: bool) -> str:
    return texts.short(called(one.child, named=named), NAME)


def _why(refused: ServiceError) -> str:
    """In some words: the club's card says the rest."""
    if isinstance(refused, WrongAge):
        return _("not of this age")
    if isinstance(refused, AlreadyApplied):
        return _("applied already, No. {number}").format(number=refused.number)
    if isinstance(refused, TooManyApplications):
        return _("more than {count} at once").format(count=refused.limit)
    return _("it takes nobody now")


def no_children() -> str:
    return _("To apply I need a child's data, once: add a child on any club's card by “Apply”.")


def send(many: int) -> str:
    """The one button that sends."""
    return _n("📨 Send {count} application", "📨 Send {count} applications", many).format(count=many)


def club_button(place: int, one: GroupView) -> str:
    """A button is plain text."""
    title = one.title if len(one.title) <= BUTTON else f"{one.title[: BUTTON - 1].rstrip()}…"
    return f"{place}. {title}" if place == 1 else f"⬆️ {place}. {title}"


def kid_button(one: ChildView, *, is_in: bool, named: bool) -> str:
    """In or out."""
    name = called(one, named=named)
    return f"{'✅' if is_in else '⬜'} {name if len(name) <= NAME else name[: NAME - 1] + '…'}"


def received(receipts: Sequence[Receipt], *, named: bool) -> str:
    """The message that is kept: a number for each, in the parent's order."""
    lines = [
        _("No. {number}: “{title}”, {name}").format(
            number=one.number,
            title=texts.short(one.title, TITLE),
            name=texts.short(called(one.own.child, named=named), NAME),
        )
        for one in receipts
    ]
    first = receipts[0]
    place = first.own.territory
    head = _("Received: {moment}.").format(moment=formats.moment(first.submitted_at, place.timezone))
    rest = _("Next: {office} decides no later than {day}. Nothing is needed from you for now.").format(
        office=texts.office(place), day=formats.day(max(one.due_on for one in receipts))
    )
    return "\n\n".join([head, "\n".join(lines), rest if first.need is None else texts.before_filing(first.need)])
