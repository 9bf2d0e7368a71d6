"""A thread as a page of its three sides, and its answer on paper."""

from aiohttp import web

from handlers.common import formats
from handlers.common.words import _, current
from handlers.parent.complaints import texts
from handlers.web import papers
from handlers.web.context import Touch
from handlers.web.views import File
from services.complaints.models import Kind
from services.complaints.queries import Leaf, Thread
from services.complaints.queries.reading import MESSAGES
from services.core.errors import Stale
from services.territories.queries import TerritoryView, territory


def leaf(request: web.Request) -> Leaf:
    """Which messages are asked for: the last page without a number, or with a forged one."""
    asked = request.query.get("page", "")
    return Leaf(int(asked) if asked.isascii() and asked.isdecimal() and len(asked) < 6 else None, MESSAGES)


def context(found: Thread, place: TerritoryView) -> dict[str, object]:
    """What the pages of all sides show of a thread."""
    return {
        "found": found,
        "line": found.line,
        "title": texts.title(found.line),
        "subject": texts.subject(found.line.subject) if found.line.subject is not None else "",
        "outcome": texts.outcome(found.line.outcome) if found.line.outcome is not None else "",
        "who": texts.who,
        "moment": lambda at: formats.moment(at, place.timezone),
        "day": formats.day,
    }


async def printed(touch: Touch, found: Thread) -> File:
    """The last answer as a PDF. Raises Stale while there is none."""
    answers = [one for one in found.messages if one.is_answer]
    line = found.line
    if not answers or line.decided_at is None:
        raise Stale("complaint")
    place = await territory(touch.session, line.territory_id)
    told = answers[-1]
    facts = [
        (_("To"), texts.title(line)),
        (_("Filed"), formats.day(line.filed_at.astimezone(place.timezone).date())),
        (_("Answered"), formats.day(told.at.astimezone(place.timezone).date())),
        (_("By"), place.authority or papers.LINE),
    ]
    if line.outcome is not None and line.kind is not Kind.QUESTION:
        facts.append((_("Outcome"), texts.outcome(line.outcome)))
    if line.application_id is not None:
        facts.append((_("Application"), f"№ {line.application_id}"))
    sheet = papers.Sheet(
        title=_("Answer to No. {number}").format(number=line.number),
        body=told.text,
        facts=tuple(facts),
        foot=texts.further() if line.kind is not Kind.QUESTION else "",
    )
    return File(f"answer-{line.number}.pdf", await papers.draw(sheet, current()), "application/pdf")
