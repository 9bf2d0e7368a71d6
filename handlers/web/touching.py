"""One request is one transaction: who is here, what was pressed, commit, and only then the page is drawn."""

import hmac
import secrets
from collections.abc import Awaitable, Callable
from dataclasses import replace

import aiohttp_jinja2
from aiohttp import web
from sqlalchemy.exc import IntegrityError

from handlers.common import words
from handlers.web import papers, refusing
from handlers.web.context import (
    CLOCK,
    COOKIE,
    DATABASE,
    DESK,
    LANGUAGE,
    RUNG,
    TOUCH,
    ForgedForm,
    FormTooLarge,
    Locked,
    Sent,
    Touch,
)
from handlers.web.views import Answer, File, Go, Handler, Reader, Told, View
from services.access import actions as access
from services.access.models import Audience
from services.access.queries import pressed
from services.access.rules import digest, form_mark
from services.core.errors import NotAllowed, ServiceError
from services.staff import queries as people

Respond = Callable[[web.Request], Awaitable[web.StreamResponse]]
LARGEST_FORM = 64 * 1024
NONCE = 32
DOORS = {"/my": Audience.PARENT, "/staff": Audience.STAFF, "/club": Audience.PROVIDER}
"""Whose pages stand under which path; everything else is open to all."""
SANDBOX = "sandbox; default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'"
"""The policy of a file: nothing in it runs, asks or is framed."""
REFUSALS = (ServiceError, Locked, ForgedForm)
UNCONFIRMED = ("/staff/factor", "/club/factor")
"""Pages of a session that has not shown its second factor yet."""


def page(handler: Handler, reader: Reader | None = None) -> Respond:
    """Turn a page's handler into aiohttp's. What is sent is read first: no transaction waits for a slow line."""

    async def respond(request: web.Request) -> web.StreamResponse:
        words.use(language(request))
        try:
            sent = await (reader or form)(request) if request.method == "POST" else Sent()
        except REFUSALS as refused:
            return _response(request, refusing.refusal(refused, request))
        return await _respond(request, handler, sent)

    respond.__name__ = handler.__module__.removeprefix("handlers.")
    return respond


async def _respond(request: web.Request, handler: Handler, sent: Sent) -> web.StreamResponse:
    async with request.app[DATABASE].sessions() as session:
        request[TOUCH] = touch = Touch(session, request.app[CLOCK](), sent=sent)
        try:
            answer = await _act(request, touch, handler)
            await session.commit()
            if request.method == "POST":
                request.app[RUNG]()
        except IntegrityError:
            await session.rollback()
            if (before := await _first_result(touch)) is None:
                raise
            answer = before
        except REFUSALS as refused:
            await session.rollback()
            answer = refusing.refusal(refused, request)
    return _response(request, await _made(request, answer))


async def _made(request: web.Request, answer: Answer) -> Answer:
    """A file that is made only now: no transaction waits for it."""
    if not isinstance(answer, File) or isinstance(answer.content, bytes):
        return answer
    try:
        return replace(answer, content=await papers.beside(answer.content))
    except ServiceError as refused:
        return refusing.refusal(refused, request)


async def _act(request: web.Request, touch: Touch, handler: Handler) -> Answer:
    await enter(request, touch)
    if request.method != "POST":
        return await handler(request, touch)
    if touch.visit is not None and not _is_door(request.path):
        if not hmac.compare_digest(touch.form.get("mark", "").encode(), form_mark(touch.secret).encode()):
            raise ForgedForm
        nonce = touch.form.get("press", "")[:NONCE]
        if nonce and (before := await pressed(touch.session, session_id=touch.visit.id, nonce=nonce)) is not None:
            return Go(before)
    answer = await handler(request, touch)
    if touch.visit is not None and isinstance(answer, Go) and answer.secret is None and touch.form.get("press"):
        nonce = touch.form["press"][:NONCE]
        await access.keep_press(
            touch.session, session_id=touch.visit.id, nonce=nonce, location=answer.path, now=touch.now
        )
    return answer


async def enter(request: web.Request, touch: Touch) -> None:
    """Who is here by the cookie, and whether this page is theirs."""
    touch.secret = request.cookies.get(COOKIE, "")
    if touch.secret:
        touch.visit = await access.visit(touch.session, secret=touch.secret, now=touch.now)
    if touch.visit is not None:
        touch.actor = await people.actor_of(touch.session, touch.visit.person_id)
        words.use(touch.person.locale)
    wanted = next((audience for path, audience in DOORS.items() if _is_under(request.path, path)), None)
    if wanted is None:
        return
    if touch.visit is None:
        raise Locked
    if touch.visit.audience is not wanted:
        raise NotAllowed(wanted.value)
    if not touch.visit.is_confirmed and request.path not in UNCONFIRMED:
        raise Locked(next(path for path in UNCONFIRMED if path.startswith(f"/{request.path.split('/')[1]}")))


async def _first_result(touch: Touch) -> Answer | None:
    """Two presses of one button at once: the second is led where the first was. Any other clash is a defect."""
    nonce = touch.form.get("press", "")[:NONCE]
    if touch.visit is None or not nonce:
        return None
    before = await pressed(touch.session, session_id=touch.visit.id, nonce=nonce)
    return None if before is None else Go(before)


async def form(request: web.Request) -> Sent:
    """The fields of a form; an upload has its own way. Raises ForgedForm, FormTooLarge for what no page sends."""
    if (request.content_length or 0) > LARGEST_FORM:
        raise FormTooLarge
    if request.content_type != "application/x-www-form-urlencoded":
        raise ForgedForm
    if (request.charset or "utf-8").lower() != "utf-8":
        raise ForgedForm
    refuse_foreign(request)
    try:
        sent = await request.post()
    except web.HTTPRequestEntityTooLarge as endless:  # in pieces, without a length
        raise FormTooLarge from endless
    except ValueError as broken:
        raise ForgedForm from broken
    return Sent({name: value.replace("\0", "") for name, value in sent.items() if isinstance(value, str)})


def refuse_foreign(request: web.Request) -> None:
    """Raise ForgedForm for what another site has made a browser send."""
    if request.headers.get("Sec-Fetch-Site", "same-origin") not in {"same-origin", "none"}:
        raise ForgedForm


def _response(request: web.Request, answer: Answer) -> web.StreamResponse:
    if isinstance(answer, Go):
        return _gone(answer)
    if isinstance(answer, Told):
        return web.json_response(answer.facts, status=answer.status)
    if isinstance(answer, File):
        way = "inline" if answer.is_shown else "attachment"
        kept = {"Content-Disposition": f'{way}; filename="{answer.name}"', "Content-Security-Policy": SANDBOX}
        return web.Response(body=answer.content, content_type=answer.kind, headers=kept)
    return draw(request, answer)


def draw(request: web.Request, view: View) -> web.StreamResponse:
    """Draw a page, also where no touch was begun."""
    return aiohttp_jinja2.render_template(view.template, request, _context(request, view), status=view.status)


def _gone(answer: Go) -> web.StreamResponse:
    response = web.HTTPSeeOther(answer.path)
    if answer.secret == "":  # (an empty secret forgets the browser)
        response.del_cookie(COOKIE, path="/", secure=True, httponly=True, samesite="Lax")
    elif answer.secret is not None:
        response.set_cookie(COOKIE, answer.secret, path="/", secure=True, httponly=True, samesite="Lax")
    return response


def _context(request: web.Request, view: View) -> dict[str, object]:
    touch = request.get(TOUCH)
    visit = touch.visit if touch is not None else None
    mark = form_mark(touch.secret) if touch is not None and visit is not None else ""
    return {
        "locale": words.current(),
        "mark": mark,
        "press": secrets.token_hex(NONCE // 2),
        "audience": visit.audience.value if visit is not None else "",
        "runs_desk": touch is not None and touch.actor is not None and bool(touch.actor.admin_territories),
        "path": request.path,
        "by_chat": not request.app[DESK].public_info,
        **view.context,
    }


def language(request: web.Request) -> str:
    """The language of a browser before anybody came in."""
    chosen = request.cookies.get(LANGUAGE)
    return chosen if chosen in words.LOCALES else words.known(request.headers.get("Accept-Language", "")[:2])


def _is_door(path: str) -> bool:
    """Where one comes in anew, whoever was here before; other sites are kept out by ``Sec-Fetch-Site``."""
    return path == "/enter" or path.startswith(("/e/", "/i/"))


def _is_under(path: str, door: str) -> bool:
    return path == door or path.startswith(f"{door}/")


def mark_of(launch: str) -> str:
    """A name for launch data in the table of used links."""
    return digest(f"launch\0{launch}")
