"""The web application: pages of all rooms behind the same headers, doors and refusals."""

import hashlib
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import aiohttp_jinja2
import jinja2
from aiohttp import web
from aiohttp.typedefs import Handler, Middleware

from handlers.common import words
from handlers.common.context import Desk
from handlers.common.tries import Tries
from handlers.common.words import _, _n
from handlers.web import entry, factor, limits, login, refusing, touching, verify
from handlers.web.context import CLOCK, DATABASE, DESK, FRAMES, RUNG, SCRIPT, STORE, TOKEN
from handlers.web.headers import headers
from handlers.web.parent import (
    applying,
    cards,
    cases,
    complaints,
    consents,
    contracts,
    correcting,
    data,
    erasing,
    families,
    identity,
    kin,
    line,
    naming,
    sheets,
    surveys,
    together,
)
from handlers.web.parent import departures as ending_clubs
from handlers.web.parent import moving as going_over
from handlers.web.parent import papers as childs_papers
from handlers.web.parent import turns as held_seats
from handlers.web.provider import answering
from handlers.web.provider import cases as clubs
from handlers.web.provider import complaints as clubs_letters
from handlers.web.provider import monitoring as self_checks
from handlers.web.provider import surveys as clubs_surveys
from handlers.web.staff import (
    annex,
    annex_records,
    assist,
    bringing,
    case,
    doubles,
    holding,
    lines,
    monitoring,
    orders,
    passing,
    people,
    queue,
    visitors,
)
from handlers.web.staff import complaints as staff_letters
from handlers.web.staff import departures as staff_departures
from handlers.web.staff import desk as handing
from handlers.web.staff import surveys as staff_surveys
from handlers.web.staff import turns as staff_turns
from handlers.web.views import Route, View
from services.core.clock import Clock
from services.core.db import Database
from services.uploads.gateway import Store

HERE = Path(__file__).parent
STATIC = "/static/"
LONGEST_STATIC = 100
MESSENGERS_SCRIPT = "https://telegram.org/js/telegram-web-app.js"
ROUTES: tuple[tuple[Route, ...], ...] = (
    entry.ROUTES,
    login.ROUTES,
    verify.ROUTES,
    cases.ROUTES,
    line.ROUTES,
    families.ROUTES,
    naming.ROUTES,
    kin.ROUTES,
    correcting.ROUTES,
    childs_papers.ROUTES,
    sheets.ROUTES,
    consents.ROUTES,
    complaints.ROUTES,
    surveys.ROUTES,
    clubs_surveys.ROUTES,
    staff_surveys.ROUTES,
    data.ROUTES,
    erasing.ROUTES,
    identity.ROUTES,
    applying.ROUTES,
    together.ROUTES,
    contracts.ROUTES,
    factor.ROUTES,
    cards.ROUTES,
    queue.ROUTES,
    case.ROUTES,
    bringing.ROUTES,
    holding.ROUTES,
    staff_turns.ROUTES,
    held_seats.ROUTES,
    staff_departures.ROUTES,
    ending_clubs.ROUTES,
    going_over.ROUTES,
    handing.ROUTES,
    people.ROUTES,
    visitors.ROUTES,
    passing.ROUTES,
    doubles.ROUTES,
    assist.ROUTES,
    annex.ROUTES,
    annex_records.ROUTES,
    staff_letters.ROUTES,
    monitoring.ROUTES,
    self_checks.ROUTES,
    orders.ROUTES,
    clubs.ROUTES,
    clubs_letters.ROUTES,
    answering.ROUTES,
    lines.ROUTES,
)


@dataclass(frozen=True, slots=True)
class Around:
    """What the pages lean on: ``token`` checks launch data, ``uploads`` is the folder of papers.

    ``script`` is the messenger's own; ``frames`` says who may frame the pages.
    """

    token: str
    uploads: Path
    script: str = MESSENGERS_SCRIPT
    frames: str = ""


def build(
    database: Database,
    clock: Clock,
    desk: Desk,
    around: Around,
    *,
    rung: Callable[[], None] = lambda: None,
) -> web.Application:
    """All pages. ``rung`` wakes the outbox after a deed."""
    app = web.Application(middlewares=[headers, _defects, _limiter()], client_max_size=touching.LARGEST_FORM)
    app[DATABASE], app[CLOCK], app[DESK], app[RUNG] = database, clock, desk, rung
    app[TOKEN], app[SCRIPT], app[FRAMES], app[STORE] = around.token, around.script, around.frames, Store(around.uploads)
    environment = aiohttp_jinja2.setup(
        app,
        loader=jinja2.FileSystemLoader(HERE / "templates"),
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.globals.update(_=_, _n=_n, url_for_static=_static)
    _add(app, (route for room in ROUTES for route in room))
    app.router.add_static("/static", HERE / "static")
    return app


@cache
def _static(name: str) -> str:
    """A file of ours by its contents, so that a new one is fetched anew."""
    mark = hashlib.sha256((HERE / "static" / name).read_bytes()).hexdigest()[:8]
    return f"/static/{name}?{mark}"


def _limiter() -> Middleware:
    """Wrong tries at the doors and codes asked for, by address."""
    tries = Tries(limits.MOST, limits.WINDOW)

    @web.middleware
    async def limited(request: web.Request, handler: Handler) -> web.StreamResponse:
        if not limits.is_door(request.path):
            return await handler(request)
        address, now = limits.address_of(request), request.app[CLOCK]()
        if tries.is_spent(address, now):
            words.use(touching.language(request))
            return touching.draw(request, View("refused.html", {"sentence": _too_many()}, status=429))
        response = await handler(request)
        if response.status >= 400 or (request.path == "/login" and request.method == "POST"):
            tries.count(address, now)
        return response

    return limited


def _too_many() -> str:
    return _("Too many tries from your address. Please wait a minute and try again.")


def _add(app: web.Application, routes: Iterable[Route]) -> None:
    for route in routes:
        app.router.add_route(route.method, route.path, touching.page(route.handler, route.reader))


@web.middleware
async def _defects(request: web.Request, handler: touching.Respond) -> web.StreamResponse:
    """No page of a stranger's words: what is not there and what broke have pages of ours."""
    try:
        if request.path.startswith(STATIC) and len(request.path) > LONGEST_STATIC:
            raise web.HTTPNotFound  # noqa: TRY301 (a file system has no such long names, and says so by an error)
        return await handler(request)
    except (web.HTTPNotFound, web.HTTPMethodNotAllowed, web.HTTPForbidden):
        return touching.draw(request, View("refused.html", {"sentence": _("There is no such page.")}, status=404))
    except web.HTTPException:
        raise
    except Exception as defect:  # noqa: BLE001 (the one place that turns defects into words)
        return touching.draw(request, refusing.unexpected(defect, request))
