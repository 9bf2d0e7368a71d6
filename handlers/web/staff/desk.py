"""At the desk, with the parent before the clerk: a code that opens the parent's pages, printed or dictated."""

from aiohttp import web

from handlers.web.context import DESK, Touch
from handlers.web.drawing import picture
from handlers.web.parent.cards import door_of
from handlers.web.views import Answer, View, post
from services.access import actions as access
from services.certificates import queries
from services.notices.actions import put


async def give_code(request: web.Request, touch: Touch) -> Answer:
    """A one-time code for the parent of a case of the clerk's own territory; the parent is told, it is in the journal.

    The page is shown once: the code is kept nowhere, a new one voids it.
    """
    number = int(request.match_info["case"])
    found = await queries.case(touch.session, touch.person, number, now=touch.now)
    parent = found.facts.parent_id
    code = await access.give_desk_code(touch.session, application=number, person_id=parent, now=touch.now)
    what = f"application:{number}"
    await access.look(touch.session, touch.person, subject_id=parent, what=what, why="desk_code", now=touch.now)
    await put(touch.session, people=[parent], kind="desk_code_given", data={"number": number}, now=touch.now)
    door = door_of(request.app[DESK], number)
    spaced = f"{code[:4]} {code[4:]}"
    return View("staff/code.html", {"number": number, "code": spaced, "door": door, "picture": picture(door)})


ROUTES = (post(r"/staff/cases/{case:\d{1,15}}/code", give_code),)
