"""Words of the club's letters."""

from handlers.common import formats
from handlers.common.words import _
from handlers.parent.complaints import texts
from services.complaints.models import TO_ANSWER, State
from services.complaints.queries import Line, Lines
from services.complaints.rules.lifecycle import Party


def letters(found: Lines) -> str:
    """Above the list."""
    if not found.items:
        return _("Nobody has written to your club. Questions of parents and of the office appear here, with a notice.")
    return _("What parents and the office have written to your club. ● is what you have not read.")


def standing(line: Line) -> str:
    """Where it stands in a few words."""
    if line.turn is Party.CLUB:
        day = line.club_by or line.due_on
        return _("answer no later than {day}").format(day=formats.short_day(day))
    return _("nothing is awaited from you") if line.state in TO_ANSWER else _("closed")


def status(line: Line) -> str:
    """Where it stands, whose turn it is."""
    head = f"<b>{texts.title(line)}</b>"
    if line.turn is Party.CLUB and line.state is State.CLUB_ASKED and line.club_by is not None:
        said = _("The office asks you to explain no later than {day}. Silent, it decides without you.")
        return f"{head}\n{said.format(day=formats.day(line.club_by))}"
    if line.turn is Party.CLUB:
        said = _("It is your turn: answer no later than {day}. The office sees whether you do.")
        return f"{head}\n{said.format(day=formats.day(line.due_on))}"
    if line.state in TO_ANSWER:
        return f"{head}\n{_('The office works on it; nothing is awaited from you.')}"
    return f"{head}\n{_('It is answered and closed.')}"


def ask(deed: str) -> str:
    """What to type."""
    return {
        "say": _("Write your message. Without names, please."),
        "answer": _("Write the answer to the parent as one message. Without names, please."),
        "explain": _("Write your explanation to the office as one message. The parent does not read it."),
    }[deed]


def on_page() -> str:
    """Words with names are for the page."""
    return _("Its words are on your page.")
