"""Words of links, posters and calendar files."""

from collections.abc import Mapping

from handlers.common.formats import safe
from handlers.common.words import _
from handlers.parent.programs.texts import cut
from services.programs.queries import GroupView

TITLE = 120
MANY_SOURCES = 8


def share(view: GroupView, link: str, counted: Mapping[str, int]) -> str:
    """The link, what it opens, and for the body how often links were opened."""
    parts = [
        _("The link to “{title}”:\n{link}").format(title=safe(cut(view.title, TITLE)), link=safe(link)),
        _("Whoever opens it sees this card with today's seats. The poster has the same link as a QR code."),
    ]
    if counted:
        parts.append(_("Links of your territory opened in 30 days: {sources}.").format(sources=_sources(counted)))
    return "\n\n".join(parts)


def _sources(counted: Mapping[str, int]) -> str:
    shown = list(counted.items())[:MANY_SOURCES]
    return ", ".join(f"{safe(source)} — {visits}" for source, visits in shown)


def invitation(view: GroupView) -> str:
    """What stands beside the link in another chat; plain text."""
    return _("“{title}”: days, seats and the application are behind the link.").format(title=cut(view.title, TITLE))


def drawing() -> str:
    """A short answer over the chat."""
    return _("Drawing the poster…")


def poster(view: GroupView) -> str:
    """Under the file."""
    return _(
        "Poster of “{title}”: one A4 page. The code leads to the card, where the seats are always of today."
    ).format(title=safe(cut(view.title, TITLE)))


def lessons(view: GroupView) -> str:
    """Under the file."""
    return _(
        "Lessons of “{title}” for your calendar: open the file and agree to add them. Holidays are left out; if the "
        "organiser moves a lesson, take the file anew.",
    ).format(title=safe(cut(view.title, TITLE)))
