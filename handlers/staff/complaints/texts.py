"""Words of the body's letters."""

from handlers.common import formats
from handlers.common.words import _
from handlers.parent.complaints import texts
from services.complaints.models import TO_ANSWER, Kind, Outcome, State
from services.complaints.queries import Line, Lines, StaffThread
from services.complaints.rules.lifecycle import Party


def shows() -> dict[str, str]:
    """Filters of the queue."""
    return {
        "open": _("Waiting"),
        "late": _("Overdue"),
        "mine": _("Mine"),
        "free": _("Nobody's"),
        "all": _("All"),
    }


def letters(found: Lines, show: str) -> str:
    """Above the list."""
    head = f"<b>{_('Questions and complaints')}</b>: {shows().get(show, shows()['open']).lower()}, {found.total}"
    if not found.items:
        return f"{head}\n\n{_('Nothing here. New ones appear at once, with a notice.')}"
    return f"{head}\n\n{_('The earliest term first; ● is what nobody here has read.')}"


def turn(line: Line) -> str:
    """Who holds the ball, for the staff."""
    words = {
        Party.BODY: _("your turn"),
        Party.CLUB: _("the club's turn"),
        Party.PARENT: _("the parent's turn"),
        None: _("nobody's turn"),
    }
    return words.get(line.turn, words[None])


def status(found: StaffThread) -> str:
    """Where it stands, by when, on what ground; what keeps this person from answering."""
    line, lines = found.thread.line, []
    if line.state in TO_ANSWER:
        due = _("The answer is due no later than {day}; it is {turn}.")
        if found.is_overdue:
            due = _("The term ended on {day}: the answer is overdue; it is {turn}.")
        lines.append(due.format(day=formats.day(line.due_on), turn=turn(line)))
    else:
        lines.append(texts.standing(line).capitalize() + ".")
    if line.state is State.DISPUTED:
        lines.append(_("The parent says that the first answer does not settle it: one who heads the office answers."))
    if line.club_by is not None:
        lines.append(_("The club explains no later than {day}.").format(day=formats.day(line.club_by)))
    if found.is_own_decision and line.state in TO_ANSWER:
        lines.append(_("You decided what is complained of, or answered already: a colleague answers. Give it to one."))
    return " ".join(lines)


def card(found: StaffThread) -> str:
    """The head of a thread in the chat."""
    line = found.thread.line
    lines = [f"<b>{texts.title(line)}</b>"]
    if line.subject is not None:
        lines.append(f"{texts.subject(line.subject)}.")
    if line.application_id is not None:
        lines.append(_("About application No. {number}.").format(number=line.application_id))
    return "\n".join([*lines, status(found)])


def end(kind: Kind, outcome: Outcome) -> str:
    """An answer as a button: a question is simply answered."""
    return _("✅ Answer") if kind is Kind.QUESTION else texts.outcome(outcome).capitalize()


def ask(deed: str) -> str:
    """What to type."""
    words = {
        "say": _("Write to the parent as one message."),
        "ask_club": _("Write to the club what it is to explain. It reads this message and no other; no names, please."),
        "prolong": _("Write why the term is prolonged: the parent reads it."),
    }
    if deed in words:
        return words[deed]
    said = _("Write the answer as one message; its outcome: {outcome}. The parent reads it at once.")
    return said.format(outcome=texts.outcome(Outcome(deed)))


def on_page() -> str:
    """Signed letters are worked on where names may stand."""
    return _("It is signed, so it is read and answered on the page.")
