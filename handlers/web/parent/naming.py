"""What the chat calls a child: asked once after the child was added, changed at any time."""

from aiohttp import web

from handlers.common.children import unnamed
from handlers.common.errors import sentence
from handlers.web.context import Touch
from handlers.web.parent.families import group_of
from handlers.web.views import Answer, Go, View, get, post
from services.core.errors import Invalid
from services.families import actions, queries

HERE = r"/my/children/{child:\d{1,15}}/nickname"


async def ask(request: web.Request, touch: Touch) -> Answer:
    """The field, with what the chat says now."""
    return await _page(request, touch)


async def choose(request: web.Request, touch: Touch) -> Answer:
    """Keep it and go on: to the application that waits, or to the children."""
    typed, number, group = touch.form.get("nickname", ""), _id(request), group_of(request, touch)
    try:
        await actions.choose_nickname(touch.session, touch.person, child_id=number, typed=typed, now=touch.now)
    except Invalid as refused:
        return await _page(request, touch, typed=typed, wrong=sentence(refused))
    return Go(f"/my/apply/{group}/{number}" if group else "/my/children")


async def _page(request: web.Request, touch: Touch, *, typed: str | None = None, wrong: str = "") -> View:
    child = await queries.own_child(touch.session, touch.person, _id(request))
    context = {
        "child": child,
        "neutral": unnamed("", child.place),
        "typed": child.nickname if typed is None else typed,
        "wrong": wrong,
        "group": group_of(request, touch),
    }
    return View("parent/nickname.html", context, status=422 if wrong else 200)


def _id(request: web.Request) -> int:
    return int(request.match_info["child"])


ROUTES = (get(HERE, ask), post(HERE, choose))
