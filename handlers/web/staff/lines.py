"""Waiting lists as pages, for the body and for the clubs: places and days, nobody's child."""

from aiohttp import web
from markupsafe import Markup

from handlers.staff.certificates import lists as words
from handlers.web.context import Touch
from handlers.web.parent.cases import page_of
from handlers.web.views import Answer, View, get, paged
from services.certificates import queries
from services.territories.queries import territory


async def lists(request: web.Request, touch: Touch) -> Answer:
    """Groups that have one, the longest first."""
    found = paged(await queries.lists(touch.session, touch.person), page_of(request))
    return View("staff/lists.html", {"found": found, "root": _root(request)})


async def one(request: web.Request, touch: Touch) -> Answer:
    """A page of one list, in its order."""
    wanted = int(request.match_info["group"])
    found = await queries.waiting_list(touch.session, touch.person, group_id=wanted, page=page_of(request))
    place = await territory(touch.session, found.group.territory_id)
    lines = [Markup(words.line(row, place)) for row in found.items]  # noqa: S704 (numbers and days only)
    return View("staff/list.html", {"found": found, "lines": lines, "root": _root(request)})


def _root(request: web.Request) -> str:
    """The lists of whoever looks: ``/staff/lists`` or ``/club/lists``."""
    return "/".join(request.path.split("/")[:3])


ROUTES = tuple(
    route
    for root in ("/staff/lists", "/club/lists")
    for route in (get(root, lists), get(root + r"/{group:\d{1,15}}", one))
)
