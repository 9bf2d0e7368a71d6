"""What a poster shows: plain words and the link behind the QR code. It is drawn by the process that runs the desk."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from handlers.common import ages
from handlers.common.words import _, _n
from handlers.parent.programs import card_texts, texts
from handlers.parent.programs.facts import CardFacts
from handlers.parent.programs.texts import cut
from services.documents.rules import one_line
from services.programs.queries import GroupView

MANY_GROUPS = 3


@dataclass(frozen=True, slots=True)
class Leaflet:
    """All that is printed: ``facts`` are pairs of a heading and a value, ``link`` stands in the code."""

    title: str
    subtitle: str
    facts: tuple[tuple[str, str], ...]
    call: str
    link: str
    body: str


Draw = Callable[[Leaflet], Awaitable[bytes]]
"""Makes a PDF of one A4 page; the process that runs the desk hands it over."""


def leaflet(facts: CardFacts, link: str) -> Leaflet:
    """The poster of a program; of its groups those that begin first."""
    view = facts.view
    groups = [view, *facts.others]
    told = [
        (_("Ages"), ages.span(view.from_months, view.below_months)),
        (_("Days"), _hours(groups)),
        (_("Place"), cut(one_line(view.address), 160)),
        (_("Cost"), card_texts.cost(view).split(": ", 1)[-1]),
        (_("Run by"), cut(one_line(facts.owner.name), 120)),
    ]
    return Leaflet(
        title=cut(one_line(view.title), 120),
        subtitle=texts.focus(view.focus),
        facts=tuple((name, value) for name, value in told if value),
        call=_("Point the camera of your phone at the code: free seats, details and the application."),
        link=link,
        body=cut(one_line(facts.place.authority or facts.place.title), 160),
    )


def _hours(groups: list[GroupView]) -> str:
    known = [card_texts.week(one.lessons) for one in groups if one.lessons]
    shown = list(dict.fromkeys(known))
    more = len(shown) - MANY_GROUPS
    lines = shown[:MANY_GROUPS]
    if more > 0:
        lines.append(_n("and {count} more group", "and {count} more groups", more).format(count=more))
    return "\n".join(lines)
