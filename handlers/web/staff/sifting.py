"""What of the queue a page's address asks for: numbers and codes, no names; the same question on the next page."""

from collections.abc import Callable
from datetime import date, timedelta
from urllib.parse import urlencode

from aiohttp import web

from handlers.common.start.texts import short
from handlers.common.words import _
from handlers.parent.certificates.texts import status
from handlers.web.context import Touch
from services.certificates.models import UNDECIDED, ApplicationStatus
from services.certificates.queries import Sift, clubs_in_queue, services_in_queue
from services.core.clock import local_date
from services.territories.queries import territory

DAYS = (0, 1, 3, 7)
"""Within how many days a decision falls due."""
MARKS = ("late", "mine", "assisted", "proposed")
LONGEST_CODE = 32


async def sift_of(request: web.Request, touch: Touch) -> Sift:
    """What the address asks for; what makes no sense is not asked."""
    asked = _asked(request)
    states = {state.value: state for state in UNDECIDED}
    due = asked.get("due")
    return Sift(
        territory_id=_number(asked.get("land")),
        provider_id=_number(asked.get("club")),
        service=asked.get("service"),
        state=states.get(asked.get("state", "")),
        due_by=None if due is None else await _day(touch, int(due)),
        is_late="late" in asked,
        is_mine="mine" in asked,
        is_assisted="assisted" in asked,
        is_proposed="proposed" in asked,
    )


def kept(request: web.Request) -> str:
    """The question as it stands in an address, with its «?»; empty when all is wanted."""
    asked = _asked(request)
    return f"?{urlencode(asked)}" if asked else ""


async def choices(request: web.Request, touch: Touch) -> dict[str, object]:
    """What the form of the filters offers, and what is chosen."""
    lands = [await territory(touch.session, one) for one in touch.person.staff_territories]
    return {
        "asked": _asked(request),
        "lands": [(str(one.id), short(one)) for one in lands] if len(lands) > 1 else [],
        "clubs": [(str(one), name) for one, name in (await clubs_in_queue(touch.session, touch.person)).items()],
        "services": [(code, code) for code in await services_in_queue(touch.session, touch.person)],
        "states": [(one.value, status(one)) for one in UNDECIDED if one is not ApplicationStatus.SUBMITTED],
        "days": [(str(one), _due(one)) for one in DAYS],
        "marks": [(name, words()) for name, words in _MARKS.items()],
    }


_MARKS: dict[str, Callable[[], str]] = {
    "late": lambda: _("Only overdue"),
    "mine": lambda: _("Given to me"),
    "assisted": lambda: _("Filed through the staff"),
    "proposed": lambda: _("Proposed by a colleague"),
}


def _due(days: int) -> str:
    return {
        0: _("today or earlier"),
        1: _("by tomorrow"),
        3: _("within three days"),
        7: _("within a week"),
    }[days]


def _asked(request: web.Request) -> dict[str, str]:
    """Only what can be meant, in one order: the address of a page is one whatever was typed into it."""
    typed = request.query
    asked = {name: typed[name] for name in ("land", "club") if is_number(typed.get(name, ""))}
    if 0 < len(typed.get("service", "")) <= LONGEST_CODE:
        asked["service"] = typed["service"]
    if typed.get("state") in {state.value for state in UNDECIDED}:
        asked["state"] = typed["state"]
    if typed.get("due") in {str(one) for one in DAYS}:
        asked["due"] = typed["due"]
    return asked | {name: "1" for name in MARKS if typed.get(name) == "1"}


async def _day(touch: Touch, days: int) -> date | None:
    lands = touch.person.staff_territories
    zone = (await territory(touch.session, lands[0])).timezone if lands else None
    return None if zone is None else local_date(touch.now, zone) + timedelta(days=days)


def _number(typed: str | None) -> int | None:
    return None if typed is None else int(typed)


def is_number(typed: str) -> bool:
    """A number that a database can look for."""
    return typed.isascii() and typed.isdecimal() and len(typed) < 16
