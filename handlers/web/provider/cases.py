"""The provider's applications and contracts as pages, with the names that a chat never shows."""

from aiohttp import web
from markupsafe import Markup

from handlers.parent.certificates.texts import status
from handlers.provider.contracts import texts
from handlers.web.context import Touch
from handlers.web.parent.cases import page_of
from handlers.web.views import Answer, File, Go, View, get, post
from services.access import actions as access
from services.certificates import queries
from services.contracts import actions as contracts
from services.contracts import queries as papers
from services.contracts.queries import ContractView
from services.contracts.rules import Side

CONTRACT = r"/club/contracts/{contract:\d{1,15}}"


async def cases(request: web.Request, touch: Touch) -> Answer:
    """Applications to the actor's clubs, the newest first."""
    found = await queries.of_provider(touch.session, touch.person, page_of(request))
    return View("provider/cases.html", {"found": found, "status": status})


async def agreements(request: web.Request, touch: Touch) -> Answer:
    """Contracts of the actor's clubs, the newest first."""
    found = await papers.for_provider(touch.session, touch.person, page_of(request))
    return View("provider/contracts.html", {"found": found})


async def contract(request: web.Request, touch: Touch) -> Answer:
    """One contract with its text; the parent sees who looked."""
    found = await papers.provider_contract(touch.session, touch.person, _id(request))
    paper = await papers.text_of(touch.session, touch.person, found.id)
    await _look(touch, found)
    text = Markup(texts.one(found, named=True))  # noqa: S704 (texts escape every foreign value)
    awaited = found.turn is Side.PROVIDER
    return View("provider/contract.html", {"contract": found, "paper": paper, "text": text, "can_agree": awaited})


async def keep(request: web.Request, touch: Touch) -> Answer:
    """The very bytes that both sides hold."""
    found = await papers.provider_contract(touch.session, touch.person, _id(request))
    paper = await papers.text_of(touch.session, touch.person, found.id)
    await _look(touch, found)
    return File(f"contract-{found.id}.txt", paper.text.encode(), "text/plain")


async def agree(request: web.Request, touch: Touch) -> Answer:
    """The provider's agreement."""
    await contracts.agree_as_provider(touch.session, touch.person, contract_id=_id(request), now=touch.now)
    return Go(f"/club/contracts/{_id(request)}")


async def _look(touch: Touch, found: ContractView) -> None:
    what = f"contract:{found.id}"
    await access.look(touch.session, touch.person, subject_id=found.parent_id, what=what, why="case", now=touch.now)


def _id(request: web.Request) -> int:
    return int(request.match_info["contract"])


ROUTES = (
    get("/club", cases),
    get("/club/contracts", agreements),
    get(CONTRACT, contract),
    get(f"{CONTRACT}/file", keep),
    post(f"{CONTRACT}/agree", agree),
)
