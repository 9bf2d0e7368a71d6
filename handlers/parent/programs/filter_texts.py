"""Words of choosing: filters, order, place."""

from collections.abc import Sequence

from handlers.common.formats import safe
from handlers.common.words import _
from handlers.parent.programs.texts import cut

LONGEST = 400
"""Characters of the conditions that are named."""


def narrow(now: Sequence[str]) -> str:
    """Everything that can be chosen, and what counts now."""
    head = _("Choose what matters; every press counts at once.")
    if not now:
        return head
    return "\n\n".join([head, _("Now: {parts}").format(parts=safe(cut(", ".join(now), LONGEST)))])


def choose(what: str, now: str) -> str:
    """The question of one condition, with what is chosen."""
    asked = {
        "focus": _("Which field? Beside each is how many programs it has."),
        "level": _("Which level? Beside each is how many programs it has."),
        "form": _("In which form? Beside each is how many programs it has."),
        "days": _("On which days? Choose several if you like. Of more than two, all lessons will be on these days."),
        "time": _("At what hours? You can also write it: “after 17:00”."),
        "ovz": _("Made for which special needs?"),
        "total": _("How much may the whole course cost a certificate?"),
    }.get(what, _("For whom? A child is looked for by the age on the first lesson."))
    return "\n\n".join([asked, _("Now: {parts}").format(parts=safe(now))]) if now else asked


def left(child: str, money: str) -> str:
    """What a child's certificate has left, on a button."""
    return _("{child}: {money} left").format(child=child, money=money)


def near(now: str, *, can_type: bool = True) -> str:
    """Near what? And that the place is not kept."""
    lines = [_("Near what? Choose a place, or send your location.")]
    if can_type:
        lines.append(_("You can also write a village or a street, without the flat."))
    lines.append(_("I don't keep your place: it is forgotten when you leave this search."))
    if now:
        lines.append(_("Now: {parts}").format(parts=safe(now)))
    return "\n".join(lines)


def send_location() -> str:
    """Above the client's own location button."""
    return _("Press the button below: your location is used for this search only and is not kept.")


def located(place: str) -> str:
    """The point is known; ``place`` is empty for the client's own location."""
    if not place:
        return _("Thank you, I look around you.")
    return _("I look around: {place}.").format(place=safe(place))


def unknown_place() -> str:
    """A typed place that neither the territory nor its catalogue has."""
    return _(
        "I don't know such a place here. Write a village or a street as it stands in addresses, send your location, or "
        "choose from the list."
    )
