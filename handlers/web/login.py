"""A parent's doors without the messenger: a telephone and a code, or an application's number and the desk's code."""

from aiohttp import web

from handlers.common.errors import sentence
from handlers.common.words import _, current
from handlers.web.context import Touch
from handlers.web.entry import client_of
from handlers.web.views import Answer, Go, View, get, post
from services.access import actions
from services.access.models import Audience
from services.access.rules import safe_target
from services.core.errors import Invalid
from services.families.queries import PHONE
from services.identifiers import rules as identifiers
from services.staff import actions as people
from services.staff.queries import actor_at

CHANNEL = PHONE
LONGEST_NUMBER = 15


async def show(request: web.Request, _touch: Touch) -> Answer:
    """The field for the telephone."""
    return View("login.html", {"phone": "", "wrong": "", "to": _target(request.query.get("to", ""))})


async def ask(_request: web.Request, touch: Touch) -> Answer:
    """Send a code to a telephone. Whether it is known is not told."""
    typed, to = touch.form.get("phone", "")[:40], _target(touch.form.get("to", ""))
    try:
        phone = identifiers.phone(typed)
    except Invalid as wrong:
        return View("login.html", {"phone": typed, "wrong": sentence(wrong), "to": to}, status=422)
    words = _("{code} is your code for the pages of Kruzhok. It works for ten minutes; don't tell it to anybody.")
    person_id = await _known(touch, phone)
    await actions.ask_login(touch.session, person_id=person_id, phone=phone, words=words, now=touch.now)
    return _coding(phone, to)


async def come_in(request: web.Request, touch: Touch) -> Answer:
    """The code → the parent's session. A wrong one is counted, so the page is an answer and not an error."""
    phone, code = touch.form.get("phone", "")[:40], touch.form.get("code", "")
    to = _target(touch.form.get("to", ""))
    admitted = await actions.use_login(touch.session, phone=phone, code=code, now=touch.now)
    if admitted is None:
        return _coding(phone, to, wrong=_not_the_code())
    person_id = admitted.person_id
    if person_id is None:
        newcomer = await people.arrive(touch.session, channel=CHANNEL, address=phone, locale=current(), now=touch.now)
        person_id = newcomer.person_id
    return await _let_in(request, touch, person_id, to)


async def show_number(request: web.Request, _touch: Touch) -> Answer:
    """The fields for a number and the code that was given at the desk; a card's QR fills the number in."""
    return View("login_number.html", {"number": _digits(request.query.get("no", "")), "wrong": ""})


async def come_by_number(request: web.Request, touch: Touch) -> Answer:
    """Number and code → the session of the application's parent."""
    number = _digits(touch.form.get("number", ""))
    code = touch.form.get("code", "")
    admitted = await actions.use_desk_code(touch.session, application=int(number or 0), code=code, now=touch.now)
    if admitted is None or admitted.person_id is None:
        return View("login_number.html", {"number": number, "wrong": _not_the_desks_code()}, status=422)
    return await _let_in(request, touch, admitted.person_id, "/my")


async def _known(touch: Touch, phone: str) -> int | None:
    """Whose telephone it is: who has typed a code that came to it. A number that was only written down is nobody's."""
    came = await actor_at(touch.session, channel=CHANNEL, address=phone)
    return came.person_id if came is not None else None


async def _let_in(request: web.Request, touch: Touch, person_id: int, to: str) -> Go:
    client = client_of(request.headers.get("User-Agent", ""))
    secret = await actions.open_session(
        touch.session, person_id=person_id, audience=Audience.PARENT, client=client, now=touch.now
    )
    return Go(to, secret=secret)


def _target(asked: str) -> str:
    """A parent's page to go on to; anything else is the first one."""
    path = safe_target(asked)
    return path if path.startswith("/my") else "/my"


def _digits(text: str) -> str:
    return "".join(sign for sign in text if sign.isdecimal() and sign.isascii())[:LONGEST_NUMBER]


def _coding(phone: str, to: str, wrong: str = "") -> View:
    return View("login_code.html", {"phone": phone, "to": to, "wrong": wrong}, status=422 if wrong else 200)


def _not_the_code() -> str:
    return _("This is not the code, or it has been tried five times or is older than ten minutes.")


def _not_the_desks_code() -> str:
    return _(
        "Number and code don't fit, or the code was used, tried five times or is older than seven days. The desk gives "
        "a new one.",
    )


ROUTES = (
    get("/login", show),
    post("/login", ask),
    post("/login/code", come_in),
    get("/login/number", show_number),
    post("/login/number", come_by_number),
)
