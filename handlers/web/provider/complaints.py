"""The club's letters as pages: only what is for the club."""

from aiohttp import web

from handlers.common.errors import sentence
from handlers.parent.complaints import texts as words
from handlers.provider.complaints import texts
from handlers.web import threads
from handlers.web.context import Touch
from handlers.web.parent.cases import page_of
from handlers.web.views import Answer, Go, View, get, post
from services.complaints import actions, queries
from services.complaints.models import TO_ANSWER, Side
from services.complaints.rules.lifecycle import Deed, Party
from services.complaints.rules.writing import TEXT_MOST
from services.core.errors import Invalid, Refused
from services.territories.queries import territory

BASE = "/club/complaints"
LETTER = BASE + r"/{letter:\d{1,15}}"


async def letters(request: web.Request, touch: Touch) -> Answer:
    """What is asked of the club; what waits for it first."""
    found = await queries.club_lines(touch.session, touch.person, page_of(request), size=20)
    return View("provider/complaints.html", {"found": found, "title": words.title, "standing": texts.standing})


async def letter(request: web.Request, touch: Touch) -> Answer:
    """One thread."""
    return await _letter(request, touch)


async def act(request: web.Request, touch: Touch) -> Answer:
    """Answer a question, explain to the office, or write in the thread."""
    number, text = int(request.match_info["letter"]), touch.form.get("text", "")
    session, person, now = touch.session, touch.person, touch.now
    try:
        async with session.begin_nested():
            if request.match_info["deed"] == "answer":
                await actions.answer_as_club(session, person, number=number, text=text, now=now)
            elif request.match_info["deed"] == "explain":
                await actions.explain(session, person, number=number, text=text, now=now)
            else:
                await actions.say(session, person, number=number, side=Side.CLUB, text=text, now=now)
    except (Invalid, Refused) as wrong:
        return await _letter(request, touch, wrong)
    return Go(f"{BASE}/{number}")


async def _letter(request: web.Request, touch: Touch, wrong: Invalid | Refused | None = None) -> View:
    number = int(request.match_info["letter"])
    found = await queries.club_thread(touch.session, touch.person, number, threads.leaf(request))
    place = await territory(touch.session, found.line.territory_id)
    await actions.see(touch.session, number=number, side=Side.CLUB)
    deed = "say" if found.line.state in TO_ANSWER else ""
    if found.line.turn is Party.CLUB:
        deed = "explain" if Deed.EXPLAIN in found.may else "answer"
    context = {
        **threads.context(found, place),
        "status": texts.status(found.line).partition("\n")[2],
        "deed": deed,
        "ask": texts.ask(deed) if deed else "",
        "typed": touch.form.get("text", "") if wrong else "",
        "wrong": sentence(wrong) if wrong else "",
        "most": TEXT_MOST,
    }
    return View("provider/complaint.html", context, status=422 if wrong else 200)


ROUTES = (
    get(BASE, letters),
    get(LETTER, letter),
    post(LETTER + "/{deed:answer|explain|say}", act),
)
