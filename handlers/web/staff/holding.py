"""A certificate on the clerk's page of its case: state, versions, a suspension, its end, and unused money."""

from typing import Any

from aiohttp import web

from handlers.common import formats
from handlers.parent.certificates import versions
from handlers.web.context import Touch
from handlers.web.views import Answer, Go, post
from services.certificates import actions, queries
from services.certificates.queries import StaffCase
from services.certificates.rules.changes import Cause, Change, Hold, may
from services.certificates.rules.lifecycle import Party
from services.core.clock import local_date

CASE = r"/staff/cases/{case:\d{1,15}}"


async def block(touch: Touch, found: StaffCase) -> dict[str, Any] | None:
    """What the page of a case shows of its certificate; None before the approval."""
    if not found.decided:
        return None
    view = await queries.certificate_of(touch.session, found.facts.number)
    zone, mays = found.territory.timezone, may(Party.BODY, view.status)
    return {
        "view": view,
        "unified": await queries.unified_of(touch.session, found.facts.number),
        "state_of": lambda line: versions.state(line, local_date(touch.now, zone)),
        "money": formats.money,
        "state": versions.state(view, local_date(touch.now, zone)),
        "versions": versions.lines(await queries.history_of(touch.session, found.facts.number), zone),
        "grounds": [(one.value, versions.hold(one)) for one in Hold] if Change.SUSPEND in mays else [],
        "causes": [(one.value, versions.cause(one)) for one in Cause] if Change.RESUME in mays else [],
        "is_unused": Change.CONVERT in mays and view.unused_told_at is not None,
    }


async def suspend(request: web.Request, touch: Touch) -> Answer:
    """On the ground that was chosen. Raises Invalid for none."""
    number, ground = int(request.match_info["case"]), touch.form.get("ground", "")
    await actions.suspend(touch.session, touch.person, application_id=number, ground=ground, now=touch.now)
    return Go(f"/staff/cases/{number}")


async def resume(request: web.Request, touch: Touch) -> Answer:
    """For the cause that was chosen. Raises Invalid for none."""
    number, cause = int(request.match_info["case"]), touch.form.get("cause", "")
    await actions.resume(touch.session, touch.person, application_id=number, cause=cause, now=touch.now)
    return Go(f"/staff/cases/{number}")


async def convert(request: web.Request, touch: Touch) -> Answer:
    """Unused money goes back to the order."""
    number = int(request.match_info["case"])
    await actions.convert(touch.session, touch.person, application_id=number, now=touch.now)
    return Go(f"/staff/cases/{number}")


ROUTES = (
    post(f"{CASE}/certificate/suspend", suspend),
    post(f"{CASE}/certificate/resume", resume),
    post(f"{CASE}/certificate/convert", convert),
)
