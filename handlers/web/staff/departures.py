"""Clubs that end, for the staff: written down after a dry run, watched, chosen for the silent, reported, taken back."""

from collections.abc import Callable, Sequence
from datetime import date

from aiohttp import web

from handlers.common import formats
from handlers.common.errors import sentence
from handlers.common.start.texts import short
from handlers.parent.certificates.texts import status
from handlers.staff.departures import report, texts
from handlers.staff.indicators.served import all_served, served
from handlers.web.context import Touch
from handlers.web.parent.cases import page_of
from handlers.web.staff.assist import cards
from handlers.web.staff.sifting import is_number
from handlers.web.views import Answer, File, Go, View, get, paged, post
from services.core.clock import local_date
from services.core.errors import Invalid, NotAllowed, NotFound, Refused
from services.departures import actions, queries
from services.departures.actions import Leaving
from services.departures.errors import ChosenAlready
from services.departures.rules import Figures, Ground, Subject
from services.programs.queries import groups_of_provider
from services.providers.queries import provider, providers_of
from services.territories.queries import territory
from services.turns.actions import Starter

BASE = "/staff/departures"
ONE = BASE + r"/{departure:\d{1,15}}"
KINDS = {"xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", "csv": "text/csv"}


async def first(request: web.Request, touch: Touch) -> Answer:
    """What was written down, and the form of another one once a club is chosen."""
    return await _page(touch, _here(touch, request.query.get("land", "")), _number(request.query.get("club", "")))


async def begin(request: web.Request, touch: Touch) -> Answer:
    """A dry run, or the deed; a refusal keeps what was typed."""
    del request
    form = touch.form
    here, club = _here(touch, form.get("land", "")), _number(form.get("club", ""))
    try:
        async with touch.session.begin_nested():
            leaving = _leaving(club, form)
            if form.get("try"):
                seen = await queries.rehearse(
                    touch.session, touch.person, territory_id=here, subject=leaving.subject, now=touch.now
                )
                return await _page(touch, here, club, seen=seen)
            made = await actions.begin(touch.session, Starter(touch.person), leaving, territory_id=here, now=touch.now)
    except (Invalid, Refused) as wrong:
        return await _page(touch, here, club, wrong=wrong)
    return Go(f"{BASE}/{made.id}")


def _leaving(club: int, form: dict[str, str]) -> Leaving:
    kind, _dot, number = form.get("what", "").partition("-")
    return Leaving(
        Subject(club, _number(number) if kind == "program" else None, _number(number) if kind == "group" else None),
        leaves_on=_day("departure_day", form.get("leaves", "")),
        ground=form.get("ground", ""),
        document=form.get("document", "")[:400],
        reply_by=_day("departure_reply", form["reply"]) if form.get("reply") else None,
        holds=bool(form.get("holds")),
    )


async def one(request: web.Request, touch: Touch) -> Answer:
    """Figures, and a line for each child; the silent can be chosen for."""
    return await _one(request, touch)


async def choose(request: web.Request, touch: Touch) -> Answer:
    """A choice for a family, by its code or its signed form."""
    placement, typed = _number(touch.form.get("placement", "")), touch.form.get("group", "")
    try:
        async with touch.session.begin_nested():
            await actions.choose_for(
                touch.session,
                touch.person,
                placement_id=placement,
                group_id=None if typed == "leave" else _number(typed),
                typed=touch.form.get("code", "")[:40],
                now=touch.now,
            )
    except (Invalid, Refused, ChosenAlready) as wrong:
        return await _one(request, touch, sentence(wrong))
    return Go(f"{BASE}/{int(request.match_info['departure'])}")


async def undo(request: web.Request, touch: Touch) -> Answer:
    """The club stays or has come back, after the question on the page."""
    number = int(request.match_info["departure"])
    found = await queries.departure(touch.session, touch.person, number)
    if touch.form.get("sure") != "yes":
        return View("staff/departure_undo.html", {"found": found, "text": texts.ask_undo(found)})
    await actions.undo(touch.session, Starter(touch.person), departure_id=number, now=touch.now)
    return Go(f"{BASE}/{number}")


async def as_xlsx(request: web.Request, touch: Touch) -> Answer:
    """The whole report to keep."""
    return await _file(request, touch, "xlsx", report.as_xlsx)


async def as_csv(request: web.Request, touch: Touch) -> Answer:
    """The same for whoever has no spreadsheet."""
    return await _file(request, touch, "csv", report.as_csv)


async def _file(
    request: web.Request, touch: Touch, kind: str, made: Callable[[Sequence[Sequence[report.Cell]]], bytes]
) -> File:
    number = int(request.match_info["departure"])
    rows = report.table(await queries.report(touch.session, touch.person, number))
    return File(f"departure-{number}.{kind}", lambda: made(rows), KINDS[kind])


async def _page(
    touch: Touch, here: int, club: int, *, seen: Figures | None = None, wrong: Invalid | Refused | None = None
) -> View:
    place = await territory(touch.session, here)
    context = {
        "here": here,
        "lands": [(land.id, short(land)) for land in await all_served(touch.session, touch.person)],
        "found": await queries.departures(touch.session, here),
        "clubs": [(one.id, one.name) for one in await providers_of(touch.session, here)],
        "club": await _club(touch, here, club) if club else None,
        "groups": await groups_of_provider(touch.session, club) if club else [],
        "grounds": [(ground.value, texts.ground(ground)) for ground in Ground],
        "today": local_date(touch.now, place.timezone).isoformat(),
        "days": place.policy.departure_reply_days,
        "would": texts.figures(seen) if seen else [],
        "typed": touch.form,
        "wrong": sentence(wrong) if wrong else "",
        "say": texts,
        "day": formats.day,
    }
    return View("staff/departures.html", context, status=422 if wrong else 200)


async def _club(touch: Touch, here: int, club: int) -> tuple[int, str]:
    found = await provider(touch.session, club)
    if found.territory_id != here:
        raise NotFound("provider")
    return found.id, found.name


async def _one(request: web.Request, touch: Touch, wrong: str = "") -> View:
    number = int(request.match_info["departure"])
    found = await queries.departure(touch.session, touch.person, number)
    whole = await queries.report(touch.session, touch.person, number)
    lines = whole
    if request.query.get("silent"):
        lines = [line for line in lines if texts.is_open(line)]
    words = request.query.get("words", "")[:100].strip()
    context = {
        "words": words,
        "cards": await cards(touch, words) if words else (),
        "found": found,
        "lines": paged(lines, page_of(request)),
        "figures": [*texts.figures(await queries.figures(touch.session, number)), *texts.sums(whole)],
        "say": texts,
        "status": status,
        "money": formats.money,
        "day": formats.day,
        "wrong": wrong,
        "kept": "&silent=1" if request.query.get("silent") else "",
    }
    return View("staff/departure.html", context, status=422 if wrong else 200)


def _number(typed: str) -> int:
    return int(typed) if is_number(typed) else 0


def _day(field: str, typed: str) -> date:
    try:
        return date.fromisoformat(typed)
    except ValueError as wrong:
        raise Invalid(field, "format") from wrong


def _here(touch: Touch, typed: str) -> int:
    """The territory that is asked for. Raises NotAllowed without a post, NotFound for another's."""
    if not touch.person.staff_territories:
        raise NotAllowed("staff")
    return served(touch.person, _number(typed))


ROUTES = (
    get(BASE, first),
    post(BASE, begin),
    get(ONE, one),
    post(f"{ONE}/choose", choose),
    post(f"{ONE}/undo", undo),
    get(f"{ONE}/report.xlsx", as_xlsx),
    get(f"{ONE}/report.csv", as_csv),
)
