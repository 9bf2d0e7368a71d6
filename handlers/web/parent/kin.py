"""The family of a child: who sees, acts and signs; invitations by a one-time code; joining; leaving."""

from aiohttp import web

from handlers.common.children import unnamed
from handlers.common.words import _, current
from handlers.web.context import DESK, Touch
from handlers.web.views import Answer, Go, View, get, post
from services.contracts.actions import part
from services.families import actions, queries
from services.families.rules import SEEN, TEENAGER, Kin, Right

HERE = r"/my/children/{child:\d{1,15}}/family"
LONGEST_CODE = 40


async def show(request: web.Request, touch: Touch) -> Answer:
    """Who is of the family, and what each may do."""
    return await _page(request, touch)


async def invite(request: web.Request, touch: Touch) -> Answer:
    """A code for somebody, shown once."""
    kin, _colon, right = touch.form.get("offer", "").partition(":")
    code = await actions.invite_kin(
        touch.session, touch.person, child_id=_id(request), right=right, kin=kin, now=touch.now
    )
    return await _page(request, touch, code=code)


async def remove(request: web.Request, touch: Touch) -> Answer:
    """Remove somebody, or leave, after the question on the page."""
    typed = touch.form.get("share", "")
    number = int(typed) if typed.isascii() and typed.isdecimal() and len(typed) < 16 else 0
    if touch.form.get("sure") != "yes":
        return View("parent/part.html", {"child": _id(request), "share": number})
    await part(touch.session, touch.person, share_id=number, now=touch.now)
    return Go("/my/children")


async def ask_code(request: web.Request, _touch: Touch) -> Answer:
    """Where a code is typed; a link fills it in and spends nothing."""
    return View("parent/join.html", {"code": request.query.get("code", "")[:LONGEST_CODE], "offer": None})


async def look(_request: web.Request, touch: Touch) -> Answer:
    """What the code offers; the child from 14 on reads a consent of their own."""
    code = touch.form.get("code", "").strip()[:LONGEST_CODE]
    offer = await queries.invitation(touch.session, code=code, now=touch.now)
    nickname, place = (await queries.called(touch.session, [offer.child_id]))[offer.child_id]
    text = queries.consent_text(TEENAGER, await queries.operator(touch.session, touch.person))
    context = {
        "code": code,
        "offer": offer,
        "called": unnamed(nickname, place),
        "right": rights()[offer.right],
        "text": text.text(current()) if offer.kin is Kin.CHILD else "",
        "seen": text.digest(current())[:SEEN],
    }
    return View("parent/join.html", context)


async def join(_request: web.Request, touch: Touch) -> Answer:
    """Join; the first representative is told."""
    code, seen = touch.form.get("code", "")[:LONGEST_CODE], touch.form.get("seen", "")
    number = await actions.join_family(touch.session, touch.person, code=code, seen=seen, now=touch.now)
    return Go(f"/my/children/{number}/family")


async def _page(request: web.Request, touch: Touch, *, code: str = "") -> View:
    number = _id(request)
    people = await queries.family(touch.session, touch.person, number)
    own = people[0].person_id == touch.person.person_id
    context = {
        "people": people,
        "me": touch.person.person_id,
        "child": number,
        "is_own": own,
        "code": code,
        "link": f"{request.app[DESK].public_url}/my/join?code={code}" if code and request.app[DESK].public_url else "",
        "rights": rights(),
        "kins": {Kin.ADULT: _("representative"), Kin.CHILD: _("the child")},
        "offers": offers(),
    }
    return View("parent/family.html", context)


def rights() -> dict[Right, str]:
    """What each right lets do."""
    return {
        Right.SEE: _("sees cases and messages"),
        Right.ACT: _("sees, applies and withdraws"),
        Right.SIGN: _("sees, applies and signs"),
    }


def offers() -> dict[str, str]:
    """What may be offered."""
    adult = {
        f"{Kin.ADULT}:{right}": _("A representative: {right}").format(right=text) for right, text in rights().items()
    }
    young = {
        f"{Kin.CHILD}:{right}": _("The child, from 14 on: {right}").format(right=rights()[right])
        for right in (Right.SEE, Right.ACT)
    }
    return adult | young


def _id(request: web.Request) -> int:
    return int(request.match_info["child"])


ROUTES = (
    get(HERE, show),
    post(f"{HERE}/invite", invite),
    post(f"{HERE}/remove", remove),
    get("/my/join", ask_code),
    post("/my/join", look),
    post("/my/join/yes", join),
)
