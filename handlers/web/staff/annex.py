"""The act's table on pages: every row with its source, values by hand, the way of a year, and its papers."""

import csv
import io
import json
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from types import MappingProxyType

from aiohttp import web

from handlers.common.start.texts import short
from handlers.common.words import pick
from handlers.staff.indicators import texts
from handlers.staff.indicators.annex import annex, workbook
from handlers.web import papers, uploading
from handlers.web.context import STORE, Touch
from handlers.web.parent.papers import file_name
from handlers.web.staff import annex_words as say
from handlers.web.staff.annex_chart import Chart, chart
from handlers.web.staff.annex_sight import sift
from handlers.web.views import Answer, File, Go, View, get, post
from services.core.clock import local_date
from services.core.errors import Invalid, NotAllowed, NotFound, Refused
from services.indicators import actions, queries
from services.indicators.queries import IndicatorFact, kept
from services.territories.queries import TerritoryView, territory

YEAR = r"/staff/indicators/{land:\d{1,15}}/{year:\d{4}}"
KINDS = {
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "pdf": "application/pdf",
    "csv": "text/csv",
    "json": "application/json",
}


async def first(request: web.Request, touch: Touch) -> Answer:
    """The person's territory in this year, or what was chosen in the form."""
    own = touch.person.staff_territories
    if not own:
        raise NotAllowed("staff")
    asked = request.query.get("land", "")
    chosen = int(asked) if asked.isascii() and asked.isdecimal() and len(asked) < 16 and int(asked) in own else own[0]
    place = await territory(touch.session, chosen)
    wanted = request.query.get("year", "")
    year = int(wanted) if wanted.isascii() and wanted.isdecimal() and len(wanted) == 4 else _today(touch, place).year
    return await _table(touch, place, year)


async def year_page(request: web.Request, touch: Touch) -> Answer:
    """The whole annex of a year."""
    return await _table(touch, *await asked(request, touch), query=request.query)


async def goal_picture(request: web.Request, touch: Touch) -> Answer:
    """Base, fact and target of a goal's rows as a picture; the page has the same in words."""
    place, year = await asked(request, touch)
    facts = await queries.table(touch.session, territory=place, year=year, now=touch.now)
    goal = int(request.match_info["goal"])
    drawn = chart(texts.by_goal(facts).get(goal, []), territory=short(place), year=year)
    if drawn is None:
        raise NotFound("picture")
    name = f"indicators-{place.slug}-{year}-goal{goal}.svg"
    return File(name, drawn.svg.encode(), "image/svg+xml", is_shown=True)


async def row_page(request: web.Request, touch: Touch) -> Answer:
    """One row: how it is counted, what was entered, and a field for a value."""
    return await _row(request, touch)


async def enter(request: web.Request, touch: Touch) -> Answer:
    """Keep a value with its document; a refusal keeps what was typed."""
    place, year = await asked(request, touch)
    sent, form, row = touch.sent, touch.form, request.match_info["row"]
    if sent.wrong is not None:
        return await _row(request, touch, wrong=sent.wrong)
    entry = actions.Entry(
        form.get("value", "")[:200],
        form.get("evidence", "")[:400],
        form.get("reason", "")[:400],
        actions.Evidence(sent.name, sent.paper) if sent.paper else None,
    )
    try:
        async with touch.session.begin_nested():
            await actions.enter(
                touch.session, touch.person, territory_id=place.id, year=year, row=row, entry=entry, now=touch.now
            )
    except (Invalid, Refused) as wrong:
        return await _row(request, touch, wrong=wrong)
    return Go(say.path(place.id, year))


async def evidence(request: web.Request, touch: Touch) -> Answer:
    """The file behind a value, without its sender's name for it."""
    place, year = await asked(request, touch)
    number, store = int(request.match_info["file"]), request.app[STORE]
    lying = await kept.evidence(touch.session, territory_id=place.id, year=year, file_id=number)
    name = file_name(number, lying.media)
    return File(name, lambda: store.read(lying.place, lying.key, lying.size), lying.media)


async def withdraw(request: web.Request, touch: Touch) -> Answer:
    """Take the value back: what is counted stands again."""
    place, year = await asked(request, touch)
    row = request.match_info["row"]
    await actions.withdraw(touch.session, touch.person, territory_id=place.id, year=year, row=row, now=touch.now)
    return Go(say.path(place.id, year))


async def step(request: web.Request, touch: Touch) -> Answer:
    """Collect, agree, send back, sign or publish; what stands against it is said above the table."""
    place, year = await asked(request, touch)
    try:
        async with touch.session.begin_nested():
            await _go(touch, request.match_info["step"], place.id, year)
    except (Invalid, Refused) as wrong:
        return await _table(touch, place, year, wrong=wrong)
    return Go(say.path(place.id, year))


async def _go(touch: Touch, chosen: str, land: int, year: int) -> None:
    session, person, form, now = touch.session, touch.person, touch.form, touch.now
    match chosen:
        case "collect":
            due = _day(form.get("due", ""))
            await actions.collect(session, person, territory_id=land, year=year, due_on=due, now=now)
        case "agree":
            even_so = form.get("sure") == "yes"
            await actions.agree(session, person, territory_id=land, year=year, now=now, even_so=even_so)
        case "back":
            await actions.send_back(session, person, territory_id=land, year=year)
        case "sign":
            await actions.sign(session, person, territory_id=land, year=year, now=now)
        case _:
            await actions.publish(session, person, territory_id=land, year=year, now=now)


async def version(request: web.Request, touch: Touch) -> Answer:
    """The rows of a version as they were frozen."""
    place, year = await asked(request, touch)
    number = int(request.match_info["version"])
    found = await queries.frozen(touch.session, territory_id=place.id, year=year, version=number)
    return View("staff/annex_version.html", {"found": found, "place": short(place), "year": year, "say": say})


async def file(request: web.Request, touch: Touch) -> Answer:
    """The table to keep; a paper is drawn after the touch, beside the loop."""
    place, year = await asked(request, touch)
    facts = await queries.table(touch.session, territory=place, year=year, now=touch.now)
    kind = request.match_info["format"]
    told = annex(facts, territory=place.short_ru, year=year, at=touch.now.astimezone(place.timezone))
    made: dict[str, Callable[[], bytes]] = {
        "xlsx": lambda: workbook(told),
        "pdf": lambda: papers.annex(told),
        "csv": lambda: _csv(facts),
        "json": lambda: json.dumps([fact.row() for fact in facts], ensure_ascii=False).encode(),
    }
    return File(f"indicators-{place.slug}-{year}.{kind}", made[kind], KINDS[kind])


def _csv(facts: list[IndicatorFact]) -> bytes:
    """With a mark and semicolons: a Russian Excel opens it by a click."""
    rows, out = [fact.row() for fact in facts], io.StringIO(newline="")
    writer = csv.DictWriter(out, list(rows[0]), delimiter=";")
    writer.writeheader()
    writer.writerows(rows)
    return out.getvalue().encode("utf-8-sig")


async def _table(
    touch: Touch,
    place: TerritoryView,
    year: int,
    *,
    query: Mapping[str, str] = MappingProxyType({}),
    wrong: Invalid | Refused | None = None,
) -> View:
    facts = await queries.table(touch.session, territory=place, year=year, now=touch.now)
    sifted = sift(facts, query)
    versions = await queries.versions(touch.session, territory_id=place.id, year=year)
    lands = [(one, short(await territory(touch.session, one))) for one in touch.person.staff_territories]
    context = {
        "place": place,
        "name": short(place),
        "year": year,
        "goals": texts.by_goal(sifted.facts),
        "sift": sifted,
        "drawn": _drawn(facts, place, year),
        "versions": versions,
        "lands": lands,
        "years": range(min(place.pack.years), _today(touch, place).year + 1),
        "kinds": tuple(KINDS),
        "wrong": wrong,
        "say": say,
        "pick": pick,
    }
    return View("staff/annex.html", context, status=422 if wrong else 200)


def _drawn(facts: Sequence[IndicatorFact], place: TerritoryView, year: int) -> dict[int, Chart]:
    """A picture of every goal that has numbers."""
    made = {goal: chart(rows, territory=short(place), year=year) for goal, rows in texts.by_goal(facts).items()}
    return {goal: one for goal, one in made.items() if one is not None}


async def _row(request: web.Request, touch: Touch, wrong: Invalid | Refused | None = None) -> View:
    place, year = await asked(request, touch)
    facts = await queries.table(touch.session, territory=place, year=year, now=touch.now)
    fact = next((one for one in facts if one.code == request.match_info["row"]), None)
    if fact is None:
        raise NotFound("row")
    context = {"place": place, "name": short(place), "year": year, "fact": fact, "wrong": wrong, "say": say}
    context |= {"typed": touch.form if wrong else {}, "pick": pick, "is_counted": fact.code in queries.COMPUTED}
    return View("staff/annex_row.html", context, status=422 if wrong else 200)


async def asked(request: web.Request, touch: Touch) -> tuple[TerritoryView, int]:
    """The territory and the year of the address; NotFound for one that the person does not serve."""
    number, year = int(request.match_info["land"]), int(request.match_info["year"])
    if number not in touch.person.staff_territories:
        raise NotFound("territory")
    return await territory(touch.session, number), year


def _today(touch: Touch, place: TerritoryView) -> date:
    return local_date(touch.now, place.timezone)


def _day(typed: str) -> date:
    try:
        return date.fromisoformat(typed)
    except ValueError as wrong:
        raise Invalid("indicator_due", "date") from wrong


ROUTES = (
    get("/staff/indicators", first),
    get(YEAR, year_page),
    get(YEAR + r"/file.{format:xlsx|pdf|csv|json}", file),
    get(YEAR + r"/goals/{goal:\d}.svg", goal_picture),
    get(YEAR + r"/rows/{row:[1-9]\.[0-9S]S?}", row_page),
    post(YEAR + r"/rows/{row:[1-9]\.[0-9S]S?}", enter, uploading.evidence),
    get(YEAR + r"/evidence/{file:\d{1,15}}", evidence),
    post(YEAR + r"/rows/{row:[1-9]\.[0-9S]S?}/withdraw", withdraw),
    post(YEAR + r"/{step:collect|agree|back|sign|publish}", step),
    get(YEAR + r"/versions/{version:\d{1,4}}", version),
)
