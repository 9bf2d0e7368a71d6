"""The other forms as pages: which there are about the parent and each child, and the way into each."""

from aiohttp import web

from handlers.parent.families import questions
from handlers.web.context import Touch
from handlers.web.parent.families import path_of
from handlers.web.views import Answer, Go, View, get
from services.families import queries
from services.families.actions import sheets as actions
from services.families.queries import sheets
from services.families.queries.papers import facts
from services.families.rules import Right


async def everything(_request: web.Request, touch: Touch) -> Answer:
    """All forms with what is kept of them."""
    own = await sheets.offered(touch.session, touch.person, facts={})
    children = [
        (
            child,
            await sheets.offered(
                touch.session,
                touch.person,
                about=child,
                facts=await facts(touch.session, touch.person, child, now=touch.now),
            ),
        )
        for child in await queries.family_children(touch.session, touch.person, Right.ACT)
    ]
    return View("parent/sheets.html", {"own": own, "children": children, "titles": questions.TITLES})


async def begin(request: web.Request, touch: Touch) -> Answer:
    """On to the question where the form was left."""
    return Go(
        path_of(await actions.begin(touch.session, touch.person, key=request.match_info["key"], now=touch.now), 0)
    )


ROUTES = (get("/my/sheets", everything), get("/my/form/{key}", begin))
