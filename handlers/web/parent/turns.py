"""Seats held for the family's children in the next school year: yes or no in one press."""

from aiohttp import web

from handlers.common import formats
from handlers.web.context import Touch
from handlers.web.views import Answer, Go, View, get, post
from services.turns import actions, queries

OFFER = r"/my/renewals/{renewal:\d{1,15}}"


async def offers(_request: web.Request, touch: Touch) -> Answer:
    """Every held seat, answered or not."""
    found = await queries.own_offers(touch.session, touch.person, now=touch.now)
    return View("parent/renewals.html", {"found": found, "day": formats.day})


async def go_on(request: web.Request, touch: Touch) -> Answer:
    """The child goes on: the new case opens."""
    number = int(request.match_info["renewal"])
    receipt = await actions.go_on_with(touch.session, touch.person, renewal_id=number, now=touch.now)
    return Go(f"/my/cases/{receipt.number}")


async def decline(request: web.Request, touch: Touch) -> Answer:
    """The seat is free at once, after the question on the page."""
    number = int(request.match_info["renewal"])
    if touch.form.get("sure") != "yes":
        own = await queries.own_offer(touch.session, touch.person, number, now=touch.now)
        return View("parent/decline.html", {"own": own})
    await actions.decline(touch.session, touch.person, renewal_id=number, now=touch.now)
    return Go("/my/renewals")


ROUTES = (get("/my/renewals", offers), post(f"{OFFER}/yes", go_on), post(f"{OFFER}/no", decline))
