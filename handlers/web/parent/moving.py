"""An enrolled child goes over to another club: found by likeness or by words, what it means, one press."""

from aiohttp import web
from markupsafe import Markup

from handlers.common import formats
from handlers.parent.certificates import helping, moving
from handlers.web.context import Touch
from handlers.web.views import Answer, Go, View, get, post
from services.certificates import queries
from services.certificates.models import ApplicationStatus
from services.certificates.queries import Alternative, OwnCase
from services.core.clock import local_date
from services.core.errors import Stale
from services.openings import actions as openings
from services.programs.queries import group, search, understood

FROM = r"/my/cases/{case:\d{1,15}}/transfer"
TO = FROM + r"/{group:\d{1,15}}"


async def choose(request: web.Request, touch: Touch) -> Answer:
    """Clubs like the one that is left, and those of the words that were typed."""
    own = await _own(request, touch)
    today = local_date(touch.now, own.territory.timezone)
    words = request.query.get("words", "")[:100].strip()
    found = []
    if words:
        wish = await understood(touch.session, territory=own.territory, text=words, today=today)
        if wish is not None:
            shown = await search(touch.session, territory=own.territory, wish=wish, today=today)
            found = [(card.group_id, card.title) for card in shown.items if card.is_open]
    near = await queries.alternatives(touch.session, own.group, own.child, today=today)
    context = {"own": own, "near": near, "found": found, "words": words, "say": _facts}
    return View("parent/transfer.html", context)


def _facts(one: Alternative) -> Markup:
    return Markup(helping.other(one))  # noqa: S704 (texts escape every foreign value)


async def explain(request: web.Request, touch: Touch) -> Answer:
    """What ends, what begins, and what has to be done; nothing is changed yet."""
    own = await _own(request, touch)
    wanted = await group(touch.session, int(request.match_info["group"]))
    met = await moving.met_by(touch.session, touch.person, own, wanted)
    text = Markup(moving.consequences(own, wanted, met))  # noqa: S704 (texts escape every foreign value)
    lessons = [(formats.weekday(one.weekday), one.starts_at) for one in wanted.lessons]
    context = {"own": own, "wanted": wanted, "text": text, "lessons": lessons}
    return View("parent/transfer_send.html", context)


async def ask(request: web.Request, touch: Touch) -> Answer:
    """An application in place of the old case."""
    wish = {"application_id": int(request.match_info["case"]), "group_id": int(request.match_info["group"])}
    filed = await openings.ask_transfer(touch.session, touch.person, **wish, now=touch.now)
    return Go(f"/my/cases/{filed.receipt.number}")


async def _own(request: web.Request, touch: Touch) -> OwnCase:
    """An enrolled case of which one may act. Raises NotFound, Stale for any other state or a right to look only."""
    number = int(request.match_info["case"])
    own = await queries.own_application(touch.session, touch.person, number, now=touch.now)
    if own.facts.status is not ApplicationStatus.ENROLLED or not own.may_act:
        raise Stale("application")
    return own


ROUTES = (get(FROM, choose), get(TO, explain), post(TO, ask))
