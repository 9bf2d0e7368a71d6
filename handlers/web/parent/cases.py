"""The parent's own cases."""

from aiohttp import web
from markupsafe import Markup

from handlers.parent.certificates import texts
from handlers.web.context import Touch
from handlers.web.views import Answer, Go, View, get, post
from services.certificates import queries
from services.certificates.models import ApplicationStatus
from services.certificates.rules.lifecycle import Deed, Party, may
from services.contracts import actions as contracts
from services.contracts.queries import contract_of_application

LAST_PAGE = 10_000


async def mine(request: web.Request, touch: Touch) -> Answer:
    """A page of own cases, the newest first."""
    found = await queries.mine(touch.session, touch.person, page_of(request))
    return View("parent/cases.html", {"found": found, "status": texts.status})


async def case(request: web.Request, touch: Touch) -> Answer:
    """One own case: what happened, what is next, by when."""
    own = await queries.own_application(touch.session, touch.person, int(request.match_info["case"]), now=touch.now)
    contract = await contract_of_application(touch.session, touch.person, own.facts.number)
    context = {
        "own": own,
        "contract": contract,
        "status": texts.status(own.facts.status),
        "ground": texts.ground(own.facts.ground),
        "text": Markup(texts.received(own)),  # noqa: S704 (texts escape every foreign value)
        "is_open": Deed.WITHDRAW in may(Party.PARENT, own.facts.status),
        "is_draft": own.facts.status is ApplicationStatus.DRAFT,
        "is_refused": own.facts.status is ApplicationStatus.REFUSED,
    }
    return View("parent/case.html", context)


async def withdraw(request: web.Request, touch: Touch) -> Answer:
    """Take an application back, after the question on the page."""
    number = int(request.match_info["case"])
    if touch.form.get("sure") != "yes":
        return View("parent/withdraw.html", {"number": number, "text": texts.ask_withdraw(number)})
    await contracts.withdraw(touch.session, touch.person, application_id=number, now=touch.now)
    return Go(f"/my/cases/{number}")


def page_of(request: web.Request) -> int:
    """The page asked for; a forged one is the first."""
    asked = request.query.get("page", "0")
    return min(int(asked), LAST_PAGE) if asked.isascii() and asked.isdecimal() and len(asked) < 6 else 0


CASE = r"/my/cases/{case:\d{1,15}}"
ROUTES = (get("/my", mine), get(CASE, case), post(f"{CASE}/withdraw", withdraw))
