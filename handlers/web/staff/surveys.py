"""What families say, at the body's desk: sums by club, service, focus, settlement and month."""

from dataclasses import dataclass

from aiohttp import web

from handlers.common.start.texts import short
from handlers.common.words import _
from handlers.parent.feedback import texts
from handlers.parent.programs.texts import focus
from handlers.web.context import Touch
from handlers.web.staff.sifting import is_number
from handlers.web.views import Answer, View, get
from services.core.clock import local_date
from services.core.errors import NotAllowed
from services.feedback import queries
from services.feedback.models import Subject
from services.feedback.queries import By
from services.feedback.rules import times
from services.programs.models import Focus
from services.providers.queries import providers
from services.territories.queries import TerritoryView, territory

BASE = "/staff/surveys"
YEARS = 2
"""Years of months to choose from."""


@dataclass(frozen=True, slots=True)
class _Asked:
    place: TerritoryView
    by: By
    subject: Subject
    since: int
    until: int


async def first(request: web.Request, touch: Touch) -> Answer:
    """One roll-up: by what, from which month to which."""
    own = touch.person.staff_territories
    if not own:
        raise NotAllowed("staff")
    asked = await _asked(request, touch, own)
    rows = await queries.rollup(
        touch.session, asked.place, asked.by, since=asked.since, until=asked.until, subject=asked.subject
    )
    last = times.period_of(local_date(touch.now, asked.place.timezone))
    context = {
        "asked": asked,
        "name": short(asked.place),
        "lands": [(one, short(await territory(touch.session, one))) for one in own],
        "rows": [(await _name(touch, asked.by, row.key), row.share) for row in rows],
        "total": await queries.total(
            touch.session, asked.place, since=asked.since, until=asked.until, of=asked.subject
        ),
        "months": [(one, texts.month(one)) for one in (times.back(last, back) for back in range(12 * YEARS))],
        "kinds": {by.value: name for by, name in _kinds().items()},
    }
    return View("staff/surveys.html", context)


async def _asked(request: web.Request, touch: Touch, own: tuple[int, ...]) -> _Asked:
    """What was chosen in the form; what is not there is as at the first visit."""
    query = request.query
    land = query.get("land", "")
    place = await territory(touch.session, int(land) if is_number(land) and int(land) in own else own[0])
    now = times.period_of(local_date(touch.now, place.timezone))
    known = {times.back(now, back) for back in range(12 * YEARS)}
    since, until = (
        int(typed) if is_number(typed := query.get(name, "")) and int(typed) in known else default
        for name, default in (("since", times.back(now, 11)), ("until", now))
    )
    by = next((one for one in By if one.value == query.get("by")), By.PROVIDER)
    subject = next((one for one in Subject if one.value == query.get("subject")), Subject.LESSONS)
    return _Asked(place, by, subject, min(since, until), max(since, until))


async def _name(touch: Touch, by: By, key: str | int | None) -> str:
    if key is None:
        return _("Several together, so that nobody can be known")
    match by:
        case By.PROVIDER:
            found = await providers(touch.session, [int(key)])
            return found[int(key)].name if int(key) in found else f"№ {key}"
        case By.FOCUS:
            return focus(Focus(str(key)))
        case By.PERIOD:
            return texts.month(int(key))
        case _:
            return str(key)


def _kinds() -> dict[By, str]:
    return {
        By.PROVIDER: _("Club"),
        By.SERVICE: _("Service"),
        By.FOCUS: _("Focus"),
        By.SETTLEMENT: _("Settlement"),
        By.PERIOD: _("Month"),
    }


ROUTES = (get(BASE, first),)
