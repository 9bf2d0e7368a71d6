"""Buttons of the place of a search."""

from collections.abc import Sequence

from handlers.common.keyboards import back, pages
from handlers.common.screen import Row, button
from handlers.common.words import _
from handlers.parent.programs.asked import RADII, Asked
from handlers.parent.programs.find_buttons import Around, Locate, NearBy, Within
from handlers.parent.programs.keyboards import Results
from handlers.parent.programs.texts import cut
from services.territories.rules import Place

PER_PAGE = 6
ANYWHERE = -1


def near(asked: Asked, places: Sequence[Place], here: NearBy) -> tuple[Row, ...]:
    """The person's own place, the settlements, how far, and anywhere."""
    key = here.query
    total = -(-len(places) // PER_PAGE)
    page = min(max(here.page, 0), total - 1)
    named = [
        button(cut(place.name, 28), Around(query=key, number=number))
        for number, place in enumerate(places)
        if number // PER_PAGE == page
    ]
    first = [button(_("📍 My place"), Locate(query=key)), button(_("Anywhere"), Around(query=key, number=ANYWHERE))]
    arrows = pages(page, total, lambda to: NearBy(query=key, page=to))
    far = _("{km} km")
    circles = [
        button(f"{'●' if asked.km == km else '○'} {far.format(km=km)}", Within(query=key, km=km)) for km in RADII
    ]
    return (first, *_pairs(named), *arrows, *_pairs(circles), back(Results(query=key)))


def unknown(key: str) -> tuple[Row, ...]:
    """After a place that nobody knows."""
    again = [button(_("📍 My place"), Locate(query=key)), button(_("Choose from the list"), NearBy(query=key))]
    return (again, back(Results(query=key)))


def _pairs(buttons: Row) -> list[Row]:
    return [buttons[at : at + 2] for at in range(0, len(buttons), 2)]
