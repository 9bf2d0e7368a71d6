"""The body's letters as pages: the queue with its filters, a thread with every deed. Each look is written down."""

from aiohttp import web

from handlers.common import formats
from handlers.common.errors import sentence
from handlers.parent.complaints import texts as words
from handlers.parent.complaints.writing_texts import days
from handlers.staff.certificates import history
from handlers.staff.complaints import texts
from handlers.web import threads
from handlers.web.context import Touch
from handlers.web.parent.cases import page_of
from handlers.web.staff.sifting import is_number
from handlers.web.views import Answer, Go, View, get, post
from services.access import actions as access
from services.complaints import actions, queries
from services.complaints.actions import Ruling
from services.complaints.actions.answering import outcomes_of
from services.complaints.models import TO_ANSWER, Kind, Outcome, Side
from services.complaints.queries import Leaf, Sift
from services.complaints.rules.writing import TEXT_MOST
from services.core.errors import Invalid, Refused
from services.staff.queries import posts_of_body

BASE = "/staff/complaints"
LETTER = BASE + r"/{letter:\d{1,15}}"


async def queue(request: web.Request, touch: Touch) -> Answer:
    """What must be answered, the earliest term first; narrowed by what stands in the address."""
    asked, kind = request.query.get("show", ""), request.query.get("kind", "")
    sift = Sift(asked if asked in texts.shows() else "open", Kind(kind) if kind in set(Kind) else None)
    found = await queries.queue(touch.session, touch.person, page_of(request), now=touch.now, sift=sift, size=20)
    context = {
        "found": found,
        "shows": texts.shows(),
        "kinds": [(one.value, words.kind(one)) for one in Kind],
        "sift": sift,
        "title": words.title,
        "standing": words.standing,
        "turn": texts.turn,
        "kept": f"&show={sift.show}&kind={sift.kind.value if sift.kind else ''}",
        "me": touch.person.person_id,
    }
    return View("staff/complaints.html", context)


async def letter(request: web.Request, touch: Touch) -> Answer:
    """One thread, with the name of who wrote it."""
    return await _letter(request, touch)


async def act(request: web.Request, touch: Touch) -> Answer:
    """A deed of the page; what was typed stays if it is refused."""
    number = _number(request)
    try:
        async with touch.session.begin_nested():
            await _do(request, touch, number)
    except (Invalid, Refused) as wrong:
        return await _letter(request, touch, wrong)
    return Go(f"{BASE}/{number}")


async def _do(request: web.Request, touch: Touch, number: int) -> None:
    session, person, now = touch.session, touch.person, touch.now
    deed, text = request.match_info["deed"], touch.form.get("text", "")
    if deed == "assign":
        typed = touch.form.get("person", "")
        whom = int(typed) if is_number(typed) else None
        await actions.assign(session, person, number=number, person_id=whom, now=now)
    elif deed == "say":
        await actions.say(session, person, number=number, side=Side.BODY, text=text, now=now)
    elif deed == "ask_club":
        await actions.ask_club(session, person, number=number, text=text, now=now)
    elif deed == "prolong":
        await actions.prolong(session, person, number=number, text=text, now=now)
    elif deed == "forward":
        await actions.forward(session, person, number=number, where=text, now=now)
    else:
        await actions.answer(session, person, number=number, ruling=_ruling(touch.form), now=now)


def _ruling(form: dict[str, str]) -> Ruling:
    """The outcome that was chosen. Raises Invalid for none."""
    chosen = form.get("outcome", "")
    if chosen not in set(Outcome):
        raise Invalid("outcome", "choice")
    return Ruling(Outcome(chosen), form.get("text", ""), reopens=form.get("reopens") == "yes")


async def _letter(request: web.Request, touch: Touch, wrong: Invalid | Refused | None = None) -> View:
    number = _number(request)
    found = await queries.staff_thread(touch.session, touch.person, number, now=touch.now, leaf=threads.leaf(request))
    what = f"complaint:{number}"
    await access.look(
        touch.session, touch.person, subject_id=found.writer_id, what=what, why="complaint", now=touch.now
    )
    await actions.see(touch.session, number=number, side=Side.BODY)
    context = {
        **threads.context(found.thread, found.place),
        **await _deeds(touch, found),
        "status": texts.status(found),
        "typed": touch.form if wrong else {},
        "deed": request.match_info.get("deed", ""),
        "wrong": sentence(wrong) if wrong else "",
        "most": TEXT_MOST,
    }
    return View("staff/complaint.html", context, status=422 if wrong else 200)


async def _deeds(touch: Touch, found: queries.StaffThread) -> dict[str, object]:
    """Who wrote it, and what can be done now by whom."""
    line, me = found.thread.line, touch.person.person_id
    colleagues = await posts_of_body(touch.session, found.place.id)
    return {
        "writer": await queries.writer_of(touch.session, found),
        "road": found.road,
        "term": days(found.road),
        "waits": line.state in TO_ANSWER,
        "may_decide": found.may_decide,
        "outcomes": [(one.value, words.outcome(one)) for one in outcomes_of(line.kind)],
        "may_reopen": found.may_reopen,
        "asks_club": found.asks_club,
        "prolong_to": found.prolong_to if found.is_head else None,
        "forward_by": found.forward_by,
        "assigns": found.is_head or not found.road.heads,
        "colleagues": [(one, history.colleague(one, role, me)) for one, role in colleagues.items()],
        "day": formats.day,
    }


async def printed(request: web.Request, touch: Touch) -> Answer:
    """The answer on paper. Raises Stale while there is none."""
    number = _number(request)
    found = await queries.staff_thread(touch.session, touch.person, number, now=touch.now, leaf=Leaf(size=1000))
    what = f"complaint:{number}"
    await access.look(
        touch.session, touch.person, subject_id=found.writer_id, what=what, why="complaint", now=touch.now
    )
    return await threads.printed(touch, found.thread)


def _number(request: web.Request) -> int:
    return int(request.match_info["letter"])


ROUTES = (
    get(BASE, queue),
    get(LETTER, letter),
    get(f"{LETTER}/answer", printed),
    post(LETTER + "/{deed:assign|say|ask_club|prolong|forward|decide}", act),
)
