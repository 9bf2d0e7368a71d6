"""What comes from outside into the table: support given, the factor analysis, coverage."""

from datetime import date
from decimal import Decimal, InvalidOperation

from aiohttp import web

from handlers.common.start.texts import short
from handlers.common.words import _
from handlers.web.context import Touch
from handlers.web.staff import annex_words as say
from handlers.web.staff.annex import YEAR, asked
from handlers.web.views import Answer, View, get, post
from services.core.errors import Invalid, NotFound, Refused
from services.indicators import actions
from services.indicators.queries import kept
from services.territories.queries import TerritoryView

RECORDS = YEAR + "/records"
LINES_MOST = 200


async def records(request: web.Request, touch: Touch) -> Answer:
    """The forms, and the factor analysis that counts now."""
    return await _page(touch, *await asked(request, touch))


async def keep(request: web.Request, touch: Touch) -> Answer:
    """Keep one record; a refusal keeps what was typed."""
    place, year = await asked(request, touch)
    record = {"support": _support, "analysis": _analysis, "coverage": _coverage}[request.match_info["record"]]
    try:
        async with touch.session.begin_nested():
            await record(touch, place, year)
    except (Invalid, Refused, NotFound) as wrong:
        return await _page(touch, place, year, wrong=wrong)
    return await _page(touch, place, year, said=_("Kept. The table counts with it from now on."))


async def _support(touch: Touch, place: TerritoryView, _year: int) -> None:
    form = touch.form
    given = actions.Given(
        inn=form.get("inn", "")[:40],
        given_on=_day(form.get("given", ""), "support_day"),
        amount=_kopecks(form.get("amount", "")),
        document=form.get("document", "")[:400],
    )
    await actions.record_support(touch.session, touch.person, territory_id=place.id, given=given, now=touch.now)


async def _analysis(touch: Touch, place: TerritoryView, _year: int) -> None:
    form = touch.form
    lines = [line.split(";") for line in form.get("values", "").splitlines()[:LINES_MOST] if line.strip()]
    if any(len(line) != 3 for line in lines):
        raise Invalid("analysis_values", "lines")
    findings = actions.Findings(
        confirmed_on=_day(form.get("confirmed", ""), "analysis_day"),
        document=form.get("document", "")[:400],
        values={row.strip(): (base, target) for row, base, target in lines},
        strong=tuple(form.get("strong", "").split()[:LINES_MOST]),
    )
    await actions.confirm_analysis(touch.session, touch.person, territory_id=place.id, findings=findings, now=touch.now)


async def _coverage(touch: Touch, place: TerritoryView, year: int) -> None:
    form = touch.form
    cover = actions.Cover(
        _whole(form.get("children", "")), _whole(form.get("population", "")), form.get("origin", "")[:400]
    )
    await actions.import_coverage(
        touch.session, touch.person, territory_id=place.id, year=year, cover=cover, now=touch.now
    )


async def _page(
    touch: Touch, place: TerritoryView, year: int, *, wrong: Invalid | Refused | NotFound | None = None, said: str = ""
) -> View:
    context = {
        "place": place,
        "name": short(place),
        "year": year,
        "analysis": await kept.analysis(touch.session, place.id),
        "has_coverage": any(row.formula == "3.2S" for row in place.pack.indicators),
        "typed": touch.form if wrong else {},
        "wrong": wrong,
        "said": said,
        "say": say,
    }
    return View("staff/annex_records.html", context, status=422 if wrong else 200)


def _day(typed: str, field: str) -> date:
    try:
        return date.fromisoformat(typed)
    except ValueError as wrong:
        raise Invalid(field, "date") from wrong


def _whole(typed: str) -> int:
    plain = "".join(typed.split())
    if not plain.isascii() or not plain.isdecimal() or len(plain) > 9:
        raise Invalid("coverage", "number")
    return int(plain)


def _kopecks(typed: str) -> int:
    try:
        amount = Decimal("".join(typed.split()).replace(",", ".")[:20])
        kopecks = amount * 100
        whole = int(kopecks)
    except (InvalidOperation, ValueError, OverflowError) as wrong:
        raise Invalid("support_amount", "number") from wrong
    if kopecks != whole:
        raise Invalid("support_amount", "kopecks")
    return whole


ROUTES = (get(RECORDS, records), post(RECORDS + "/{record:support|analysis|coverage}", keep))
