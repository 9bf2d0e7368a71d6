"""Refusals as pages: one sentence, and a way on."""

import secrets
from urllib.parse import urlsplit

import structlog
from aiohttp import web

from handlers.common.errors import sentence
from handlers.common.words import _
from handlers.web.context import FormTooLarge, Locked
from handlers.web.views import Told, View
from services.access.errors import EntryUnusable
from services.access.rules import safe_target
from services.core.errors import Invalid, NotAllowed, NotFound, ServiceError, Stale, Unavailable

log = structlog.get_logger()
CODES: tuple[tuple[type[ServiceError], int], ...] = (
    (NotFound, 404),
    (NotAllowed, 403),
    (Stale, 409),
    (Unavailable, 503),
    (EntryUnusable, 410),
    (Invalid, 422),
)


def refusal(error: Exception, request: web.Request) -> View | Told:
    """The page of a refusal, or the facts of it for a script; what was typed before stays in its form's draft."""
    view = _page(error, request)
    if request.headers.get("Accept") != "application/json":
        return view
    return Told({"wrong": view.context.get("sentence", ""), "is_locked": isinstance(error, Locked)}, view.status)


def _page(error: Exception, request: web.Request) -> View:
    if isinstance(error, Locked) and error.factor:
        return View("wait_factor.html", {"to": error.factor}, status=401)
    if isinstance(error, Locked):
        return View("locked.html", {"to": _place(request)}, status=401)
    if isinstance(error, EntryUnusable):
        return View("locked.html", {"to": error.target, "is_spent": True}, status=410)
    if isinstance(error, ServiceError):
        code = next((code for kind, code in CODES if isinstance(error, kind)), 409)
        return View("refused.html", {"sentence": sentence(error)}, status=code)
    if isinstance(error, FormTooLarge):
        return View("refused.html", {"sentence": too_large()}, status=413)
    return View("refused.html", {"sentence": forged()}, status=403)


def _place(request: web.Request) -> str:
    """The page where the person was: a button's page is the one it stood on, with the group that waits there."""
    if request.method == "GET":
        return request.path_qs
    stood = urlsplit(request.headers.get("Referer", ""))
    place = f"{stood.path}?{stood.query}" if stood.query else stood.path
    return safe_target(place) if place.startswith("/my") else request.path


def too_large() -> str:
    return _(
        "This is more than the form holds, so nothing was kept. Please go back, shorten the text and send it again."
    )


def forged() -> str:
    return _(
        "This form was opened in another window or long ago, so I did nothing. Please go back, load the page anew and "
        "send it once more.",
    )


def unexpected(error: Exception, request: web.Request) -> View:
    """A defect: its number for the person and its kind for the log, never its words."""
    number = secrets.token_hex(3).upper()
    log.error("page.failed", reference=number, error=type(error).__name__, room=request.match_info.handler.__name__)
    text = _(
        "Something went wrong on our side, and nothing was changed. If it happens again, tell us the number {number}."
    )
    return View("refused.html", {"sentence": text.format(number=number)}, status=500)
