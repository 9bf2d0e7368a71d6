"""A child's papers: sent from the page, whole or in pieces, or promised to the office; shown to the family alone."""

from aiohttp import web

from handlers.common import formats
from handlers.common.errors import sentence
from handlers.parent.families import questions
from handlers.web import uploading
from handlers.web.context import STORE, Touch
from handlers.web.views import Answer, File, Go, Told, View, get, post
from services.core.errors import Invalid
from services.families.actions import papers as actions
from services.families.queries import papers as queries
from services.forms.rules import DOCUMENTS
from services.uploads.actions import Announced
from services.uploads.errors import TooManyFiles
from services.uploads.gateway import Sealed, Store
from services.uploads.queries import PaperView
from services.uploads.rules import LARGEST, LARGEST_MB, PIECE

HERE = r"/my/children/{child:\d{1,15}}/papers"
KIND = HERE + "/{kind:[a-z]{1,32}}"
PAPER = r"/my/papers/{paper:\d{1,15}}"
SUFFIXES = {"image/jpeg": "jpg", "application/pdf": "pdf"}


async def show(request: web.Request, touch: Touch) -> Answer:
    """Every paper that the child's case may need, and both ways to give it."""
    return await _page(request, touch)


async def send(request: web.Request, touch: Touch) -> Answer:
    """A whole file from a form: how it goes without a script. A refused one changes nothing."""
    sent, kind = touch.sent, request.match_info["kind"]
    if sent.wrong is not None or sent.paper is None:
        return await _page(request, touch, kind=kind, wrong=sentence(sent.wrong or Invalid("file", "empty")))
    try:
        await actions.keep_paper(
            touch.session,
            touch.person,
            child_id=_child(request),
            kind=kind,
            name=sent.name,
            paper=sent.paper,
            now=touch.now,
        )
    except (Invalid, TooManyFiles) as refused:
        return await _page(request, touch, kind=kind, wrong=sentence(refused))
    return Go(f"/my/children/{_child(request)}/papers#{kind}")


async def begin(request: web.Request, touch: Touch) -> Answer:
    """A script's first word of a file: which number it has, and how much of it is here already."""
    size = touch.form.get("size", "")
    half = await actions.begin_paper(
        touch.session,
        touch.person,
        child_id=_child(request),
        kind=request.match_info["kind"],
        file=Announced(
            name=touch.form.get("name", ""),
            size=int(size) if size.isascii() and size.isdecimal() and len(size) < 12 else 0,
            told=touch.form.get("told", "")[:300],
        ),
        now=touch.now,
    )
    return Told({"id": half.id, "at": half.at, "size": half.size})


async def take(request: web.Request, touch: Touch) -> Answer:
    """The next piece of a file; the answer says where to go on. One that came before changes nothing."""
    at = request.query.get("at", "")
    half = await actions.add_piece(
        touch.session,
        touch.person,
        request.app[STORE],
        paper_id=_paper(request),
        at=int(at) if at.isascii() and at.isdecimal() and len(at) < 12 else -1,
        piece=touch.sent.piece,
        now=touch.now,
    )
    return Told({"at": half.at, "size": half.size})


async def finish(request: web.Request, touch: Touch) -> Answer:
    """All has come: what was sealed on the way is written down; asked twice, it is done once."""
    number, wrong = _paper(request), touch.sent.wrong
    if wrong is not None:
        await actions.remove_paper(touch.session, touch.person, paper_id=number)
        return Told({"wrong": sentence(wrong)}, status=422)
    if touch.sent.paper is not None:
        await actions.finish_paper(touch.session, touch.person, paper_id=number, paper=touch.sent.paper, now=touch.now)
    return Told({"done": True})


async def bring(request: web.Request, touch: Touch) -> Answer:
    """No file: the paper will be brought to the office."""
    kind = request.match_info["kind"]
    await actions.promise_paper(touch.session, touch.person, child_id=_child(request), kind=kind, now=touch.now)
    return Go(f"/my/children/{_child(request)}/papers#{kind}")


async def view(request: web.Request, touch: Touch) -> Answer:
    """One paper on a page: a picture is shown, a PDF is kept. Raises NotFound for another's."""
    paper, _lying, may_act = await queries.own_paper(touch.session, touch.person, _paper(request))
    back = f"/my/children/{paper.child_id}/papers"
    return View("parent/paper.html", {"paper": paper, "label": label(paper.kind), "back": back, "may_act": may_act})


async def read(request: web.Request, touch: Touch) -> Answer:
    """The file itself. Raises NotFound for another's."""
    paper, lying, _may_act = await queries.own_paper(touch.session, touch.person, _paper(request))
    return opened(request.app[STORE], paper, lying)


async def remove(request: web.Request, touch: Touch) -> Answer:
    """Destroy a paper, after one question."""
    paper, _lying, _may_act = await queries.own_paper(touch.session, touch.person, _paper(request))
    back = f"/my/children/{paper.child_id}/papers"
    if touch.form.get("sure") != "yes":
        return View("parent/remove_paper.html", {"paper": paper, "back": back, "label": label(paper.kind)})
    await actions.remove_paper(touch.session, touch.person, paper_id=paper.id)
    return Go(back)


def opened(store: Store, paper: PaperView, lying: Sealed) -> File:
    """The bytes of a paper as a file without its sender's name: a picture is shown, a PDF is kept."""
    name = file_name(paper.id, paper.media)
    is_picture = paper.media == "image/jpeg"
    return File(name, lambda: store.read(lying.place, lying.key, lying.size), paper.media, is_shown=is_picture)


def file_name(number: int, media: str) -> str:
    """What a file is called when it leaves: never what its sender called it."""
    return f"document-{number}.{SUFFIXES[media]}"


def label(kind: str) -> str:
    """What a kind of paper is called."""
    return questions.label(DOCUMENTS.code, kind)


async def _page(request: web.Request, touch: Touch, *, kind: str = "", wrong: str = "") -> View:
    found = await queries.child_papers(touch.session, touch.person, _child(request), now=touch.now)
    context = {
        "found": found,
        "label": label,
        "help": lambda code: questions.asked_words(DOCUMENTS.code, code),
        "day": formats.day,
        "wrong_kind": kind,
        "wrong": wrong,
        "most_mb": LARGEST_MB,
        "most": LARGEST,
        "piece": PIECE,
        "here": f"/my/children/{found.child.id}/papers",
    }
    return View("parent/papers.html", context, status=422 if wrong else 200)


def _child(request: web.Request) -> int:
    return int(request.match_info["child"])


def _paper(request: web.Request) -> int:
    return int(request.match_info["paper"])


ROUTES = (
    get(HERE, show),
    post(KIND, send, uploading.whole),
    post(f"{KIND}/begin", begin),
    post(f"{KIND}/bring", bring),
    get(PAPER, view),
    get(f"{PAPER}/file", read),
    post(f"{PAPER}/piece", take, uploading.piece),
    post(f"{PAPER}/finish", finish, uploading.finished),
    post(f"{PAPER}/remove", remove),
)
