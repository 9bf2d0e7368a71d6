"""The parent's own cases."""

from aiohttp import web
from markupsafe import Markup

from handlers.parent.certificates import cases as case_texts
from handlers.parent.certificates import helping, texts
from handlers.web.context import Touch
from handlers.web.views import Answer, Go, View, get, post
from services.certificates import actions as certificates
from services.certificates import queries
from services.certificates.models import ApplicationStatus
from services.certificates.rules.lifecycle import Deed, Party, may
from services.contracts import actions as contracts
from services.contracts.queries import contract_of_application
from services.contracts.rules import Side
from services.departures.queries import awaited

LAST_PAGE = 10_000


async def mine(request: web.Request, touch: Touch) -> Answer:
    """A page of own cases, the newest first."""
    found = await queries.mine(touch.session, touch.person, page_of(request))
    chooses = await awaited(touch.session, touch.person)
    return View("parent/cases.html", {"found": found, "status": texts.status, "chooses": chooses})


async def case(request: web.Request, touch: Touch) -> Answer:
    """One own case: what happened, what is next, by when."""
    own = await queries.own_application(touch.session, touch.person, int(request.match_info["case"]), now=touch.now)
    contract = await contract_of_application(touch.session, touch.person, own.facts.number)
    text = case_texts.case(
        own,
        named=True,
        sign_by=contract.sign_by if contract else None,
        parents_turn=contract is not None and contract.turn is Side.PARENT,
        signs=contract is not None and contract.parent_id == touch.person.person_id,
    )
    context = {
        "own": own,
        "contract": contract,
        "status": texts.status(own.facts.status),
        "ground": texts.ground(own.facts.ground),
        "text": Markup(text),  # noqa: S704 (texts escape every foreign value)
        "is_open": own.may_act and Deed.WITHDRAW in may(Party.PARENT, own.facts.status),
        "is_returned": own.may_act and Deed.ANSWER in may(Party.PARENT, own.facts.status),
        "is_renewable": own.may_act
        and own.facts.status is ApplicationStatus.LAPSED
        and own.facts.decided_at is not None,
        "is_draft": own.facts.status is ApplicationStatus.DRAFT and own.is_side,
        "is_movable": own.may_act and own.facts.status is ApplicationStatus.ENROLLED,
        "others": await queries.alternatives_of(touch.session, own, now=touch.now) if own.may_act else [],
        "say": lambda one: Markup(helping.other(one)),  # noqa: S704 (texts escape every foreign value)
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


async def mend(request: web.Request, touch: Touch) -> Answer:
    """What was asked for is there: the term of the decision runs on."""
    number = int(request.match_info["case"])
    await certificates.mend(touch.session, touch.person, application_id=number, now=touch.now)
    return Go(f"/my/cases/{number}")


async def renew(request: web.Request, touch: Touch) -> Answer:
    """Take a lapsed offer up again while there is a seat."""
    number = int(request.match_info["case"])
    await contracts.renew(touch.session, touch.person, application_id=number, now=touch.now)
    return Go(f"/my/cases/{number}")


def page_of(request: web.Request) -> int:
    """The page asked for; a forged one is the first."""
    asked = request.query.get("page", "0")
    return min(int(asked), LAST_PAGE) if asked.isascii() and asked.isdecimal() and len(asked) < 6 else 0


CASE = r"/my/cases/{case:\d{1,15}}"
ROUTES = (
    get("/my", mine),
    get(CASE, case),
    post(f"{CASE}/withdraw", withdraw),
    post(f"{CASE}/mend", mend),
    post(f"{CASE}/renew", renew),
)
