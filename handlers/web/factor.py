"""The second factor of staff and providers: set up once, shown at each coming in."""

import pyotp
from aiohttp import web

from handlers.common.errors import sentence
from handlers.web.context import DESK, Touch
from handlers.web.drawing import picture
from handlers.web.views import Answer, Go, View, get, post
from services.access import actions, queries
from services.access.errors import FactorLocked, WrongFactor
from services.access.models import Audience

HOMES = {Audience.STAFF: "/staff", Audience.PROVIDER: "/club"}


async def show(request: web.Request, touch: Touch) -> Answer:
    """The picture for the authenticator at the first coming in, else only the field."""
    return await _page(request, touch)


async def check(request: web.Request, touch: Touch) -> Answer:
    """Take the six digits. A wrong code is counted, so the page is an answer and not an error."""
    if touch.visit is None:
        return Go("/")
    try:
        is_right = await actions.check_factor(
            touch.session, person_id=touch.visit.person_id, code=touch.form.get("code", ""), now=touch.now
        )
    except (FactorLocked, WrongFactor) as refused:
        return await _page(request, touch, wrong=sentence(refused))
    if not is_right:
        return await _page(request, touch, wrong=sentence(WrongFactor()))
    await actions.confirm_session(touch.session, session_id=touch.visit.id)
    return Go(HOMES.get(touch.visit.audience, "/"))


async def _page(request: web.Request, touch: Touch, wrong: str = "") -> View:
    person_id = touch.person.person_id
    context: dict[str, object] = {"wrong": wrong, "secret": "", "picture": ""}
    if not await queries.has_factor(touch.session, person_id):
        secret = await actions.begin_factor(touch.session, person_id=person_id)
        name = f"{request.app[DESK].bot_username} {person_id}"
        address = pyotp.TOTP(secret).provisioning_uri(name=name, issuer_name="Kruzhok")
        context.update(secret=secret, picture=picture(address))
    return View("factor.html", context, status=422 if wrong else 200)


ROUTES = (
    get("/staff/factor", show),
    post("/staff/factor", check),
    get("/club/factor", show),
    post("/club/factor", check),
)
