"""Words of what a parent keeps and waits for."""

from handlers.common import formats
from handlers.common.words import _, _n
from handlers.parent.programs import texts, why
from handlers.parent.programs.texts import cut
from services.programs.queries.wishes import Kept, Page, Watched

TITLE = 34


def favourites(found: Page[Kept]) -> str:
    """Above the kept programs."""
    if not found.total:
        return _(
            "You keep no programs yet. Open a card and press “To favourites”: here you will see what has changed in it."
        )
    head = _n("You keep {count} program.", "You keep {count} programs.", found.total).format(count=found.total)
    rest = _("Beside each is what has changed since you last opened its card.")
    return f"{head}\n\n{rest}"


def watches(found: Page[Watched]) -> str:
    """Above the awaited groups."""
    if not found.total:
        return _(
            "You wait for no group. On the card of a full one press “Tell me of a seat”: I will write as "
            "soon as it takes children."
        )
    head = _n("You wait for a seat in {count} group.", "You wait for a seat in {count} groups.", found.total)
    then = _("I write once there is a seat, not at night. Choose a group to see its card or to wait no more.")
    return f"{head.format(count=found.total)}\n\n{then}"


def kept_line(one: Kept) -> str:
    """A kept program on a button: title, seats, what has changed. A button is plain text."""
    if one.group is None:
        return _("Program No. {number}: out of the catalogue").format(number=one.program_id)
    state = why.short(one.closed) if one.closed is not None else texts.seats_left(one.seats)
    return " · ".join(part for part in (cut(one.group.title, TITLE), state, changed(one)) if part)


def changed(one: Kept) -> str:
    """What has changed since the parent last saw the card; nothing said if nothing has."""
    then, now = one.seen_seats, one.seats
    if then is None or then == now:
        return ""
    if not then:
        return _("seats have come")
    return _n("was {count} seat", "were {count} seats", then).format(count=then)


def watched_line(one: Watched) -> str:
    """An awaited group on a button."""
    if one.group is None:
        return _("Group No. {number}: out of the catalogue").format(number=one.group_id)
    state = why.short(one.closed) if one.closed is not None else texts.seats_left(one.group.free)
    days = ", ".join(formats.weekday(day) for day in sorted({lesson.weekday for lesson in one.group.lessons}))
    return " · ".join(part for part in (cut(one.group.title, TITLE), days, state) if part)


def kept() -> str:
    """A short answer over the chat."""
    return _("Kept. It stands in “Favourites”.")


def let_go() -> str:
    """A short answer over the chat."""
    return _("Taken away from “Favourites”.")


def waiting() -> str:
    """A short answer over the chat."""
    return _("I will write once there is a seat in this group. At night I wait for the morning.")


def waits_no_more() -> str:
    """A short answer over the chat."""
    return _("I won't write about seats of this group any more.")
