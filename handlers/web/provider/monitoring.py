"""Monitoring at the club's desk: its own checks, the body's acts and objections to them."""

from aiohttp import web

from handlers.common.errors import sentence
from handlers.web import visits
from handlers.web.context import Touch
from handlers.web.parent.cases import page_of
from handlers.web.views import Answer, Go, View, get, paged, post
from services.core.errors import Invalid, NotFound, Refused
from services.monitoring import actions, queries
from services.providers.queries import providers

BASE = "/club/monitoring"
VISIT = BASE + r"/visits/{visit:\d{1,15}}"


async def first(request: web.Request, touch: Touch) -> Answer:
    """The latest checks of the actor's clubs."""
    return await _page(request, touch)


async def begin(request: web.Request, touch: Touch) -> Answer:
    """Open a check of one's own club."""
    club = visits.club(touch)
    if club not in touch.person.providers:
        raise NotFound("provider")
    try:
        number = await visits.begin(touch, club)
    except (Invalid, Refused) as wrong:
        return await _page(request, touch, wrong)
    return Go(f"{BASE}/visits/{number}")


async def see(request: web.Request, touch: Touch) -> Answer:
    """One check."""
    return await visits.page(touch, int(request.match_info["visit"]), BASE)


async def keep(request: web.Request, touch: Touch) -> Answer:
    """Keep the marks of one's own check; with the second button it is closed too."""
    return await visits.keep(touch, int(request.match_info["visit"]), BASE)


async def object_to(request: web.Request, touch: Touch) -> Answer:
    """Say why a mark is not right."""
    number, measure = int(request.match_info["visit"]), request.match_info["measure"]
    try:
        async with touch.session.begin_nested():
            text = touch.form.get("text", "")[:600]
            await actions.object_to(
                touch.session, touch.person, visit_id=number, measure=measure, text=text, now=touch.now
            )
    except (Invalid, Refused) as wrong:
        return await visits.page(touch, number, BASE, wrong)
    return Go(f"{BASE}/visits/{number}")


async def _page(request: web.Request, touch: Touch, wrong: Invalid | Refused | None = None) -> View:
    own = touch.person.providers
    found = [one for one in await queries.visits(touch.session, touch.person) if one.provider_id in own]
    clubs = {one.id: one.name for one in (await providers(touch.session, own)).values()}
    context = {
        "found": paged(found, page_of(request)),
        "clubs": clubs,
        "state": visits.state,
        "kind": visits.kind,
        "wrong": sentence(wrong) if wrong else "",
    }
    return View("provider/monitoring.html", context, status=422 if wrong else 200)


ROUTES = (
    get(BASE, first),
    post(BASE + "/begin", begin),
    get(VISIT, see),
    post(VISIT, keep),
    post(VISIT + r"/{measure:[a-z]{2,20}}/object", object_to),
)
