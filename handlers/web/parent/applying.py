"""Applying: what would be sent, to whom and by when it is decided; then one button."""

from aiohttp import web
from markupsafe import Markup

from handlers.parent.certificates import texts
from handlers.web.context import Touch
from handlers.web.views import Answer, Go, View, get, post
from services.certificates import queries
from services.openings import actions as openings


async def preview(request: web.Request, touch: Touch) -> Answer:
    """The application before it is sent."""
    group_id, child_id = int(request.match_info["group"]), int(request.match_info["child"])
    shown = await queries.preview(touch.session, touch.person, group_id=group_id, child_id=child_id, now=touch.now)
    met = await queries.clashes(touch.session, touch.person, shown.group, child_id=child_id)
    text = Markup(texts.summary(shown, named=True, met=met))  # noqa: S704 (texts escape every foreign value)
    return View("parent/apply.html", {"text": text, "to": f"/my/apply/{group_id}/{child_id}"})


async def send(request: web.Request, touch: Touch) -> Answer:
    """Send it; the receipt has its number."""
    filed = await openings.apply(
        touch.session,
        touch.person,
        group_id=int(request.match_info["group"]),
        child_id=int(request.match_info["child"]),
        now=touch.now,
    )
    return Go(f"/my/cases/{filed.receipt.number}")


HERE = r"/my/apply/{group:\d{1,15}}/{child:\d{1,15}}"
ROUTES = (get(HERE, preview), post(HERE, send))
