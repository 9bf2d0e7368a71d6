"""The parent's letters: questions, appeals and complaints, written and read where names may stand."""

from dataclasses import replace

from aiohttp import web

from handlers.common import formats
from handlers.common.errors import sentence
from handlers.parent.complaints import texts, writing_texts
from handlers.web import threads
from handlers.web.context import Touch
from handlers.web.parent.cases import page_of
from handlers.web.views import Answer, Go, View, get, post
from services.certificates.queries import family_case
from services.complaints import actions, queries
from services.complaints.models import Kind, Side, Subject
from services.complaints.queries import Leaf
from services.complaints.rules.writing import TEXT_MOST, Draft, missing, needs_club
from services.core.clock import local_date
from services.core.errors import Invalid, Refused, Stale
from services.territories.queries import territory

BASE = "/my/complaints"
LETTER = BASE + r"/{letter:\d{1,15}}"
NEW = BASE + r"/new/{kind:question|appeal|service|club}/{case:\d{1,15}}"


async def letters(request: web.Request, touch: Touch) -> Answer:
    """Own letters, the newest first."""
    found = await queries.own_lines(touch.session, touch.person, page_of(request), size=20)
    begun = await queries.draft_of(touch.session, touch.person)
    context = {"found": found, "begun": begun, "title": texts.title, "standing": texts.standing}
    return View("parent/complaints.html", context)


async def choose(request: web.Request, _touch: Touch) -> Answer:
    """What it is, in plain words."""
    return View("parent/complaint_kind.html", {"case": request.match_info["case"], "text": _said()})


def _said() -> str:
    return writing_texts.choose_kind(has_draft=False)


async def write(request: web.Request, touch: Touch) -> Answer:
    """The form; what was begun stands in it."""
    kind, case = Kind(request.match_info["kind"]), int(request.match_info["case"])
    begun = await queries.draft_of(touch.session, touch.person) or Draft(kind)
    keeps = begun.kind is kind
    draft = Draft(
        kind,
        begun.addressee if keeps else Side.BODY,
        begun.subject if keeps else None,
        case or (begun.application_id if keeps else None),
        begun.text,
    )
    if case:
        facts = await family_case(touch.session, touch.person, case)
        if facts.decided_at is not None and facts.ground and draft.subject is None and kind is Kind.SERVICE:
            draft = replace(draft, subject=Subject.REFUSAL)
    return await _form(request, touch, draft)


async def look(request: web.Request, touch: Touch) -> Answer:
    """Keep what was written, and show what will be sent."""
    draft = _read(request, touch.form)
    try:
        async with touch.session.begin_nested():
            await actions.keep_draft(touch.session, touch.person, draft=draft, now=touch.now)
        if (field := missing(draft)) is not None:
            raise Invalid("complaint", field)  # noqa: TRY301 (one way out for all that is not said yet)
    except Invalid as wrong:
        return await _form(request, touch, draft, wrong)
    road = await queries.draft_road(touch.session, touch.person, draft, now=touch.now)
    context = {
        "draft": draft,
        "path": request.path,
        "kind": texts.kind(draft.kind, draft.addressee),
        "subject": texts.subject(draft.subject) if draft.subject is not None else "",
        "term": writing_texts.term(road, draft.addressee),
    }
    return View("parent/complaint_look.html", context)


async def send(_request: web.Request, touch: Touch) -> Answer:
    """Send it: the letter's own page says number and term."""
    receipt = await actions.file(touch.session, touch.person, now=touch.now)
    return Go(f"{BASE}/{receipt.number}")


async def drop(_request: web.Request, touch: Touch) -> Answer:
    """Forget what was begun."""
    await actions.drop_draft(touch.session, touch.person)
    return Go(BASE)


async def letter(request: web.Request, touch: Touch) -> Answer:
    """One thread."""
    return await _letter(request, touch)


async def act(request: web.Request, touch: Touch) -> Answer:
    """Write in it, let the club take part, say whether the answer settles it, or withdraw; words stay if refused."""
    number, deed, text = _number(request), request.match_info["deed"], touch.form.get("text", "")
    if deed == "withdraw" and touch.form.get("sure") != "yes":
        return View("parent/complaint_withdraw.html", {"number": number, "text": texts.ask_withdraw(number)})
    try:
        async with touch.session.begin_nested():
            await _do(touch, number, deed, text)
    except (Invalid, Refused) as wrong:
        return await _letter(request, touch, wrong)
    return Go(f"{BASE}/{number}")


async def _do(touch: Touch, number: int, deed: str, text: str) -> None:
    session, person, now = touch.session, touch.person, touch.now
    if deed == "say":
        await actions.say(session, person, number=number, side=Side.PARENT, text=text, now=now)
    elif deed == "share":
        await actions.share(session, person, number=number, text=text, now=now)
    elif deed == "settle":
        await actions.settle(session, person, number=number, now=now)
    elif deed == "dispute":
        await actions.dispute(session, person, number=number, text=text, now=now)
    else:
        await actions.withdraw(session, person, number=number, now=now)


async def answer(request: web.Request, touch: Touch) -> Answer:
    """The answer on paper. Raises Stale while there is none."""
    found = await queries.own_thread(touch.session, touch.person, _number(request), Leaf(size=1000))
    return await threads.printed(touch, found)


async def _letter(request: web.Request, touch: Touch, wrong: Invalid | Refused | None = None) -> View:
    number = _number(request)
    found = await queries.own_thread(touch.session, touch.person, number, threads.leaf(request))
    place = await territory(touch.session, found.line.territory_id)
    await actions.see(touch.session, number=number, side=Side.PARENT)
    context = {
        **threads.context(found, place),
        "status": texts.status(found.line, local_date(touch.now, place.timezone)),
        "typed": touch.form.get("text", "") if wrong else "",
        "deed": request.match_info.get("deed", ""),
        "wrong": sentence(wrong) if wrong else "",
        "most": TEXT_MOST,
    }
    return View("parent/complaint.html", context, status=422 if wrong else 200)


async def _form(request: web.Request, touch: Touch, draft: Draft, wrong: Invalid | None = None) -> View:
    cases, _page, _pages = await queries.cases_of(touch.session, touch.person, page_of(request))
    road = await queries.draft_road(touch.session, touch.person, draft, now=touch.now)
    context = {
        "draft": draft,
        "path": request.path,
        "kind": texts.kind(draft.kind, draft.addressee),
        "term": writing_texts.term(road, draft.addressee),
        "cases": cases,
        "subjects": [(one.value, texts.subject(one)) for one in Subject],
        "wants_case": draft.kind in {Kind.SERVICE, Kind.CLUB, Kind.QUESTION},
        "wrong": sentence(wrong) if wrong else "",
        "most": TEXT_MOST,
        "day": formats.day,
    }
    return View("parent/complaint_write.html", context, status=422 if wrong else 200)


def _read(request: web.Request, form: dict[str, str]) -> Draft:
    """What was typed. Raises Stale for words that no form of ours sends."""
    kind, typed = Kind(request.match_info["kind"]), form.get("case", "")
    subject, case = form.get("subject", ""), typed if typed.isascii() and typed.isdecimal() and len(typed) < 16 else ""
    if subject and subject not in set(Subject):
        raise Stale("complaint")
    draft = Draft(
        kind,
        Side.CLUB if kind is Kind.QUESTION and form.get("to") == Side.CLUB.value else Side.BODY,
        Subject(subject) if subject and kind is Kind.SERVICE else None,
        int(case) if case else None,
        form.get("text", "") or None,
    )
    if draft.application_id is None and not needs_club(draft):
        return replace(draft, application_id=0)
    return draft


def _number(request: web.Request) -> int:
    return int(request.match_info["letter"])


ROUTES = (
    get(BASE, letters),
    get(BASE + r"/new/{case:\d{1,15}}", choose),
    get(NEW, write),
    post(NEW, look),
    post(f"{BASE}/send", send),
    post(f"{BASE}/drop", drop),
    get(LETTER, letter),
    get(f"{LETTER}/answer", answer),
    post(LETTER + "/{deed:say|share|settle|dispute|withdraw}", act),
)
