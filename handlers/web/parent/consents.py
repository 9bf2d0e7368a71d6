"""Grounds and consents as pages: what is processed by what right, the documents, the journal, withdrawal."""

from datetime import datetime, tzinfo

from aiohttp import web

from handlers.common import formats
from handlers.common.words import _, current
from handlers.web import papers
from handlers.web.context import Touch
from handlers.web.parent.families import group_of, path_of
from handlers.web.views import Answer, File, Go, View, get, post
from services.core.errors import NotFound
from services.families import actions, queries
from services.families.queries import ConsentRow
from services.families.rules import SEEN, ConsentText, Ground


async def everything(_request: web.Request, touch: Touch) -> Answer:
    """Every purpose with its ground, and the journal of own consents."""
    limits = await queries.limits(touch.session, touch.person)
    journal = await queries.consent_journal(touch.session, touch.person.person_id)
    context = {
        "purposes": [(one, one.words(current())) for one in queries.purposes()],
        "titles": {one.code: one.words(current()).title for one in queries.purposes()},
        "journal": journal,
        "grounds": grounds(),
        "ways": ways(),
        "moment": lambda at: moment_of(at, limits.zone),
    }
    return View("parent/consents.html", context)


async def consent(request: web.Request, touch: Touch) -> Answer:
    """The text of a consent, as a document of its own."""
    text = await _text(request, touch)
    seen = text.digest(current())[:SEEN]
    context = {"text": text.text(current()), "purpose": text.purpose, "seen": seen, "group": group_of(request, touch)}
    return View("parent/consent.html", context)


async def agree(request: web.Request, touch: Touch) -> Answer:
    """A consent by a button under its text, or a refusal that blocks nothing."""
    purpose = (await _text(request, touch)).purpose
    if touch.form.get("answer") == "yes":
        seen = touch.form.get("seen", "")
        await actions.give_consent(touch.session, touch.person, purpose=purpose, seen=seen, way="page", now=touch.now)
        step = await actions.advance(touch.session, touch.person, now=touch.now)
    else:
        step = await actions.decline_health(touch.session, touch.person, now=touch.now)
    return Go(path_of(step, group_of(request, touch)))


async def withdraw(request: web.Request, touch: Touch) -> Answer:
    """Withdraw a consent, after its consequences were said."""
    purpose = queries.purpose(request.match_info["purpose"])
    if purpose.ground is not Ground.CONSENT:
        raise NotFound("consent")
    if touch.form.get("sure") != "yes":
        return View("parent/withdraw_consent.html", {"purpose": purpose.code, "title": purpose.words(current()).title})
    await actions.withdraw_consent(touch.session, touch.person, purpose=purpose.code, now=touch.now)
    return Go("/my/consents")


async def blank(request: web.Request, touch: Touch) -> Answer:
    """The printed form of a consent, to be signed by hand."""
    return await _printed(touch, await _text(request, touch), None)


async def given(request: web.Request, touch: Touch) -> Answer:
    """A consent that was given, on paper: its text, digest, time and way. Raises NotFound for another's."""
    journal = await queries.consent_journal(touch.session, touch.person.person_id)
    row = next((one for one in journal if str(one.id) == request.match_info["consent"]), None)
    if row is None:
        raise NotFound("consent")
    operator = await queries.operator(touch.session, touch.person)
    return await _printed(touch, queries.consent_text(row.purpose, operator, version=row.version), row)


async def _printed(touch: Touch, text: ConsentText, row: ConsentRow | None) -> File:
    """One sheet: who, the document, and how it was given, or lines for a pen."""
    own = await queries.representative(touch.session, touch.person.person_id)
    zone = (await queries.limits(touch.session, touch.person)).zone
    title, _blank, body = text.text(current()).partition("\n\n")
    facts = [
        (_("Who"), own.full_name if own is not None else papers.LINE),
        (_("Address"), papers.LINE),
        (_("Identity document"), papers.LINE),
        (_("For the child"), papers.LINE),
        (_("Address of the authorised body"), papers.LINE),
        (_("Version of the text"), text.version),
    ]
    if row is None:
        facts += [(_("Date"), papers.LINE), (_("Signature"), papers.LINE)]
    else:
        facts.append((_("Given"), f"{moment_of(row.given_at, zone)}, {ways().get(row.way, row.way)}"))
        facts.append((_("Withdrawn"), moment_of(row.withdrawn_at, zone) if row.withdrawn_at else _("no")))
        facts.append((_("SHA-256 of the text shown"), row.text_hash))
    sheet = papers.Sheet(title, body, tuple(facts))
    return File(f"consent-{text.purpose}.pdf", await papers.draw(sheet, current()), "application/pdf")


async def _text(request: web.Request, touch: Touch) -> ConsentText:
    operator = await queries.operator(touch.session, touch.person)
    return queries.consent_text(request.match_info["purpose"], operator)


def moment_of(at: datetime, zone: tzinfo) -> str:
    """A moment with its year, in the territory's time."""
    return f"{formats.day(at.astimezone(zone).date())}, {formats.hour(at, zone)}"


def grounds() -> dict[Ground, str]:
    """Words of the grounds."""
    return {
        Ground.LAW: _("By law, no consent is needed"),
        Ground.CONTRACT: _("By contract, no consent is needed"),
        Ground.CONSENT: _("Only with your consent"),
    }


def ways() -> dict[str, str]:
    """By which way a consent was given."""
    return {"chat": _("in the chat"), "page": _("on the page"), "paper": _("on paper")}


HERE = "/my/consent/{purpose}"
ROUTES = (
    get("/my/consents", everything),
    get(r"/my/consents/{consent:\d{1,15}}/file", given),
    get(HERE, consent),
    post(HERE, agree),
    get(f"{HERE}/file", blank),
    post(f"{HERE}/withdraw", withdraw),
)
