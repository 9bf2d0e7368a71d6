"""Monitoring at the body's desk: the unit and the checklist, checks, objections."""

from aiohttp import web

from handlers.common.errors import sentence
from handlers.common.start.texts import short
from handlers.common.words import pick
from handlers.web import visits
from handlers.web.context import Touch
from handlers.web.parent.cases import page_of
from handlers.web.views import Answer, Go, View, get, paged, post
from services.core.clock import local_date
from services.core.errors import Invalid, NotAllowed, Refused
from services.monitoring import actions, queries, rules
from services.providers.queries import providers_of
from services.territories.queries import TerritoryView, territory

BASE = "/staff/monitoring"
VISIT = BASE + r"/visits/{visit:\d{1,15}}"
MEASURE = VISIT + r"/{measure:[a-z]{2,20}}"


async def first(request: web.Request, touch: Touch) -> Answer:
    """What is set up and the latest checks of one territory."""
    return await _page(request, touch)


async def set_up(request: web.Request, touch: Touch) -> Answer:
    """Name the unit, or put a checklist in force."""
    place, form = await _place(request, touch), touch.form
    try:
        async with touch.session.begin_nested():
            since = visits.day(form.get("since", ""))
            paper = actions.Paper(form.get("document", "")[:400], since)
            if request.match_info["part"] == "unit":
                name = form.get("name", "")[:400]
                await actions.name_unit(
                    touch.session, touch.person, territory_id=place.id, name=name, paper=paper, now=touch.now
                )
            else:
                codes = tuple(one.code for one in rules.measures() if form.get(f"take-{one.code}"))
                await actions.put_in_force(
                    touch.session, touch.person, territory_id=place.id, codes=codes, paper=paper, now=touch.now
                )
    except (Invalid, Refused) as wrong:
        return await _page(request, touch, wrong)
    return Go(f"{BASE}?land={place.id}")


async def begin(request: web.Request, touch: Touch) -> Answer:
    """Open a check of a club."""
    club = visits.club(touch)
    try:
        number = await visits.begin(touch, club)
    except (Invalid, Refused) as wrong:
        return await _page(request, touch, wrong)
    return Go(f"{BASE}/visits/{number}")


async def see(request: web.Request, touch: Touch) -> Answer:
    """One check."""
    return await visits.page(touch, _id(request), BASE)


async def keep(request: web.Request, touch: Touch) -> Answer:
    """Keep the marks; with the second button they are signed too."""
    return await visits.keep(touch, _id(request), BASE)


async def close(request: web.Request, touch: Touch) -> Answer:
    """End a check on which nothing waits."""
    number = _id(request)
    try:
        async with touch.session.begin_nested():
            await actions.close(touch.session, touch.person, visit_id=number, now=touch.now)
    except Refused as wrong:
        return await visits.page(touch, number, BASE, wrong)
    return Go(f"{BASE}/visits/{number}")


async def settle(request: web.Request, touch: Touch) -> Answer:
    """Answer an objection, or note that a finding is mended."""
    number, measure = _id(request), request.match_info["measure"]
    if request.match_info["deed"] == "mended":
        place = await territory(touch.session, (await queries.visit(touch.session, touch.person, number)).territory_id)
        on = local_date(touch.now, place.timezone)
        await actions.remedied(touch.session, touch.person, visit_id=number, measure=measure, on=on)
    else:
        upheld = request.match_info["deed"] == "uphold"
        await actions.settle(
            touch.session, touch.person, visit_id=number, measure=measure, upheld=upheld, now=touch.now
        )
    return Go(f"{BASE}/visits/{number}")


async def _page(request: web.Request, touch: Touch, wrong: Invalid | Refused | None = None) -> View:
    place = await _place(request, touch)
    today = local_date(touch.now, place.timezone)
    found = [one for one in await queries.visits(touch.session, touch.person) if one.territory_id == place.id]
    shown = paged(found, page_of(request))
    clubs = {one.id: one.name for one in await providers_of(touch.session, place.id)}
    lands = [(one, short(await territory(touch.session, one))) for one in touch.person.staff_territories]
    context = {
        "place": place,
        "lands": lands,
        "unit": await queries.unit(touch.session, place.id, today),
        "checklist": await queries.checklist(touch.session, place.id, today),
        "measures": rules.measures(),
        "clubs": clubs,
        "found": shown,
        "state": visits.state,
        "kind": visits.kind,
        "today": today.isoformat(),
        "typed": touch.form if wrong else {},
        "wrong": sentence(wrong) if wrong else "",
        "pick": pick,
    }
    return View("staff/monitoring.html", context, status=422 if wrong else 200)


async def _place(request: web.Request, touch: Touch) -> TerritoryView:
    """The territory asked for, or the person's first. Raises NotAllowed."""
    own = touch.person.staff_territories
    if not own:
        raise NotAllowed("staff")
    asked = touch.form.get("land") or request.query.get("land", "")
    number = int(asked) if asked.isascii() and asked.isdecimal() and len(asked) < 16 else own[0]
    return await territory(touch.session, number if number in own else own[0])


def _id(request: web.Request) -> int:
    return int(request.match_info["visit"])


ROUTES = (
    get(BASE, first),
    post(BASE + "/set/{part:unit|checklist}", set_up),
    post(BASE + "/begin", begin),
    get(VISIT, see),
    post(VISIT, keep),
    post(VISIT + "/close", close),
    post(MEASURE + "/{deed:uphold|reject|mended}", settle),
)
