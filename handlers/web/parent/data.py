"""«My data»: all that the desk knows about a person, as a page and as an archive; sessions; who looked."""

import io
import json
import zipfile
from contextlib import suppress

from aiohttp import web

from handlers.common.notices.families import pass_grounds
from handlers.common.words import _
from handlers.web.context import STORE, Touch
from handlers.web.parent.cases import page_of
from handlers.web.parent.consents import moment_of
from handlers.web.parent.papers import file_name
from handlers.web.views import Answer, File, Go, Paged, View, get, post
from services.access import actions as access
from services.access import queries as doors
from services.certificates.queries import records as certificates
from services.complaints.queries import records as complaints
from services.contracts import queries as contracts
from services.core.records import Known, merged
from services.families import queries as families
from services.feedback import queries as feedback
from services.forms import queries as forms
from services.notices import queries as notices
from services.programs import queries as programs
from services.signing import queries as signing
from services.staff import queries as staff
from services.staff.queries import actor_of
from services.uploads import queries as uploads
from services.uploads.errors import FileLost
from services.uploads.gateway import Sealed, Store

ROOMS = (
    staff,
    families,
    forms,
    uploads,
    certificates,
    contracts,
    signing,
    feedback,
    complaints,
    programs,
    notices,
    doors,
)


async def known_of(touch: Touch) -> Known:
    """Every kind of record about the person who is here."""
    person = (await actor_of(touch.session, touch.person.person_id)).person_id
    return merged([await room.known_of(touch.session, person) for room in ROOMS])


async def show(_request: web.Request, touch: Touch) -> Answer:
    """The readable page."""
    known = await known_of(touch)
    zone = (await families.limits(touch.session, touch.person)).zone
    context = {
        "known": known,
        "kinds": kinds(),
        "sessions": await doors.own_sessions(touch.session, touch.person, now=touch.now),
        "here": touch.visit.id if touch.visit is not None else 0,
        "moment": lambda at: moment_of(at, zone),
    }
    return View("parent/data.html", context)


async def archive(request: web.Request, touch: Touch) -> Answer:
    """The same for machines: a ZIP with a JSON file of each kind, packed after the look."""
    known = await known_of(touch)
    store, lying = request.app[STORE], await uploads.sealed_of(touch.session, touch.person.person_id)
    made_at = touch.now.isoformat()
    return File(f"kruzhok-{made_at[:10]}.zip", lambda: pack(known, made_at, store, lying), "application/zip")


def pack(known: Known, made_at: str, store: Store, lying: list[tuple[int, Sealed]]) -> bytes:
    """Pack the records and the papers themselves; ``about.json`` says when and how many. A lost paper is left out."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as box:
        about = {"made_at": made_at, "records": {kind: len(rows) for kind, rows in known.items()}}
        box.writestr("about.json", json.dumps(about, ensure_ascii=False, indent=1))
        for kind, rows in known.items():
            box.writestr(f"{kind}.json", json.dumps(rows, ensure_ascii=False, indent=1))
        for number, paper in lying:
            with suppress(FileLost):
                content = store.read(paper.place, paper.key, paper.size)
                box.writestr(file_name(number, paper.media), content, zipfile.ZIP_STORED)
    return out.getvalue()


async def close(request: web.Request, touch: Touch) -> Answer:
    """End one of the own sessions."""
    number = int(request.match_info["session"])
    await access.close_session(touch.session, touch.person, session_id=number, now=touch.now)
    is_here = touch.visit is not None and touch.visit.id == number
    return Go("/", secret="") if is_here else Go("/my/data")


async def looks(request: web.Request, touch: Touch) -> Answer:
    """Who of the staff or of a club opened the data, what, why and when."""
    page = page_of(request)
    found, total = await doors.looks_at(touch.session, touch.person, page=page)
    zone = (await families.limits(touch.session, touch.person)).zone
    pages = max(1, -(-total // doors.PAGE))
    context = {
        "found": Paged(found, page, pages),
        "posts": posts(),
        "whys": whys(),
        "what": what_of,
        "moment": lambda at: moment_of(at, zone),
    }
    return View("parent/looks.html", context)


def what_of(mark: str) -> str:
    """«Application No. 12» of ``application:12``."""
    kind, _colon, number = mark.partition(":")
    words = {
        "application": _("Application No. {number}"),
        "contract": _("Contract No. {number}"),
        "document": _("Document No. {number}"),
        "complaint": _("Letter No. {number}"),
        "pair": _("comparing two records of one child, No. {number}"),
    }
    for ground, paper in pass_grounds().items():
        words[f"passed_{ground}"] = _("a child passed on, ground: {paper}").format(paper=paper)
    return words[kind].format(number=number) if kind in words else {"desk": _("identity at the desk")}.get(kind, mark)


def kinds() -> dict[str, str]:
    """Names of kinds of records."""
    return {
        "person": _("Your record"),
        "addresses": _("Addresses in messengers"),
        "posts": _("Posts"),
        "representative": _("Your details"),
        "children": _("Children"),
        "shares": _("Families that you have joined"),
        "details": _("Answers to other forms"),
        "consents": _("Consents"),
        "drafts": _("Half-filled forms"),
        "papers": _("Uploaded papers"),
        "promises": _("Papers to be brought to the office"),
        "applications": _("Applications"),
        "case_notes": _("Notes of the staff on your cases"),
        "waiting_places": _("Places in waiting lists"),
        "certificates": _("Certificates"),
        "certificate_changes": _("Changes of certificates"),
        "contracts": _("Contracts"),
        "signatures": _("Signatures"),
        "surveys": _("Surveys offered"),
        **_letters(),
        "favourites": _("Favourite programs"),
        "seat_watches": _("Awaited seats"),
        "messages": _("Messages to you"),
        "opt_outs": _("Messages you have switched off"),
        "sessions": _("Sessions"),
        "looks": _("Who opened your data"),
    }


def _letters() -> dict[str, str]:
    return {
        "complaints": _("Questions and complaints"),
        "complaint_messages": _("Messages of your questions and complaints"),
        "complaint_drafts": _("A letter that was begun"),
    }


def posts() -> dict[str, str]:
    """Names of posts."""
    return {
        "clerk": _("specialist of the authorised body"),
        "chief": _("head of the authorised body"),
        "admin": _("administrator"),
        "provider": _("club"),
    }


def whys() -> dict[str, str]:
    """Why staff open a person's data."""
    return {
        "case": _("work on the case"),
        "brought": _("wrote down that a paper was brought to the office"),
        "search": _("search by number or СНИЛС"),
        "desk": _("you came to the desk"),
        "decision": _("to decide"),
        "complaint": _("work on your question or complaint"),
        "desk_code": _("gave a code to your pages at the desk"),
    }


ROUTES = (
    get("/my/data", show),
    post("/my/data/archive", archive),
    get("/my/data/looks", looks),
    post(r"/my/data/sessions/{session:\d{1,15}}", close),
)
