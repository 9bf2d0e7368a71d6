"""Erasure: what is destroyed and what stays is said first, then one button; the act is read for a week."""

from datetime import UTC, date

from aiohttp import web

from handlers.common import formats
from handlers.common.words import _, current
from handlers.web import papers
from handlers.web.context import Touch
from handlers.web.parent.consents import moment_of
from handlers.web.parent.data import kinds, known_of
from handlers.web.views import Answer, File, Go, View, get, post
from services.contracts.actions import erasing
from services.contracts.actions.erasing import YEARS, Act
from services.core.errors import NotAllowed
from services.core.records import counted

STAYS = ("certificates", "contracts", "signatures", "consents", "surveys", "person", "looks")
"""Kinds that are not destroyed: money, proofs, and records that name nobody."""


async def ask(_request: web.Request, touch: Touch) -> Answer:
    """What is destroyed, what stays, why and until when."""
    known = await known_of(touch)
    cases = {row["application_id"] for row in known["certificates"]}
    kept_children = {row["child_id"] for row in known["certificates"]}
    known["applications"] = [row for row in known["applications"] if row["number"] not in cases]
    known["children"] = [row for row in known["children"] if row["id"] not in kept_children]
    going = {kind: count for kind, count in counted(known).items() if kind not in STAYS}
    papers_ = [(row["number"], row["ends_on"]) for row in known["contracts"]]
    context = {
        "going": going,
        "kinds": kinds(),
        "certificates": [(row["number"], _until(str(row["valid_to"]))) for row in known["certificates"]],
        "contracts": [(number, _until(str(ends_on))) for number, ends_on in papers_],
        "has_post": bool(touch.person.posts),
    }
    return View("parent/erase.html", context)


async def erase(_request: web.Request, touch: Touch) -> Answer:
    """Erase and lead to the act; the session is gone with the rest."""
    if touch.form.get("sure") != "yes":
        return Go("/my/data/erase")
    if touch.visit is None:
        raise NotAllowed("parent")
    token = await erasing.erase(touch.session, touch.person, now=touch.now)
    return Go(f"/act/{token}", secret="")


async def act(request: web.Request, touch: Touch) -> Answer:
    """The act, for whoever holds its link."""
    made = await erasing.act(touch.session, token=request.match_info["token"], now=touch.now)
    context = {
        "act": made,
        "kinds": kinds() | extra(),
        "papers": papers_of(),
        "day": formats.day,
        "at": moment_of(made.made_at, UTC),
        "until": formats.day(made.open_until.date()),
        "file": f"{request.path}/file",
    }
    return View("parent/act.html", context)


async def printed(request: web.Request, touch: Touch) -> Answer:
    """The act on paper."""
    made = await erasing.act(touch.session, token=request.match_info["token"], now=touch.now)
    sheet = papers.Sheet(
        title=_("Act of destruction of personal data No. {number}").format(number=made.number),
        body=_("Whose data: record No. {person}. Ground: the person's own word, 152-FZ, article 21.").format(
            person=made.person_id
        ),
        facts=tuple(_facts(made)),
        foot=f"SHA-256 {made.digest}",
    )
    return File(f"act-{made.number}.pdf", await papers.draw(sheet, current()), "application/pdf")


def _facts(made: Act) -> list[tuple[str, str]]:
    names, papers_ = kinds() | extra(), papers_of()
    gone = [(names.get(kind, kind), str(count)) for kind, count in made.destroyed.items()]
    kept = [
        (f"{papers_[one.kind]} {one.number}", _("closed until {day} inclusive").format(day=formats.day(one.until)))
        for one in made.kept
    ]
    head = [
        (_("Authorised body"), made.operator or papers.LINE),
        (_("When"), f"{moment_of(made.made_at, UTC)} (UTC)"),
        (_("How"), _("erased from the database of the desk")),
    ]
    return [*head, *gone, *kept]


def extra() -> dict[str, str]:
    """Kinds that only an act names."""
    return {"codes": _("One-time codes")}


def papers_of() -> dict[str, str]:
    """Kinds of what stays."""
    return {"application": _("Application No."), "certificate": _("Certificate No."), "contract": _("Contract No.")}


def _until(last: str) -> str:
    return formats.day(date(date.fromisoformat(last).year + YEARS, 12, 31))


ACT = r"/act/{token:[A-Za-z0-9_-]{20,64}}"
ROUTES = (
    get("/my/data/erase", ask),
    post("/my/data/erase", erase),
    get(ACT, act),
    get(f"{ACT}/file", printed),
)
