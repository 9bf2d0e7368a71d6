"""The check of a certificate, for anybody: genuine or not, its state, term and services. No login, no personal data."""

from aiohttp import web
from markupsafe import Markup

from handlers.common.verify import texts
from handlers.web.context import Touch
from handlers.web.views import Answer, View, get
from services.certificates.queries import genuine
from services.core.errors import Invalid, NotFound

LONGEST = 60


async def verify(request: web.Request, touch: Touch) -> Answer:
    """The field for a number, and what stands behind the one that was typed or scanned.

    A number that nobody has counts as a wrong try of its address (``handlers.web.limits``).
    """
    typed = request.query.get("no", "")[:LONGEST]
    said, status = "", 200
    if typed.strip():
        try:
            said = texts.genuine(await genuine(touch.session, typed, now=touch.now))
        except NotFound:
            said, status = texts.unknown(), 404
        except Invalid as wrong:
            said, status = (texts.slip() if wrong.why == "slip" else texts.how()), 422
    context = {"typed": typed, "said": Markup(said)}  # noqa: S704 (texts escape every foreign value)
    return View("verify.html", context, status=status)


ROUTES = (get("/verify", verify),)
