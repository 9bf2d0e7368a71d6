"""Children whose club ends: another place in one press, or none."""

from aiohttp import web
from markupsafe import Markup

from handlers.common import formats
from handlers.common.errors import sentence
from handlers.parent.departures import texts
from handlers.parent.departures.router import seen
from handlers.web.context import Touch
from handlers.web.staff.sifting import is_number
from handlers.web.views import Answer, Go, View, get, post
from services.core.errors import NotFound
from services.departures import actions, queries
from services.departures.errors import PlaceGone

BASE = "/my/departures"
CHOICE = BASE + r"/{placement:\d{1,15}}"


async def choices(_request: web.Request, touch: Touch) -> Answer:
    """Every choice, made or not."""
    return await _page(touch)


async def take(request: web.Request, touch: Touch) -> Answer:
    """The child goes there; a place that is gone is said beside the others."""
    number, typed = int(request.match_info["placement"]), touch.form.get("group", "")
    if not is_number(typed):
        raise NotFound("group")
    try:
        async with touch.session.begin_nested():
            done = await actions.choose(
                touch.session, touch.person, placement_id=number, group_id=int(typed), now=touch.now
            )
    except PlaceGone as gone:
        return await _page(touch, sentence(gone))
    return Go(f"/my/cases/{done.receipt.number}")


async def leave(request: web.Request, touch: Touch) -> Answer:
    """No other place, after the question on the page."""
    number = int(request.match_info["placement"])
    if touch.form.get("sure") != "yes":
        own = await queries.own_placement(touch.session, touch.person, number, now=touch.now)
        text = Markup(texts.ask_leave(own))  # noqa: S704 (texts escape every foreign value)
        return View("parent/departure_leave.html", {"own": own, "text": text})
    await actions.leave(touch.session, touch.person, placement_id=number, now=touch.now)
    return Go(BASE)


async def _page(touch: Touch, wrong: str = "") -> View:
    found = [
        await seen(touch.session, touch.person, one.id, now=touch.now)
        for one in await queries.own_placements(touch.session, touch.person, now=touch.now)
    ]
    context = {"found": found, "day": formats.day, "say": texts, "wrong": wrong, "weekday": formats.weekday}
    return View("parent/departures.html", context, status=409 if wrong else 200)


ROUTES = (get(BASE, choices), post(f"{CHOICE}/take", take), post(f"{CHOICE}/leave", leave))
