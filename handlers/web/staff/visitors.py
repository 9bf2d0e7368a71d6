"""At the desk: a visitor shows a code and a passport; the clerk confirms who it is, or links a new account."""

from aiohttp import web

from handlers.common.words import _
from handlers.web.context import Touch
from handlers.web.views import Answer, View, get, post
from services.core.errors import Invalid
from services.identity import actions
from services.identity.queries import Candidate

MOST_DIGITS = 15


async def ask(_request: web.Request, _touch: Touch) -> Answer:
    """The field for the code."""
    return _page()


async def see(_request: web.Request, touch: Touch) -> Answer:
    """Whose code it is: the name to compare with the paper. The parent sees that somebody looked."""
    typed = touch.form.get("code", "")[:40]
    try:
        found = await actions.see_at_desk(touch.session, touch.person, typed=typed, now=touch.now)
    except Invalid:
        found = None
    return _page(typed=typed, found=found, wrong="" if found is not None else not_now())


async def confirm(_request: web.Request, touch: Touch) -> Answer:
    """The passport says what the page says."""
    typed, name = touch.form.get("code", "")[:40], touch.form.get("name", "")
    found = await actions.confirm_at_desk(touch.session, touch.person, typed=typed, full_name=name, now=touch.now)
    if found is None:
        return _page(typed=typed, wrong=not_now())
    return _page(said=_("Confirmed. The person is told, and what waited is filed."))


async def find_lost(_request: web.Request, touch: Touch) -> Answer:
    """The parent of an application, whose account was lost."""
    lost = await actions.find_lost(touch.session, touch.person, number=number_of(touch), now=touch.now)
    return _page(typed=touch.form.get("code", "")[:40], lost=lost, number=number_of(touch))


async def link(_request: web.Request, touch: Touch) -> Answer:
    """The visitor's new account opens the record from now on."""
    found = actions.Relink(
        typed=touch.form.get("code", "")[:40],
        number=number_of(touch),
        full_name=touch.form.get("name", ""),
        keeps_phone=bool(touch.form.get("phone")),
        words=_(
            "At the desk your record at Kruzhok was linked to a new account; this number opens it no longer. "
            "Not you? Call the office at once."
        ),
    )
    is_linked = await actions.link_at_desk(touch.session, touch.person, found, now=touch.now)
    if not is_linked:
        return _page(typed=found.typed, wrong=not_now())
    return _page(said=_("Linked. Both accounts are told; nothing else has changed."))


def _page(
    *,
    typed: str = "",
    wrong: str = "",
    said: str = "",
    number: int = 0,
    found: Candidate | None = None,
    lost: Candidate | None = None,
) -> View:
    context = {"typed": typed, "wrong": wrong, "said": said, "number": number, "found": found, "lost": lost}
    return View("staff/visitors.html", context, status=422 if wrong else 200)


def number_of(touch: Touch, field: str = "number") -> int:
    """A number that was typed or sent; 0 for what is none."""
    typed = touch.form.get(field, "").strip()
    is_number = typed.isascii() and typed.isdecimal() and len(typed) <= MOST_DIGITS
    return int(typed) if is_number else 0


def not_now() -> str:
    """Why a visitor's code does not do."""
    return _("No such code now: it is wrong, used, or older than half an hour. Ask the visitor to show a new one.")


ROUTES = (
    get("/staff/desk", ask),
    post("/staff/desk", see),
    post("/staff/desk/confirm", confirm),
    post("/staff/desk/lost", find_lost),
    post("/staff/desk/link", link),
)
