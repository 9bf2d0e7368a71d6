"""The parent's own cases."""

from aiohttp import web

from handlers.parent.certificates import texts
from handlers.web.context import Touch
from handlers.web.views import Answer, View, get
from services.certificates import queries

LAST_PAGE = 10_000


async def mine(request: web.Request, touch: Touch) -> Answer:
    """A page of own cases, the newest first."""
    found = await queries.mine(touch.session, touch.person, page_of(request))
    return View("parent/cases.html", {"found": found, "status": texts.status})


def page_of(request: web.Request) -> int:
    """The page asked for; a forged one is the first."""
    asked = request.query.get("page", "0")
    return min(int(asked), LAST_PAGE) if asked.isascii() and asked.isdecimal() and len(asked) < 6 else 0


ROUTES = (get("/my", mine),)
