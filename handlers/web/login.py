"""A parent's door without the messenger: a telephone, and a code that comes to it."""

from aiohttp import web

from handlers.common.errors import sentence
from handlers.common.words import _
from handlers.web.context import Touch
from handlers.web.entry import client_of
from handlers.web.views import Answer, Go, View, get, post
from services.access import actions
from services.access.models import Audience
from services.core.errors import Invalid
from services.families.queries.phones import parent_with_phone
from services.identifiers import rules as identifiers


async def show(_request: web.Request, _touch: Touch) -> Answer:
    """The field for the telephone."""
    return View("login.html", {"phone": "", "wrong": ""})


async def ask(_request: web.Request, touch: Touch) -> Answer:
    """Send a code to a telephone of a known parent. Whether it is known is not told."""
    typed = touch.form.get("phone", "")[:40]
    try:
        phone = identifiers.phone(typed)
    except Invalid as wrong:
        return View("login.html", {"phone": typed, "wrong": sentence(wrong)}, status=422)
    person_id = await parent_with_phone(touch.session, phone)
    words = _("{code} is your code for the pages of Kruzhok. It works for ten minutes; don't tell it to anybody.")
    await actions.ask_login(touch.session, person_id=person_id, phone=phone, words=words, now=touch.now)
    return _coding(phone)


async def come_in(request: web.Request, touch: Touch) -> Answer:
    """The code → the parent's session. A wrong one is counted, so the page is an answer and not an error."""
    phone, code = touch.form.get("phone", "")[:40], touch.form.get("code", "")
    person_id = await actions.use_login(touch.session, phone=phone, code=code, now=touch.now)
    if person_id is None:
        wrong = _("This is not the code, or it has been tried five times or is older than ten minutes.")
        return _coding(phone, wrong=wrong)
    client = client_of(request.headers.get("User-Agent", ""))
    secret = await actions.open_session(
        touch.session, person_id=person_id, audience=Audience.PARENT, client=client, now=touch.now
    )
    return Go("/my", secret=secret)


def _coding(phone: str, wrong: str = "") -> View:
    return View("login_code.html", {"phone": phone, "wrong": wrong}, status=422 if wrong else 200)


ROUTES = (get("/login", show), post("/login", ask), post("/login/code", come_in))
