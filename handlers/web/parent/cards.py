"""What a parent holds in the hand: the card of an application with its QR, and the certificate."""

from aiohttp import web
from markupsafe import Markup

from handlers.common import formats
from handlers.common.context import Desk
from handlers.common.verify.texts import link
from handlers.common.words import _, current
from handlers.parent.certificates import money, texts, versions
from handlers.parent.certificates.paper import paper, told_of
from handlers.web import papers
from handlers.web.context import DESK, Touch
from handlers.web.drawing import code, picture
from handlers.web.views import Answer, File, View, get
from services.certificates import queries
from services.certificates.queries.amounts import UnifiedLine
from services.core.clock import local_date
from services.core.errors import NotFound

CASE = r"/my/cases/{case:\d{1,15}}"


async def card(request: web.Request, touch: Touch) -> Answer:
    """One sheet with the number, what happened, by when, and a QR that opens the door by number. No name is on it."""
    own = await queries.own_application(touch.session, touch.person, int(request.match_info["case"]), now=touch.now)
    number, door = own.facts.number, door_of(request.app[DESK], own.facts.number)
    facts = (
        (_("Number"), str(number)),
        (_("Received"), formats.moment(own.facts.submitted_at, own.territory.timezone)),
        (_("Program"), f"{own.group.title}, {own.group.group_title}"),
        (_("Decision no later than"), formats.day(own.facts.due_on)),
        (_("Decides"), own.territory.authority or texts.office(own.territory)),
        (_("How to see it"), door),
    )
    body = _(
        "Show the code to a camera, or come to the page and type the number. By telephone you come in at any time; "
        "without one the desk gives you a code of eight digits."
    )
    title = _("Application No. {number}").format(number=number)
    foot = _("There is no personal data on this card. Whoever finds it cannot open anything with it alone.")
    sheet = papers.Sheet(title, body, facts, foot, code(door))
    return File(f"card-{number}.pdf", await papers.draw(sheet, current()), "application/pdf", is_shown=True)


async def certificate(request: web.Request, touch: Touch) -> Answer:
    """The certificate of an own application. Raises NotFound before the approval."""
    own = await queries.own_application(touch.session, touch.person, int(request.match_info["case"]), now=touch.now)
    found = own.certificate
    if found is None:
        raise NotFound("certificate")
    context = {
        "own": own,
        "certificate": found,
        "status": versions.state(found, local_date(touch.now, own.territory.timezone)),
        "versions": versions.lines(await queries.history_of(touch.session, own.facts.number), own.territory.timezone),
        "money": formats.money(found.nominal),
        "hours": texts.hours(found.hours),
        "term": f"{formats.day(found.valid_from)} – {formats.day(found.valid_to)}",
        "picture": picture(link(request.app[DESK], found.number if own.unified is None else own.unified.number)),
        "lines": () if own.unified is None else own.unified.lines,
        "compositions": () if own.unified is None else own.unified.versions,
        "money_of": formats.money,
        "left_of": _left,
        "hours_of": texts.hours,
        "day": formats.day,
        "state_of": lambda line: versions.state(line, local_date(touch.now, own.territory.timezone)),
        "zone": own.territory.timezone,
    }
    return View("parent/certificate.html", context)


def _left(line: UnifiedLine) -> Markup:
    """What is left of a line, in words of its lessons."""
    return Markup(money.left(line.money) if line.money is not None else "—")  # noqa: S704 (money and days alone)


async def certificate_file(request: web.Request, touch: Touch) -> Answer:
    """The certificate as PDF/A, drawn after the commit and beside the loop. Raises NotFound before the approval."""
    told = await told_of(touch.session, touch.person, int(request.match_info["case"]), now=touch.now)
    made = paper(told, request.app[DESK])
    name = f"certificate-{told.number}.pdf"
    return File(name, lambda: papers.certificate(made), "application/pdf", is_shown=True)


def door_of(desk: Desk, number: int) -> str:
    """The address of the door by number; nothing personal stands in it."""
    return f"{desk.public_url or ''}/login/number?no={number}"


ROUTES = (
    get(f"{CASE}/card", card),
    get(f"{CASE}/certificate", certificate),
    get(f"{CASE}/certificate/file", certificate_file),
)
