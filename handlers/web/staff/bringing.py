"""A promised paper lies on the desk: written down on the page of its case."""

from aiohttp import web

from handlers.web.context import Touch
from handlers.web.staff.sifting import kept
from handlers.web.views import Answer, Go, post
from services.certificates import actions


async def bring(request: web.Request, touch: Touch) -> Answer:
    """Nobody waits for it any more; the family is told. Raises NotFound for what is not promised in this case."""
    number, kind = int(request.match_info["case"]), request.match_info["kind"]
    await actions.bring_paper(touch.session, touch.person, application_id=number, kind=kind, now=touch.now)
    return Go(f"/staff/cases/{number}{kept(request)}#papers")


ROUTES = (post(r"/staff/cases/{case:\d{1,15}}/brought/{kind:[a-z]{1,32}}", bring),)
