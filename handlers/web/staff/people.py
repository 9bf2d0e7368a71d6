"""An administrator's page: who has a post here, whose pages are open; what may be done about either."""

from datetime import datetime

from aiohttp import web

from handlers.common import formats
from handlers.web.context import DESK, Touch
from handlers.web.parent.cases import page_of
from handlers.web.parent.data import posts
from handlers.web.views import Answer, Go, View, get, paged, post
from services.core.errors import NotAllowed
from services.staff import actions, queries
from services.territories.queries import territory

PERSON = r"/staff/people/{person:\d{1,15}}"


async def people(request: web.Request, touch: Touch) -> Answer:
    """Posts of the administrator's territories. Raises NotAllowed for whoever runs no desk."""
    return await _page(touch, page_of(request))


async def end(request: web.Request, touch: Touch) -> Answer:
    """End a colleague's open pages at once."""
    await actions.end_sessions(touch.session, touch.person, person_id=_id(request), now=touch.now)
    return Go("/staff/people")


async def forget(request: web.Request, touch: Touch) -> Answer:
    """Forget a lost authenticator: the next coming in sets up a new one."""
    await actions.forget_factor(touch.session, touch.person, person_id=_id(request), now=touch.now)
    return Go("/staff/people")


async def link(request: web.Request, touch: Touch) -> Answer:
    """A one-time link for a colleague, to be handed over; shown once."""
    token = await actions.give_link(touch.session, touch.person, person_id=_id(request), now=touch.now)
    return await _page(touch, 0, link=f"{request.app[DESK].public_url or ''}/e/{token}")


async def dismiss(request: web.Request, touch: Touch) -> Answer:
    """End the posts of somebody who has left, after the question on the page."""
    person_id = _id(request)
    if touch.form.get("sure") != "yes":
        await queries.own_colleague(touch.session, touch.person, person_id)
        return View("staff/dismiss.html", {"number": person_id})
    await actions.end_posts(touch.session, touch.person, person_id=person_id, now=touch.now)
    return Go("/staff/people")


async def _page(touch: Touch, page: int, link: str = "") -> View:
    lands = touch.person.admin_territories
    if not lands:
        raise NotAllowed("admin")
    found = await queries.colleagues(touch.session, touch.person, now=touch.now)
    zone = (await territory(touch.session, lands[0])).timezone

    def moment(at: datetime) -> str:
        return formats.moment(at, zone)

    context = {"found": paged(found, page), "posts": posts(), "moment": moment, "link": link}
    return View("staff/people.html", {**context, "own": touch.person.person_id})


def _id(request: web.Request) -> int:
    return int(request.match_info["person"])


ROUTES = (
    get("/staff/people", people),
    post(f"{PERSON}/end", end),
    post(f"{PERSON}/forget", forget),
    post(f"{PERSON}/link", link),
    post(f"{PERSON}/dismiss", dismiss),
)
