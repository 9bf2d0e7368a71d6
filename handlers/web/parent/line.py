"""The parent's places in waiting lists: where the child stands, what is offered."""

from aiohttp import web

from handlers.common import formats
from handlers.web.context import Touch
from handlers.web.parent.cases import page_of
from handlers.web.views import Answer, Go, View, get, paged, post
from services.certificates import actions, queries
from services.certificates.queries import OwnPlace
from services.territories.queries import territory

PLACE = r"/my/line/{entry:\d{1,15}}"
GROUP = r"/my/line/group/{group:\d{1,15}}"


async def places(request: web.Request, touch: Touch) -> Answer:
    """A page of own places, those with an offer first."""
    found = paged(await queries.own_places(touch.session, touch.person), page_of(request))
    until = {one.id: await _until(touch, one) for one in found.items}
    return View("parent/line.html", {"found": found, "until": until})


async def _until(touch: Touch, one: OwnPlace) -> str:
    zone = (await territory(touch.session, one.group.territory_id)).timezone
    return formats.moment(one.answer_by or one.joined_at, zone)


async def choose(request: web.Request, touch: Touch) -> Answer:
    """Who is to stand in line for a group."""
    wanted, fit = int(request.match_info["group"]), []
    fit = await queries.who_fits(touch.session, touch.person, group_id=wanted, now=touch.now)
    return View("parent/line_join.html", {"group_id": wanted, "fit": fit})


async def join(request: web.Request, touch: Touch) -> Answer:
    """The ticked children stand in line."""
    names = (name.removeprefix("child-") for name in touch.form if name.startswith("child-"))
    ticked = sorted({int(name) for name in names if name.isascii() and name.isdecimal() and len(name) < 16})
    group_id = int(request.match_info["group"])
    await actions.join(touch.session, touch.person, group_id=group_id, children=ticked, now=touch.now)
    return Go("/my/line")


async def take(request: web.Request, touch: Touch) -> Answer:
    """Take the offered seat."""
    number = int(request.match_info["entry"])
    [receipt] = await actions.accept_seat(touch.session, touch.person, entry_id=number, together=False, now=touch.now)
    return Go(f"/my/cases/{receipt.number}")


async def leave(request: web.Request, touch: Touch) -> Answer:
    """Leave the line or say no, after the question on the page."""
    number = int(request.match_info["entry"])
    if touch.form.get("sure") != "yes":
        one = await queries.own_place(touch.session, touch.person, number)
        return View("parent/line_leave.html", {"one": one})
    await actions.leave(touch.session, touch.person, entry_id=number, together=False, now=touch.now)
    return Go("/my/line")


ROUTES = (
    get("/my/line", places),
    get(GROUP, choose),
    post(GROUP, join),
    post(f"{PLACE}/take", take),
    post(f"{PLACE}/leave", leave),
)
