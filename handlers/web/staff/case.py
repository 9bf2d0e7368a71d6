"""One case at the clerk's desk: all that decides it, its history, and every deed. Each look is written down."""

from aiohttp import web
from markupsafe import Markup

from handlers.common import formats
from handlers.parent.families import sheet_words
from handlers.staff.certificates import history, texts
from handlers.staff.certificates.bringing import number_of
from handlers.web.context import STORE, Touch
from handlers.web.parent.papers import label, opened
from handlers.web.staff.holding import block
from handlers.web.staff.queue import following
from handlers.web.staff.sifting import is_number, kept
from handlers.web.views import Answer, Go, View, get, post
from services.access import actions as access
from services.certificates import actions, queries
from services.certificates.models import TO_DECIDE, UNDECIDED
from services.certificates.queries import papers as documents
from services.certificates.rules import GROUNDS
from services.certificates.rules.lifecycle import Remark
from services.contracts.actions import decide
from services.contracts.queries import contract_of_application
from services.core.errors import Invalid
from services.staff.queries import posts_of_body

CASE = r"/staff/cases/{case:\d{1,15}}"


async def case(request: web.Request, touch: Touch) -> Answer:
    """All that decides one case, with the child's name; the parent sees who looked."""
    number = int(request.match_info["case"])
    found = await queries.case(touch.session, touch.person, number, now=touch.now)
    what, whose = f"application:{number}", found.facts.parent_id
    await access.look(touch.session, touch.person, subject_id=whose, what=what, why="case", now=touch.now)
    papers, promises = await documents.case_papers(touch.session, touch.person, number)
    context = {
        "found": found,
        "papers": papers,
        "promises": promises,
        "sheets": await documents.case_sheets(touch.session, touch.person, number),
        "titles": sheet_words.TITLES,
        "words": sheet_words,
        "label": label,
        "paper_number": number_of,
        "day": formats.day,
        "text": Markup(texts.case(found, named=True)),  # noqa: S704 (texts escape every foreign value)
        "contract": await contract_of_application(touch.session, touch.person, number),
        "held": await block(touch, found),
        "asked": kept(request),
        **_deeds(found, touch),
        **await _desk(touch, found),
    }
    return View("staff/case.html", context)


def _deeds(found: queries.StaffCase, touch: Touch) -> dict[str, object]:
    """What can be done now; where nothing speaks against it, the first key approves."""
    facts = found.facts
    first = found.territory.policy.approval_four_eyes and facts.proposed_by is None
    return {
        "waits": facts.status in UNDECIDED,
        "decides": facts.status in TO_DECIDE,
        "is_plain": all(one.fits for one in found.verdicts),
        "proposes": bool(first),
        "waits_for_second": facts.proposed_by == touch.person.person_id,
        "grounds": [(code, texts.ground(code)) for code in GROUNDS],
        "remarks": [(code.value, texts.remark(code)) for code in Remark],
    }


async def _desk(touch: Touch, found: queries.StaffCase) -> dict[str, object]:
    """The colleagues who may be given the case, and its history."""
    me, zone = touch.person.person_id, found.territory.timezone
    colleagues = await posts_of_body(touch.session, found.territory.id)
    events = await queries.history(touch.session, touch.person, found.facts.number)
    return {
        "colleagues": [(one, history.colleague(one, role, me)) for one, role in colleagues.items()],
        "events": [(formats.moment(one.at, zone), history.line(one, me), one) for one in events],
        "rule": history.rule,
        "value": history.value,
    }


async def approve(request: web.Request, touch: Touch) -> Answer:
    """Seat, order, certificate and contract in one transaction, or the first of two words; then the next case."""
    number = int(request.match_info["case"])
    await decide(touch.session, touch.person, application_id=number, now=touch.now)
    return await following(request, touch, after=number)


async def refuse(request: web.Request, touch: Touch) -> Answer:
    """Refuse on a ground that was chosen on the page. Raises Invalid for none."""
    number, ground = int(request.match_info["case"]), touch.form.get("ground", "")
    if ground not in GROUNDS:
        raise Invalid("ground", "choice")
    await actions.refuse(touch.session, touch.person, application_id=number, ground=ground, now=touch.now)
    return await following(request, touch, after=number)


async def send_back(request: web.Request, touch: Touch) -> Answer:
    """Return it to the parent with a remark. Raises Invalid for none."""
    number, remark = int(request.match_info["case"]), touch.form.get("remark", "")
    if remark not in set(Remark):
        raise Invalid("remark", "choice")
    await actions.send_back(touch.session, touch.person, application_id=number, remark=remark, now=touch.now)
    return await following(request, touch, after=number)


async def assign(request: web.Request, touch: Touch) -> Answer:
    """Give it to a colleague, to oneself, or to nobody."""
    number, typed = int(request.match_info["case"]), touch.form.get("person", "")
    whom = int(typed) if is_number(typed) else None
    await actions.assign(touch.session, touch.person, application_id=number, person_id=whom, now=touch.now)
    return _back(request)


async def add_note(request: web.Request, touch: Touch) -> Answer:
    """A note for the colleagues."""
    number = int(request.match_info["case"])
    text = touch.form.get("note", "")
    await actions.add_note(touch.session, touch.person, application_id=number, text=text, now=touch.now)
    return _back(request)


async def paper(request: web.Request, touch: Touch) -> Answer:
    """One paper of a case, written into the journal of access; a foreign one is not found."""
    number = int(request.match_info["case"])
    parent, found, lying = await documents.case_paper(
        touch.session, touch.person, number, int(request.match_info["paper"])
    )
    what = f"document:{found.id}"
    await access.look(touch.session, touch.person, subject_id=parent, what=what, why="case", now=touch.now)
    return opened(request.app[STORE], found, lying)


def _back(request: web.Request) -> Go:
    return Go(f"/staff/cases/{request.match_info['case']}{kept(request)}")


ROUTES = (
    get(CASE, case),
    get(CASE + r"/papers/{paper:\d{1,15}}", paper),
    post(f"{CASE}/approve", approve),
    post(f"{CASE}/refuse", refuse),
    post(f"{CASE}/return", send_back),
    post(f"{CASE}/assign", assign),
    post(f"{CASE}/note", add_note),
)
