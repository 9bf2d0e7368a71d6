"""The clerk's desk as pages: the queue with its filters, the next case, several approvals at once, search."""

from collections.abc import Iterable, Sequence

from aiohttp import web

from handlers.common.errors import sentence
from handlers.staff.certificates import many, texts
from handlers.web.context import Touch
from handlers.web.parent.cases import page_of
from handlers.web.staff.sifting import choices, is_number, kept, sift_of
from handlers.web.views import Answer, Go, View, get, post
from services.access import actions as access
from services.certificates import queries
from services.contracts.actions import decide
from services.core.errors import ServiceError

MOST_AT_ONCE = 20


async def queue(request: web.Request, touch: Touch) -> Answer:
    """What must be decided, the oldest deadline first; narrowed by what stands in the address: numbers, no names."""
    return await _queue(request, touch)


async def go_on(request: web.Request, touch: Touch) -> Answer:
    """Pass a case over: the next one behind it that suits the question."""
    return await following(request, touch, after=_number(request.query.get("after", "")))


async def following(request: web.Request, touch: Touch, *, after: int | None) -> Go:
    """The case behind this one; the queue where there is none."""
    sift = await sift_of(request, touch)
    number = await queries.next_to_decide(touch.session, touch.person, now=touch.now, sift=sift, after=after)
    return Go(f"/staff{kept(request)}" if number is None else f"/staff/cases/{number}{kept(request)}")


async def check(request: web.Request, touch: Touch) -> Answer:
    """Before anything is decided: which of the cases are ordinary, and what speaks against the others.

    The ticked cases; all that the page showed by the other button.
    """
    prefix = "shown-" if touch.form.get("all") else "case-"
    found = await queries.checked(touch.session, touch.person, _numbers(touch.form, prefix), now=touch.now)
    context = {
        "ordinary": [one for one in found if one.is_ordinary],
        "others": [(one, many.why_not(one)) for one in found if not one.is_ordinary],
        "line": many.in_short,
        "kept": kept(request),
    }
    return View("staff/check.html", context)


async def approve_many(request: web.Request, touch: Touch) -> Answer:
    """Approve what was confirmed, each by itself: what could not be is shown with its reason."""
    said: list[tuple[int, str]] = []
    done = {"approved": 0, "proposed": 0}
    for number in _numbers(touch.form, "case-"):
        try:
            async with touch.session.begin_nested():
                made = await decide(touch.session, touch.person, application_id=number, now=touch.now)
        except ServiceError as refused:
            said.append((number, sentence(refused)))
        else:
            done["proposed" if made is None else "approved"] += 1
            await _decided(touch, number)
    return await _queue(request, touch, said=said, **done)


async def _decided(touch: Touch, number: int) -> None:
    """Several at once are decided by what stands there of each: the family reads who did it."""
    found = await queries.case(touch.session, touch.person, number, now=touch.now)
    what, parent = f"application:{number}", found.facts.parent_id
    await access.look(touch.session, touch.person, subject_id=parent, what=what, why="decision", now=touch.now)


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
    request: web.Request,
    touch: Touch,
    *,
    said: Sequence[tuple[int, str]] = (),
    approved: int = 0,
    proposed: int = 0,
) -> View:
    """A page of the queue; ``said`` are the exceptions of a decision about several, the counts are how many went."""
    sift, page = await sift_of(request, touch), page_of(request)
    found = await queries.queue(touch.session, touch.person, page, now=touch.now, sift=sift, size=MOST_AT_ONCE)
    asked = kept(request)
    context = {
        "found": found,
        "term": texts.term_of,
        "mark_of": many.mark_of,
        "said": said,
        "approved": approved,
        "proposed": proposed,
        "kept": f"&{asked[1:]}" if asked else "",
        "asked_for": asked,
        "me": touch.person.person_id,
        **await choices(request, touch),
    }
    return View("staff/queue.html", context)


def _numbers(names: Iterable[str], prefix: str) -> list[int]:
    """Numbers of the cases that a form names, at most a page of them."""
    typed = (name.removeprefix(prefix) for name in names if name.startswith(prefix))
    return sorted({int(one) for one in typed if is_number(one)})[:MOST_AT_ONCE]


def _number(typed: str) -> int | None:
    return int(typed) if is_number(typed) else None


ROUTES = (
    get("/staff", queue),
    get("/staff/next", go_on),
    post("/staff/check", check),
    post("/staff/approve", approve_many),
    get("/staff/search", search),
    post("/staff/search", find),
)
