"""At the desk: a child whose first representative is gone is passed on to another adult of the family."""

from aiohttp import web

from handlers.common.notices.families import pass_grounds
from handlers.web.context import Touch
from handlers.web.staff.visitors import not_now, number_of
from handlers.web.views import Answer, View, get, post
from services.contracts import actions


async def ask(_request: web.Request, _touch: Touch) -> Answer:
    """The fields for the visitor's code and an application of the child."""
    return _page()


async def see(_request: web.Request, touch: Touch) -> Answer:
    """The child, who is gone, who is here: to be compared with the papers. The family sees that somebody looked."""
    typed, number = _typed(touch), number_of(touch)
    found = await actions.see_passing(touch.session, touch.person, typed=typed, number=number, now=touch.now)
    return _page(typed=typed, number=number, found=found, wrong="" if found is not None else not_now())


async def confirm(_request: web.Request, touch: Touch) -> Answer:
    """Passport and paper are here: the visitor is the first representative."""
    asked = actions.Pass(_typed(touch), number_of(touch), number_of(touch, "gone"), touch.form.get("ground", ""))
    is_done = await actions.pass_at_desk(touch.session, touch.person, asked, now=touch.now)
    return _page(is_done=True) if is_done else _page(typed=asked.typed, number=asked.number, wrong=not_now())


def _page(
    *, typed: str = "", number: int = 0, found: actions.Passing | None = None, wrong: str = "", is_done: bool = False
) -> View:
    context = {"typed": typed, "number": number or "", "found": found, "wrong": wrong, "is_done": is_done}
    return View("staff/passing.html", {**context, "grounds": pass_grounds()}, status=422 if wrong else 200)


def _typed(touch: Touch) -> str:
    return touch.form.get("code", "")[:40]


ROUTES = (
    get("/staff/desk/child", ask),
    post("/staff/desk/child", see),
    post("/staff/desk/child/pass", confirm),
)
