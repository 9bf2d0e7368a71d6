"""One filing to several clubs as a page: favourites in the parent's order, children ticked, shown, sent whole."""

from collections.abc import Sequence

from aiohttp import web
from markupsafe import Markup

from handlers.common.errors import sentence
from handlers.parent.certificates import basket_texts as texts
from handlers.web.context import Touch
from handlers.web.views import Answer, Go, View, get, post
from services.certificates import queries
from services.certificates.queries import Choice
from services.families.queries import family_children
from services.families.rules import Right
from services.openings import actions as openings
from services.openings.errors import NotTogether
from services.programs.queries import wishes

HERE = "/my/together"


async def choose(_request: web.Request, touch: Touch) -> Answer:
    """Kept clubs that take applications, and own children."""
    return await _choosing(touch)


async def go_on(_request: web.Request, touch: Touch) -> Answer:
    """What would be sent; after it was confirmed, send it, all or nothing."""
    groups, without = await _clubs(touch), await _without(touch)
    found = await queries.basket(touch.session, touch.person, group_ids=groups, without=without, now=touch.now)
    fits = [(one.group.id, one.child.id) for one in found if one.preview is not None]
    shown = touch.form.get("shown", "")
    if not fits or shown != _mark(fits):
        return _shown(touch, found, fits)
    try:
        await openings.apply_all(touch.session, touch.person, choices=fits, now=touch.now)
    except NotTogether as refused:
        return _shown(touch, found, fits, wrong=sentence(refused))
    return Go("/my")


def _mark(fits: Sequence[tuple[int, int]]) -> str:
    return ".".join(f"{group}-{child}" for group, child in fits)


async def _clubs(touch: Touch) -> list[int]:
    """The kept clubs that have a place in the order, by it; a club without one is not chosen."""
    placed = []
    for one in await _kept(touch):
        typed = touch.form.get(f"place-{one}", "").strip()
        if typed.isascii() and typed.isdecimal() and 0 < len(typed) < 3:
            placed.append((int(typed), one))
    return [one for _place, one in sorted(placed, key=lambda pair: pair[0])]


async def _kept(touch: Touch) -> dict[int, str]:
    found = await wishes.favourites(touch.session, touch.person, page=0, now=touch.now)
    return {
        one.group.id: f"{one.group.title}, {one.group.group_title}"
        for one in found.items
        if one.group is not None and one.closed is None
    }


async def _without(touch: Touch) -> list[int]:
    kids = await family_children(touch.session, touch.person, Right.ACT)
    return [one.id for one in kids if touch.form.get(f"child-{one.id}") != "1"]


async def _choosing(touch: Touch) -> View:
    context = {"clubs": await _kept(touch), "kids": await family_children(touch.session, touch.person, Right.ACT)}
    return View("parent/together.html", context)


def _shown(touch: Touch, found: Sequence[Choice], fits: Sequence[tuple[int, int]], wrong: str = "") -> View:
    context = {
        "text": Markup(texts.basket(found, named=True)),  # noqa: S704 (texts escape every foreign value)
        "wrong": wrong,
        "fields": {name: value for name, value in touch.form.items() if name.startswith(("place-", "child-"))},
        "shown": _mark(fits),
        "send": texts.send(len(fits)) if fits else "",
    }
    return View("parent/together_send.html", context, status=422 if wrong else 200)


ROUTES = (get(HERE, choose), post(HERE, go_on))
