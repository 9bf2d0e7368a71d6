"""One child twice: the desk compares two records and says whether they are one."""

from datetime import tzinfo

from aiohttp import web

from handlers.common import formats
from handlers.common.errors import sentence
from handlers.common.words import _
from handlers.web.context import Touch
from handlers.web.parent.cases import page_of
from handlers.web.views import Answer, Go, View, get, post
from services.core.clock import local_date
from services.core.errors import Invalid, Refused
from services.doubles import actions, queries, rules
from services.notices.rules import HOME_ZONE
from services.territories.queries import territory

BASE = "/staff/doubles"
PAIR = BASE + r"/{pair:\d{1,15}}"


def grounds() -> dict[str, str]:
    """On what a pair is decided, in words."""
    return {
        "birth_certificate": _("the certificate of birth names both adults"),
        "both_asked": _("both adults asked for it at the desk, with their papers"),
        "mistyped": _("the СНИЛС of one of the records is mistyped"),
        "court": _("a court or the guardianship body keeps the two apart"),
        "stranger": _("an adult cannot show that the child is theirs"),
    }


async def first(request: web.Request, touch: Touch) -> Answer:
    """Pairs of the clerk's territories, those to be compared first."""
    page = page_of(request)
    found, pages = await queries.pairs(touch.session, touch.person, page=page)
    zone = await _zone(touch)
    return View(
        "staff/doubles.html",
        {"found": found, "page": page, "pages": pages, "date": lambda at: formats.day(local_date(at, zone))},
    )


async def see(request: web.Request, touch: Touch) -> Answer:
    """Both records side by side."""
    return await _page(request, touch)


async def decide(request: web.Request, touch: Touch) -> Answer:
    """One child, or two: by the ground that was chosen; or a joining is taken back."""
    number, ground = int(request.match_info["pair"]), touch.form.get("ground", "")
    session, clerk, now = touch.session, touch.person, touch.now
    try:
        async with touch.session.begin_nested():
            if touch.form.get("back"):
                await actions.take_back(session, clerk, pair_id=number, now=now)
            elif ground in rules.OTHER_GROUNDS:
                await actions.say_other(session, clerk, pair_id=number, ground=ground, now=now)
            else:
                await actions.say_same(session, clerk, pair_id=number, ground=ground, now=now)
    except (Invalid, Refused) as wrong:
        return await _page(request, touch, sentence(wrong))
    return Go(f"{BASE}/{number}")


async def _zone(touch: Touch) -> tzinfo:
    """The time of the clerk's first territory; of nobody's while a post has just ended: the list is empty then."""
    here = touch.person.staff_territories
    return (await territory(touch.session, here[0])).timezone if here else HOME_ZONE


async def _page(request: web.Request, touch: Touch, wrong: str = "") -> View:
    found = await actions.see(touch.session, touch.person, pair_id=int(request.match_info["pair"]), now=touch.now)
    words, zone = grounds(), await _zone(touch)
    context = {
        "found": found,
        "same": {one: words[one] for one in rules.SAME_GROUNDS},
        "other": {one: words[one] for one in rules.OTHER_GROUNDS},
        "ground": words.get(found.ground or "", ""),
        "day": formats.day,
        "date": lambda at: formats.day(local_date(at, zone)),
        "is_mine": found.proposed_by == touch.person.person_id,
        "wrong": wrong,
        "chosen": touch.form.get("ground", "") if wrong else "",
    }
    return View("staff/double.html", context, status=422 if wrong else 200)


ROUTES = (get(BASE, first), get(PAIR, see), post(PAIR, decide))
