"""The clerk's desk as pages: the queue, a case, search, several approvals at once. Each look is written down."""

from collections.abc import Sequence

from aiohttp import web
from markupsafe import Markup

from handlers.common import formats
from handlers.common.errors import sentence
from handlers.common.start.texts import short
from handlers.parent.families import sheet_words
from handlers.staff.certificates import texts
from handlers.web.context import STORE, Touch
from handlers.web.parent.cases import page_of
from handlers.web.parent.papers import label, opened
from handlers.web.views import Answer, Go, View, get, post
from services.access import actions as access
from services.certificates import actions, queries
from services.certificates.models import UNDECIDED
from services.certificates.queries import Sift
from services.certificates.queries import papers as documents
from services.certificates.rules import GROUNDS
from services.contracts.actions import approve as approve_with_contract
from services.contracts.queries import contract_of_application
from services.core.errors import Invalid, ServiceError
from services.territories.queries import territory

MOST_AT_ONCE = 20
CASE = r"/staff/cases/{case:\d{1,15}}"


async def queue(request: web.Request, touch: Touch) -> Answer:
    """What must be decided, the oldest deadline first; narrowed by what stands in the address: numbers, no names."""
    return await _queue(touch, _sift(request), page_of(request))


async def case(request: web.Request, touch: Touch) -> Answer:
    """All that decides one case, with the child's name; the parent sees who looked."""
    return await _case(touch, int(request.match_info["case"]), why="case")


async def approve(request: web.Request, touch: Touch) -> Answer:
    """Seat, order, certificate and contract in one transaction; then the next case."""
    number = int(request.match_info["case"])
    await approve_with_contract(touch.session, touch.person, application_id=number, now=touch.now)
    return await _next(touch)


async def refuse(request: web.Request, touch: Touch) -> Answer:
    """Refuse on a ground that was chosen on the page. Raises Invalid for none."""
    number, ground = int(request.match_info["case"]), touch.form.get("ground", "")
    if ground not in GROUNDS:
        raise Invalid("ground", "choice")
    await actions.refuse(touch.session, touch.person, application_id=number, ground=ground, now=touch.now)
    return await _next(touch)


async def approve_many(_request: web.Request, touch: Touch) -> Answer:
    """Approve the ticked cases, each by itself: what could not be is shown with its reason."""
    names = (name.removeprefix("case-") for name in touch.form if name.startswith("case-"))
    ticked = sorted({int(name) for name in names if _is_number(name)})
    said: list[tuple[int, str]] = []
    for number in ticked[:MOST_AT_ONCE]:
        try:
            async with touch.session.begin_nested():
                await approve_with_contract(touch.session, touch.person, application_id=number, now=touch.now)
        except ServiceError as refused:
            said.append((number, sentence(refused)))
    return await _queue(touch, Sift(), 0, said=said, approved=len(ticked[:MOST_AT_ONCE]) - len(said))


async def search(request: web.Request, touch: Touch) -> Answer:
    """The empty field: what is looked for never stands in an address."""
    del request
    return View("staff/search.html", {"typed": "", "found": None, "touch": touch})


async def find(_request: web.Request, touch: Touch) -> Answer:
    """By the application's number or the child's СНИЛС, in the clerk's own territories."""
    typed = touch.form.get("text", "")[:40]
    found = await queries.search(touch.session, touch.person, typed)
    for line in found:
        what = f"application:{line.facts.number}"
        await access.look(
            touch.session, touch.person, subject_id=line.facts.parent_id, what=what, why="search", now=touch.now
        )
    return View("staff/search.html", {"typed": typed, "found": found, "touch": touch})


async def _queue(
    touch: Touch, sift: Sift, page: int, *, said: Sequence[tuple[int, str]] = (), approved: int = 0
) -> View:
    """A page of the queue; ``said`` are the exceptions of an approval of several, ``approved`` is how many went."""
    found = await queries.queue(touch.session, touch.person, page, now=touch.now, sift=sift, size=MOST_AT_ONCE)
    lands = [await territory(touch.session, one) for one in touch.person.staff_territories]
    context = {
        "found": found,
        "term": texts.term_of,
        "said": said,
        "approved": approved,
        "sift": sift,
        "lands": [(one.id, short(one)) for one in lands],
        "clubs": await queries.clubs_in_queue(touch.session, touch.person),
        "kept": _kept(sift),
    }
    return View("staff/queue.html", context)


def _sift(request: web.Request) -> Sift:
    """What the address asks for; anything that is no number is not asked."""
    return Sift(_number(request, "land"), _number(request, "club"), request.query.get("late") == "1")


def _number(request: web.Request, name: str) -> int | None:
    typed = request.query.get(name, "")
    return int(typed) if _is_number(typed) else None


def _is_number(typed: str) -> bool:
    """A number that a database can look for."""
    return typed.isascii() and typed.isdecimal() and len(typed) < 16


def _kept(sift: Sift) -> str:
    """The same question on the next page."""
    asked = {"land": sift.territory_id, "club": sift.provider_id, "late": 1 if sift.is_late else None}
    return "".join(f"&{name}={value}" for name, value in asked.items() if value is not None)


async def _case(touch: Touch, number: int, why: str) -> View:
    found = await queries.case(touch.session, touch.person, number, now=touch.now)
    await access.look(
        touch.session,
        touch.person,
        subject_id=found.facts.parent_id,
        what=f"application:{number}",
        why=why,
        now=touch.now,
    )
    papers, promises = await documents.case_papers(touch.session, touch.person, number)
    context = {
        "found": found,
        "papers": papers,
        "promises": promises,
        "sheets": await documents.case_sheets(touch.session, touch.person, number),
        "titles": sheet_words.TITLES,
        "words": sheet_words,
        "label": label,
        "day": formats.day,
        "text": Markup(texts.case(found, named=True)),  # noqa: S704 (texts escape every foreign value)
        "grounds": [(code, texts.ground(code)) for code in GROUNDS],
        "waits": found.facts.status in UNDECIDED,
        "contract": await contract_of_application(touch.session, touch.person, number),
    }
    return View("staff/case.html", context)


async def paper(request: web.Request, touch: Touch) -> Answer:
    """One paper of a case, written into the journal of access; a foreign one is not found."""
    number = int(request.match_info["case"])
    parent, found, lying = await documents.case_paper(
        touch.session, touch.person, number, int(request.match_info["paper"])
    )
    what = f"document:{found.id}"
    await access.look(touch.session, touch.person, subject_id=parent, what=what, why="case", now=touch.now)
    return opened(request.app[STORE], found, lying)


async def _next(touch: Touch) -> Go:
    following = await queries.next_to_decide(touch.session, touch.person)
    return Go("/staff" if following is None else f"/staff/cases/{following}")


ROUTES = (
    get("/staff", queue),
    post("/staff/approve", approve_many),
    get("/staff/search", search),
    post("/staff/search", find),
    get(CASE, case),
    get(CASE + r"/papers/{paper:\d{1,15}}", paper),
    post(f"{CASE}/approve", approve),
    post(f"{CASE}/refuse", refuse),
)
