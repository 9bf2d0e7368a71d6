"""Who I am: the level that is reached, a code to the telephone, a code for the desk; a lost account linked anew."""

from aiohttp import web

from handlers.common.errors import sentence
from handlers.common.words import _
from handlers.web.context import DESK, Touch
from handlers.web.login import CHANNEL
from handlers.web.views import Answer, Go, View, get, post
from services.access import actions as access
from services.core.errors import Invalid
from services.families.rules import Level
from services.identifiers import rules as identifiers
from services.identity import actions, queries
from services.identity.rules import DESK_TERM, PHONE_TERM
from services.staff.queries import actor_at

HERE = "/my/identity"


async def show(_request: web.Request, touch: Touch) -> Answer:
    """What is known, what waits for more, and the two ways on."""
    return await _page(touch)


async def send_code(request: web.Request, touch: Touch) -> Answer:
    """A code to the telephone of the details; only a trial desk shows it."""
    ringing = await actions.ask_phone_code(touch.session, touch.person, now=touch.now)
    if request.app[DESK].trial_forms:
        return await _page(touch, is_sent=True, shown=ringing.issued.code)
    words = _("{code} confirms this telephone for Kruzhok. It works for ten minutes; don't tell it to anybody.")
    await access.put_text(
        touch.session,
        person_id=touch.person.person_id,
        phone=ringing.phone,
        words=words.format(code=ringing.issued.code),
        now=touch.now,
        term=PHONE_TERM,
    )
    return await _page(touch, is_sent=True)


async def take_code(_request: web.Request, touch: Touch) -> Answer:
    """Try the code. A wrong one spends a try and stays on the page."""
    try:
        check = await actions.confirm_phone(touch.session, touch.person, code=touch.form.get("code", ""), now=touch.now)
    except Invalid as no_code:
        return await _page(touch, is_sent=True, wrong=sentence(no_code))
    return Go(HERE) if check.ok else await _page(touch, is_sent=True, wrong=_not_the_code())


async def show_desk_code(_request: web.Request, touch: Touch) -> Answer:
    """A code to show at the desk, beside the passport."""
    code = await actions.ask_desk_code(touch.session, touch.person, now=touch.now)
    return await _page(touch, desk_code=str(code))


async def ask_lost(_request: web.Request, _touch: Touch) -> Answer:
    """By which telephone the earlier record is found."""
    return View("parent/link.html", {"phone": "", "wrong": "", "is_sent": False})


async def send_lost(_request: web.Request, touch: Touch) -> Answer:
    """A code to a telephone that somebody has confirmed; whether anybody has is not told."""
    typed = touch.form.get("phone", "")[:40]
    try:
        phone = identifiers.phone(typed)
    except Invalid as wrong:
        return View("parent/link.html", {"phone": typed, "wrong": sentence(wrong), "is_sent": False}, status=422)
    owner = await actor_at(touch.session, channel=CHANNEL, address=phone)
    words = _("{code} links a new account to your record at Kruzhok. Not you? Tell it to nobody and do nothing.")
    known = owner.person_id if owner is not None else None
    await access.ask_login(touch.session, person_id=known, phone=phone, words=words, now=touch.now)
    return View("parent/link.html", {"phone": phone, "wrong": "", "is_sent": True})


async def link(_request: web.Request, touch: Touch) -> Answer:
    """The code → this account is the earlier record's, the old account is unlinked, and every session ends."""
    phone = touch.form.get("phone", "")[:40]
    admitted = await access.use_login(touch.session, phone=phone, code=touch.form.get("code", ""), now=touch.now)
    if admitted is None or admitted.person_id is None:
        context = {"phone": phone, "wrong": _not_the_code(), "is_sent": True}
        return View("parent/link.html", context, status=422)
    await actions.link_by_phone(touch.session, touch.person, owner_id=admitted.person_id, now=touch.now)
    return View("parent/linked.html")


async def _page(touch: Touch, *, is_sent: bool = False, shown: str = "", wrong: str = "", desk_code: str = "") -> View:
    standing = await queries.standing(touch.session, touch.person)
    context = {
        "standing": standing,
        "is_known": standing.level is Level.PERSON,
        "is_sent": is_sent,
        "shown": shown,
        "wrong": wrong,
        "desk_code": desk_code,
        "minutes": int(DESK_TERM.total_seconds() // 60),
    }
    return View("parent/identity.html", context, status=422 if wrong else 200)


def _not_the_code() -> str:
    return _("This is not the code, or it has been tried five times or is older than ten minutes.")


ROUTES = (
    get(HERE, show),
    post(f"{HERE}/phone", send_code),
    post(f"{HERE}/code", take_code),
    post(f"{HERE}/desk", show_desk_code),
    get("/my/link", ask_lost),
    post("/my/link", send_lost),
    post("/my/link/code", link),
)
