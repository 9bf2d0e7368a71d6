"""The turn of the year for the staff: how it stands, what it would do, start, undo, who has not answered."""

from aiohttp import web

from handlers.common import formats
from handlers.common.start.texts import short
from handlers.staff.indicators.served import all_served, served
from handlers.staff.turns import texts
from handlers.web.context import Touch
from handlers.web.parent.cases import page_of
from handlers.web.staff.sifting import is_number
from handlers.web.views import Answer, Go, View, get, post
from services.calendar.rules import is_arranged
from services.core.clock import local_date
from services.core.errors import NotAllowed, NotFound
from services.territories.queries import territory
from services.turns import actions, queries
from services.turns.actions import Starter
from services.turns.queries import TurnView
from services.turns.rules import Figures, Stage, next_year

OVER = (Stage.OPENED, Stage.UNDONE)


async def year(request: web.Request, touch: Touch) -> Answer:
    """How the turn stands; where none runs, what one would do today."""
    here = _here(touch, request.query.get("land", ""))
    made = await _latest(touch, here)
    found = await queries.unanswered(touch.session, touch.person, made.id if made else 0, page_of(request))
    context = {
        "here": here,
        "lands": [(one.id, short(one)) for one in await all_served(touch.session, touch.person)],
        "made": made,
        "stage": texts.stage(made.stage) if made else "",
        "figures": _lines(await queries.figures(touch.session, made.id)) if made else [],
        "can_undo": made is not None and made.stage not in OVER,
        "is_asked": made is not None and made.stage is Stage.ASKED,
        "found": found,
        "kept": f"&land={here}",
        "day": formats.day,
    }
    return View("staff/year.html", context | await _ahead(touch, here, made))


async def _ahead(touch: Touch, here: int, made: TurnView | None) -> dict[str, object]:
    """What a turn to the next year would do, where none to it has begun."""
    place = await territory(touch.session, here)
    following = next_year(local_date(touch.now, place.timezone), place.policy.school_year_start)
    if made is not None and made.school_year == following and made.stage is not Stage.UNDONE:
        return {"following": None}
    seen = await queries.rehearse(touch.session, touch.person, territory_id=here, school_year=following, now=touch.now)
    return {
        "following": following,
        "would": _lines(seen),
        "calendar": "" if is_arranged(following) else texts.calendar(following),
        "by_two": bool(place.policy.turn_four_eyes),
    }


async def start(request: web.Request, touch: Touch) -> Answer:
    """Ask for it, or start what a colleague asked for; the worker does the rest, a few families at a time."""
    del request
    here = _here(touch, touch.form.get("land", ""))
    typed = touch.form.get("year", "")
    wanted = int(typed) if is_number(typed) else 0
    await actions.turn(touch.session, Starter(touch.person), territory_id=here, school_year=wanted, now=touch.now)
    return Go(f"/staff/year?land={here}")


async def undo(request: web.Request, touch: Touch) -> Answer:
    """Take it back, after the question on the page."""
    del request
    here = _here(touch, touch.form.get("land", ""))
    if touch.form.get("sure") != "yes":
        return View("staff/year_undo.html", {"here": here, "text": texts.ask_undo()})
    await actions.undo(touch.session, Starter(touch.person), territory_id=here, now=touch.now)
    return Go(f"/staff/year?land={here}")


async def _latest(touch: Touch, here: int) -> TurnView | None:
    try:
        return await queries.latest_turn(touch.session, here)
    except NotFound:
        return None


def _lines(seen: Figures) -> list[str]:
    return texts.figures(seen).splitlines()


def _here(touch: Touch, typed: str) -> int:
    """The territory that is asked for. Raises NotAllowed without a post, NotFound for another's."""
    if not touch.person.staff_territories:
        raise NotAllowed("staff")
    return served(touch.person, int(typed) if is_number(typed) else 0)


ROUTES = (get("/staff/year", year), post("/staff/year/turn", start), post("/staff/year/undo", undo))
