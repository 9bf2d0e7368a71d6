"""A check as a page of both desks: its measures as a form, what was found as a list."""

from datetime import date

from handlers.common import formats
from handlers.common.errors import sentence
from handlers.common.words import _, pick
from handlers.web.context import Touch
from handlers.web.views import Answer, Go, View
from services.core.errors import Invalid, NotFound, Refused
from services.monitoring import actions, queries
from services.monitoring.models import Mark, VisitKind, VisitState
from services.monitoring.queries import VisitView
from services.monitoring.rules import Result
from services.providers.queries import provider


def mark_words() -> dict[str, str]:
    """Marks in words, in the order of the form."""
    return {
        Mark.MET.value: _("met"),
        Mark.NOT_MET.value: _("not met"),
        Mark.NOT_APPLICABLE.value: _("does not apply"),
        Mark.NOT_CHECKED.value: _("was not checked"),
    }


def state(found: VisitView) -> str:
    """Where a check stands."""
    if found.state is VisitState.OPEN:
        return _("is being filled in")
    if found.state is VisitState.CLOSED:
        return _("the check is closed")
    day = formats.day(found.object_by) if found.object_by else ""
    return _("signed; objections by {day} inclusive").format(day=day)


def kind(found: VisitView) -> str:
    """Who checks."""
    return _("the club checks itself") if found.kind is VisitKind.SELF else _("the body checks")


def results(form: dict[str, str], found: VisitView) -> dict[str, Result]:
    """What was ticked and written, by measure. Raises Invalid for a word that is no mark and a day that is none."""
    told: dict[str, Result] = {}
    for one in found.marks:
        code = one.measure.code
        ticked = form.get(f"mark-{code}", "")
        if ticked and ticked not in set(Mark):
            raise Invalid("measures", "choice")
        if ticked:
            until = form.get(f"remedy-{code}", "")
            told[code] = Result(Mark(ticked), form.get(f"finding-{code}", "")[:600], day(until) if until else None)
    return told


def day(typed: str) -> date:
    """A day of the calendar. Raises Invalid."""
    try:
        return date.fromisoformat(typed)
    except ValueError as wrong:
        raise Invalid("visit_day", "date") from wrong


def club(touch: Touch) -> int:
    """The club that was chosen in the form. Raises NotFound for what is no number."""
    typed = touch.form.get("club", "")
    if not typed.isascii() or not typed.isdecimal() or len(typed) > 15:
        raise NotFound("provider")
    return int(typed)


async def begin(touch: Touch, provider_id: int) -> int:
    """Open a check of the day in the form; return its number. Raises Invalid and Refused, and leaves nothing then."""
    async with touch.session.begin_nested():
        held = day(touch.form.get("held", ""))
        return await actions.begin(touch.session, touch.person, provider_id=provider_id, held_on=held, now=touch.now)


async def keep(touch: Touch, visit_id: int, base: str) -> Answer:
    """Keep the marks; with the second button they are signed too. A refusal keeps what was typed. Raises NotFound."""
    try:
        async with touch.session.begin_nested():
            found = await queries.visit(touch.session, touch.person, visit_id)
            await actions.mark(touch.session, touch.person, visit_id=visit_id, results=results(touch.form, found))
            if touch.form.get("sign"):
                await actions.sign(touch.session, touch.person, visit_id=visit_id, now=touch.now)
    except (Invalid, Refused) as wrong:
        return await page(touch, visit_id, base, wrong)
    return Go(f"{base}/visits/{visit_id}")


async def page(touch: Touch, visit_id: int, base: str, wrong: Invalid | Refused | None = None) -> View:
    """The check at ``base``; a refusal keeps what was typed. Raises NotFound."""
    found = await queries.visit(touch.session, touch.person, visit_id)
    club = await provider(touch.session, found.provider_id)
    is_own = (found.kind is VisitKind.SELF) == (base == "/club/monitoring")
    context = {
        "found": found,
        "club": club.name,
        "base": base,
        "typed": touch.form if wrong else {},
        "wrong": sentence(wrong) if wrong else "",
        "marks": mark_words(),
        "state": state(found),
        "kind": kind(found),
        "fills": is_own and found.state is VisitState.OPEN,
        "settles": is_own and found.state is VisitState.ACT,
        "objects": not is_own and found.state is VisitState.ACT,
        "pick": pick,
        "day": formats.day,
    }
    return View("visit.html", context, status=422 if wrong else 200)
