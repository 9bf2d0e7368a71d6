"""Doors: a Mini App's launch data or a one-time link is exchanged for a session; the way out."""

from aiogram.utils.web_app import WebAppInitData, safe_parse_webapp_init_data
from aiohttp import web

from handlers.common import words
from handlers.common.places import place_code
from handlers.common.words import _
from handlers.web.context import DESK, SCRIPT, TOKEN, Touch
from handlers.web.touching import mark_of
from handlers.web.views import Answer, Go, View, get, post
from services.access import actions as access
from services.access.errors import EntryUnusable
from services.access.models import Audience
from services.access.rules import CLOCK_SLIP, ENTRY_TERM, safe_target
from services.core.actor import Role
from services.staff import actions as people

CHANNEL = "telegram"
PAGES = "pages"
"""The door of staff who came by an invitation without a messenger."""
INVITATION = "/i/{code:[A-Za-z0-9_-]{20,64}}"
HOMES = {Audience.PARENT: "/my", Audience.STAFF: "/staff", Audience.PROVIDER: "/club"}


async def launch(request: web.Request, _touch: Touch) -> Answer:
    """The page that a Mini App opens: the messenger's script hands over the launch data, and the form sends it on."""
    target = safe_target(request.query.get("to", "/my"))
    desk = request.app[DESK]
    again = desk.link(place_code(target)) if desk.bot_username else ""
    return View("launch.html", {"to": target, "script": request.app[SCRIPT], "again": again})


async def enter(request: web.Request, touch: Touch) -> Answer:
    """Launch data → session. It identifies an account of the messenger, not a citizen."""
    target = safe_target(touch.form.get("to", "/my"))
    data = _launch_data(touch.form.get("init", ""), request.app[TOKEN], target)
    age = touch.now - data.auth_date
    if data.user is None or age > ENTRY_TERM or age < -CLOCK_SLIP:
        raise EntryUnusable(target)
    await access.spend_launch(touch.session, mark=mark_of(data.hash), target=target, now=touch.now)
    locale = words.known(data.user.language_code)
    actor = await people.arrive(touch.session, channel=CHANNEL, address=str(data.user.id), locale=locale, now=touch.now)
    return await _let_in(request, touch, actor.person_id, Audience.PARENT, target)


async def knock(request: web.Request, _touch: Touch) -> Answer:
    """A one-time link: opening it spends nothing, so that a preview in a chat does not burn it."""
    return View("knock.html", {"token": request.match_info["token"]})


async def open_link(request: web.Request, touch: Touch) -> Answer:
    """The button under a one-time link."""
    opened = await access.use_entry(touch.session, token=request.match_info["token"], now=touch.now)
    target = opened.target if opened.target != "/" else HOMES[opened.audience]
    return await _let_in(request, touch, opened.person_id, opened.audience, target)


async def invited(request: web.Request, _touch: Touch) -> Answer:
    """An invitation to a post, for whoever has no messenger; opening it spends nothing."""
    return View("invited.html", {"code": request.match_info["code"]})


async def accept(request: web.Request, touch: Touch) -> Answer:
    """The button under an invitation: a person of its own, who has no address in any messenger, takes the post."""
    mark = mark_of(request.match_info["code"])
    locale = words.current()
    actor = await people.arrive(touch.session, channel=PAGES, address=mark, locale=locale, now=touch.now)
    post_held = await people.accept(touch.session, actor, code=request.match_info["code"], now=touch.now)
    await people.choose_territory(touch.session, actor, territory_id=post_held.territory_id)
    audience = Audience.PROVIDER if post_held.role is Role.PROVIDER else Audience.STAFF
    return await _let_in(request, touch, actor.person_id, audience, HOMES[audience])


async def leave(_request: web.Request, touch: Touch) -> Answer:
    """End this session."""
    if touch.visit is not None:
        await access.close_session(touch.session, touch.person, session_id=touch.visit.id, now=touch.now)
    return Go("/", secret="")


async def front(_request: web.Request, _touch: Touch) -> Answer:
    """The first page, for whoever came without a link."""
    return View("front.html")


async def _let_in(request: web.Request, touch: Touch, person_id: int, audience: Audience, target: str) -> Answer:
    client = client_of(request.headers.get("User-Agent", ""))
    secret = await access.open_session(
        touch.session, person_id=person_id, audience=audience, client=client, now=touch.now
    )
    return Go(target, secret=secret)


def client_of(agent: str) -> str:
    """A browser as its owner would name it."""
    kinds = (("Android", "Android"), ("iPhone", "iPhone"), ("iPad", "iPad"), ("Windows", "Windows"), ("Mac OS", "Mac"))
    return next((name for sign, name in kinds if sign in agent), _("computer"))


def _launch_data(text: str, token: str, target: str) -> WebAppInitData:
    try:
        return safe_parse_webapp_init_data(token, text[:4096])
    except ValueError as broken:
        raise EntryUnusable(target) from broken


ROUTES = (
    get("/", front),
    get("/app", launch),
    post("/enter", enter),
    get("/e/{token:[A-Za-z0-9_-]{20,64}}", knock),
    post("/e/{token:[A-Za-z0-9_-]{20,64}}", open_link),
    get(INVITATION, invited),
    post(INVITATION, accept),
    post("/out", leave),
)
