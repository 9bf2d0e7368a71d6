"""What families say, at the club's desk: month by month, beside the middle of all clubs; and an answer to them."""

from aiohttp import web

from handlers.common.errors import sentence
from handlers.common.words import pick
from handlers.parent.feedback import texts
from handlers.web.context import Touch
from handlers.web.staff.sifting import is_number
from handlers.web.views import Answer, Go, View, get, post
from services.core.errors import Invalid, NotFound, Refused
from services.feedback import actions, queries
from services.feedback.rules import templates
from services.feedback.rules.templates import REMARK_MOST
from services.providers.queries import providers
from services.territories.queries import territory

BASE = "/club/surveys"


async def first(request: web.Request, touch: Touch) -> Answer:
    """The months of one of the actor's clubs."""
    return await _page(touch, request.query.get("club", ""))


async def reply(_request: web.Request, touch: Touch) -> Answer:
    """Answer all families of a month."""
    form = touch.form
    club, period, ready = (form.get(name, "") for name in ("club", "period", "ready"))
    if not (is_number(club) and is_number(period)):
        raise NotFound("survey result")
    said = actions.Said(int(period), int(ready) if is_number(ready) else 0, form.get("text", ""))
    try:
        async with touch.session.begin_nested():
            await actions.reply(touch.session, touch.person, provider_id=int(club), said=said, now=touch.now)
    except (Invalid, Refused) as wrong:
        return await _page(touch, club, wrong)
    return Go(f"{BASE}?club={int(club)}")


async def _page(touch: Touch, asked: str, wrong: Invalid | Refused | None = None) -> View:
    clubs = await providers(touch.session, touch.person.providers)
    chosen = int(asked) if is_number(asked) and int(asked) in clubs else next(iter(sorted(clubs)), None)
    found = []
    if chosen is not None:
        land = await territory(touch.session, clubs[chosen].territory_id)
        found = await queries.months(touch.session, land, chosen)
    context = {
        "clubs": {number: one.name for number, one in sorted(clubs.items())},
        "chosen": chosen,
        "found": found,
        "month": texts.month,
        "questions": templates.questions(),
        "ready": templates.replies(),
        "said": {one.value: pick(one.ru, one.en) for one in templates.replies()},
        "typed": touch.form if wrong else {},
        "most": REMARK_MOST,
        "wrong": sentence(wrong) if wrong else "",
        "pick": pick,
    }
    return View("provider/surveys.html", context, status=422 if wrong else 200)


ROUTES = (get(BASE, first), post(BASE, reply))
