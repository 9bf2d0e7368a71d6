"""The social order as a page: how it is executed, every line to edit, a workbook in and out, the difference, a yes."""

from collections.abc import Callable

from aiohttp import web

from handlers.common import formats
from handlers.common.errors import sentence
from handlers.common.start.texts import short
from handlers.staff.orders import words
from handlers.staff.orders.book import book
from handlers.staff.orders.seen import execution, promised
from handlers.web.context import Touch
from handlers.web.uploading import workbook
from handlers.web.views import Answer, File, Go, View, get, post
from services.core.clock import local_date
from services.core.errors import Invalid, NotAllowed, NotFound, ServiceError
from services.orders import actions, gateway, queries
from services.orders.errors import SheetBroken
from services.orders.rules.changes import Wanted, code_of
from services.territories.queries import TerritoryView, territory

PAGE = "/staff/orders"
DRAFT = r"/staff/orders/{draft:\d{1,15}}"
TOLD = ("act", "day", "why")
MOST_LINES = 200
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


async def show(request: web.Request, touch: Touch) -> Answer:
    """A year's order of one of the person's territories."""
    place, year = await _which(touch, request.query.get("land", ""), request.query.get("year", ""))
    return await _page(touch, place, year)


async def write(_request: web.Request, touch: Touch) -> Answer:
    """What was typed becomes a draft; what cannot be read is said, and the page keeps what was typed."""
    place, year = await _which(touch, touch.form.get("land", ""), touch.form.get("year", ""))
    return await _begun(touch, place, year, lambda: _wanted(touch.form), "")


async def send(_request: web.Request, touch: Touch) -> Answer:
    """A workbook becomes a draft: lines that it does not name are taken out."""
    place, year = await _which(touch, touch.form.get("land", ""), touch.form.get("year", ""))
    name, content = touch.sent.name, touch.sent.piece
    if touch.sent.wrong is not None:
        return await _page(touch, place, year, sentence(SheetBroken("large" if content else "book")))
    return await _begun(touch, place, year, lambda: gateway.read(content), name or "xlsx")


async def look(request: web.Request, touch: Touch) -> Answer:
    """The difference, counted anew against the order as it is now."""
    draft_id = int(request.match_info["draft"])
    draft = await actions.review(touch.session, touch.person, draft_id=draft_id)
    lines = await queries.lines(touch.session, draft.territory_id, draft.year)
    held = promised(lines)
    context = {
        "draft": draft,
        "day": formats.day,
        "changes": [(words.heading(one), words.parts(one, held.get(one.code))) for one in draft.changes],
    }
    return View("staff/order_change.html", context)


async def confirm(request: web.Request, touch: Touch) -> Answer:
    """Yes to the difference of this edition."""
    edition = touch.form.get("edition", "")
    draft = await queries.own_draft(touch.session, touch.person, int(request.match_info["draft"]))
    shown = int(edition) if edition.isascii() and edition.isdecimal() and len(edition) < 10 else -1
    await actions.confirm(touch.session, touch.person, draft_id=draft.id, edition=shown, now=touch.now)
    return _to(draft.territory_id, draft.year)


async def leave(request: web.Request, touch: Touch) -> Answer:
    """Throw the draft away."""
    draft = await actions.leave(touch.session, touch.person, draft_id=int(request.match_info["draft"]))
    return _to(draft.territory_id, draft.year)


async def report(request: web.Request, touch: Touch) -> Answer:
    """Execution by section, as a workbook; made after the transaction."""
    place, year = await _which(touch, request.query.get("land", ""), request.query.get("year", ""))
    told = await execution(touch.session, touch.person, place.id, year)
    return File(f"kruzhok-order-{year}.xlsx", lambda: book(told), XLSX)


async def _begun(
    touch: Touch, place: TerritoryView, year: int, read: Callable[[], list[Wanted]], source: str
) -> Answer:
    try:
        async with touch.session.begin_nested():
            wanted = read()
            draft = await actions.begin(
                touch.session,
                touch.person,
                territory_id=place.id,
                year=year,
                wanted=wanted,
                origin=actions.Origin(source or PAGE, is_whole=bool(source)),
                now=touch.now,
            )
            for field in TOLD:
                typed = touch.form.get(field, "")
                await actions.answer(touch.session, touch.person, draft_id=draft.id, field=field, typed=typed)
            await actions.review(touch.session, touch.person, draft_id=draft.id)
    except ServiceError as refused:
        return await _page(touch, place, year, sentence(refused))
    return Go(f"{PAGE}/{draft.id}")


async def _page(touch: Touch, place: TerritoryView, year: int, wrong: str = "") -> View:
    found = await execution(touch.session, touch.person, place.id, year)
    lands = [await territory(touch.session, one) for one in touch.person.staff_territories]
    draft = await queries.open_draft(touch.session, touch.person, territory_id=place.id, year=year)
    context = {
        "place": place,
        "year": year,
        "found": found,
        "lands": [(one.id, short(one)) for one in lands],
        "draft": None if draft is None or draft.missing else draft,
        "words": words,
        "money": formats.money,
        "day": formats.day,
        "typed": touch.form if wrong else {},
        "wrong": wrong,
    }
    return View("staff/orders.html", context, status=422 if wrong else 200)


async def _which(touch: Touch, land: str, year: str) -> tuple[TerritoryView, int]:
    """The asked territory, else the person's first; the asked year, else this one.

    Raises NotAllowed, NotFound, Invalid.
    """
    own = touch.person.staff_territories
    if not own:
        raise NotAllowed("staff")
    here = int(land) if land.isascii() and land.isdecimal() and len(land) < 16 else own[0]
    if here not in own:
        raise NotFound("territory")
    place = await territory(touch.session, here)
    if not year:
        return place, local_date(touch.now, place.timezone).year
    if not (year.isascii() and year.isdecimal() and len(year) == 4):
        raise Invalid("order_day", "years")
    return place, int(year)


def _wanted(form: dict[str, str]) -> list[Wanted]:
    """The lines of the form: ``code-N``, ``children-N``… by N; a row without figures is no line."""
    found = []
    for at in range(MOST_LINES):
        told = {name: form.get(f"{name}-{at}", "") for name in ("children", "hours", "norm", "money")}
        is_removed = form.get(f"out-{at}") == "yes"
        if f"code-{at}" in form and (is_removed or any(text.strip() for text in told.values())):
            found.append(Wanted(code_of(form[f"code-{at}"]), **told, is_removed=is_removed))
    return found


def _to(territory_id: int, year: int) -> Go:
    return Go(f"{PAGE}?land={territory_id}&year={year}")


ROUTES = (
    get(PAGE, show),
    post(PAGE, write),
    post(f"{PAGE}/file", send, workbook),
    get(f"{PAGE}/report", report),
    get(DRAFT, look),
    post(f"{DRAFT}/confirm", confirm),
    post(f"{DRAFT}/leave", leave),
)
