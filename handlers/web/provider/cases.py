"""The provider's applications and contracts as pages, with the names that a chat never shows."""

from aiohttp import web
from markupsafe import Markup

from handlers.common import formats
from handlers.parent.certificates.texts import ground, status
from handlers.provider.contracts import texts
from handlers.web.context import Touch
from handlers.web.parent.cases import page_of
from handlers.web.provider.answering import answers
from handlers.web.views import Answer, File, Go, View, get, post
from services.access import actions as access
from services.certificates import queries
from services.contracts import actions as contracts
from services.contracts import queries as papers
from services.contracts.rules import Side
from services.families.queries import child
from services.turns import queries as turns

PAGE = 20
"""Applications on a page of a desktop."""
CONTRACT = r"/club/contracts/{contract:\d{1,15}}"


async def cases(request: web.Request, touch: Touch) -> Answer:
    """Applications to the actor's clubs, the newest first."""
    found = await queries.of_provider(touch.session, touch.person, page_of(request), size=PAGE)
    return View("provider/cases.html", {"found": found, "status": status})


async def case(request: web.Request, touch: Touch) -> Answer:
    """One application with the child's name; the parent sees who looked."""
    number = int(request.match_info["case"])
    found = await queries.provider_case(touch.session, touch.person, number)
    await _look(touch, found.facts.parent_id, f"application:{number}")
    pupil = await child(touch.session, found.facts.child_id)
    made = await papers.contract_of_application(touch.session, touch.person, number)
    context = {
        "found": found,
        "status": status(found.facts.status),
        "ground": ground(found.facts.ground) if found.facts.ground else "",
        "received": formats.moment(found.facts.submitted_at, found.territory.timezone),
        "due": formats.day(found.facts.due_on),
        "child": pupil,
        "born": formats.day(pupil.birth_date),
        "contract": made,
        **answers(found),
    }
    return View("provider/case.html", context)


async def renewals(request: web.Request, touch: Touch) -> Answer:
    """Who has not said whether the child goes on in the next school year."""
    found = await turns.unanswered_of_clubs(touch.session, touch.person, page_of(request))
    return View("provider/renewals.html", {"found": found})


async def groups(_request: web.Request, touch: Touch) -> Answer:
    """Groups in which somebody has a seat."""
    return View("provider/groups.html", {"lines": await queries.groups_of_provider(touch.session, touch.person)})


async def group(request: web.Request, touch: Touch) -> Answer:
    """Who goes to a group, and whom to call; each parent sees who looked."""
    found = await queries.pupils(touch.session, touch.person, int(request.match_info["group"]), page_of(request))
    for one in found.items:
        await _look(touch, one.parent_id, f"application:{one.application_id}")
    return View("provider/group.html", {"found": found, "day": formats.day})


async def _look(touch: Touch, subject_id: int, what: str) -> None:
    await access.look(touch.session, touch.person, subject_id=subject_id, what=what, why="case", now=touch.now)


async def agreements(request: web.Request, touch: Touch) -> Answer:
    """Contracts of the actor's clubs, the newest first."""
    found = await papers.for_provider(touch.session, touch.person, page_of(request))
    return View("provider/contracts.html", {"found": found})


async def contract(request: web.Request, touch: Touch) -> Answer:
    """One contract with its text; the parent sees who looked."""
    found = await papers.provider_contract(touch.session, touch.person, _id(request))
    paper = await papers.text_of(touch.session, touch.person, found.id)
    await _look(touch, found.parent_id, f"contract:{found.id}")
    text = Markup(texts.one(found, named=True))  # noqa: S704 (texts escape every foreign value)
    awaited = found.turn is Side.PROVIDER
    return View("provider/contract.html", {"contract": found, "paper": paper, "text": text, "can_agree": awaited})


async def keep(request: web.Request, touch: Touch) -> Answer:
    """The very bytes that both sides hold."""
    found = await papers.provider_contract(touch.session, touch.person, _id(request))
    paper = await papers.text_of(touch.session, touch.person, found.id)
    await _look(touch, found.parent_id, f"contract:{found.id}")
    return File(f"contract-{found.id}.txt", paper.text.encode(), "text/plain")


async def agree(request: web.Request, touch: Touch) -> Answer:
    """The provider's agreement."""
    await contracts.agree_as_provider(touch.session, touch.person, contract_id=_id(request), now=touch.now)
    return Go(f"/club/contracts/{_id(request)}")


def _id(request: web.Request) -> int:
    return int(request.match_info["contract"])


ROUTES = (
    get("/club", cases),
    get(r"/club/cases/{case:\d{1,15}}", case),
    get("/club/groups", groups),
    get("/club/renewals", renewals),
    get(r"/club/groups/{group:\d{1,15}}", group),
    get("/club/contracts", agreements),
    get(CONTRACT, contract),
    get(f"{CONTRACT}/file", keep),
    post(f"{CONTRACT}/agree", agree),
)
