"""Words of questions and complaints: what they are, where they stand, by when."""

from datetime import date, tzinfo

from handlers.common import formats
from handlers.common.formats import safe
from handlers.common.words import _
from services.complaints.models import Kind, Outcome, Side, State, Subject
from services.complaints.queries import Line, Message

PIECE = 550
"""Signs of a message on one screen."""


def kind(what: Kind, addressee: Side = Side.BODY) -> str:
    """A kind in a few words."""
    if what is Kind.QUESTION and addressee is Side.CLUB:
        return _("question to the club")
    return {
        Kind.QUESTION: _("question to the office"),
        Kind.APPEAL: _("appeal"),
        Kind.SERVICE: _("complaint on the service"),
        Kind.CLUB: _("complaint about a club"),
    }[what]


def subject(what: Subject) -> str:
    """Of what a complaint on the service complains, as a button."""
    return {
        Subject.REFUSAL: _("I don't agree with a refusal"),
        Subject.TERM: _("The decision is late"),
        Subject.REGISTRATION: _("The application was registered late"),
        Subject.ACCEPTANCE: _("The papers were not taken"),
        Subject.DOCUMENTS: _("Papers are asked for that are not needed"),
        Subject.PAYMENT: _("Money is asked for"),
        Subject.CORRECTION: _("A mistake is not corrected"),
    }[what]


def outcome(what: Outcome) -> str:
    """How it was answered."""
    return {
        Outcome.SATISFIED: _("satisfied"),
        Outcome.PARTLY: _("satisfied in part"),
        Outcome.NOT_SATISFIED: _("not satisfied"),
        Outcome.EXPLAINED: _("explained"),
    }[what]


def title(line: Line) -> str:
    """«No. 318: complaint on the service»."""
    return _("No. {number}: {kind}").format(number=line.number, kind=kind(line.kind, line.addressee))


def standing(line: Line) -> str:
    """Where it stands in a few words, for a list."""
    if line.state in {State.REGISTERED, State.CLUB_ASKED, State.DISPUTED}:
        return _("answer no later than {day}").format(day=formats.short_day(line.due_on))
    return {
        State.ANSWERED: _("answered: is the matter settled?"),
        State.CLOSED: _("closed"),
        State.FORWARDED: _("sent on to another body"),
        State.WITHDRAWN: _("withdrawn"),
    }[line.state]


def status(line: Line, today: date) -> str:
    """What happened, whose turn it is and by when; for its parent."""
    if line.turn is None or line.state is State.ANSWERED:
        return _done(line)
    due = formats.day(line.due_on)
    if today > line.due_on:
        return _(
            "The term ended on {day}, and there is no answer yet. Those who head the office have been told. You may "
            "write again here, or go to the prosecutor's office."
        ).format(day=due)
    if line.state is State.DISPUTED:
        said = _("You said that the matter is not settled. Those who head the office answer no later than {day}.")
        return said.format(day=due)
    if line.state is State.CLUB_ASKED:
        return _("The office has asked the club to explain. You get the answer no later than {day}.").format(day=due)
    return _waits(line, due)


def _done(line: Line) -> str:
    if line.state is State.ANSWERED:
        return _answered(line)
    if line.state is State.FORWARDED:
        return _(
            "It is the matter of another body, and was sent on: {where}. That body answers you; its term runs from the "
            "day on which it registers it."
        ).format(where=safe(line.forwarded_to or ""))
    if line.state is State.WITHDRAWN:
        return _("You have withdrawn it. Nobody works on it any more.")
    return _closed(line)


def _waits(line: Line, due: str) -> str:
    if line.prolonged_from is not None:
        return _("The term was prolonged; the reason is in the thread. You get the answer no later than {day}.").format(
            day=due
        )
    if line.kind is Kind.QUESTION and line.addressee is Side.CLUB:
        return _("It is the club's turn: it answers no later than {day}. The office sees whether it does.").format(
            day=due
        )
    return _("It is the office's turn: it answers no later than {day}. Nothing is needed from you.").format(day=due)


def _answered(line: Line) -> str:
    said = _("There is an answer.")
    if line.kind is not Kind.QUESTION and line.outcome is not None:
        said = _("There is an answer: {outcome}.").format(outcome=outcome(line.outcome))
    if line.settle_by is None:
        return said
    ask = _("Is the matter settled? If not, say so no later than {day}.").format(day=formats.day(line.settle_by))
    return f"{said} {ask}"


def _closed(line: Line) -> str:
    lines = [_("It is answered and closed.")]
    if line.kind is not Kind.QUESTION and line.outcome is not None:
        lines = [_("It is answered and closed: {outcome}.").format(outcome=outcome(line.outcome))]
    if line.is_settled is False:
        lines.append(further())
    return " ".join(lines)


def further() -> str:
    """Where to go from an answer that does not help."""
    return _("You may go on to a court, to the prosecutor's office or to the body above this one.")


def who(message: Message) -> str:
    """Who wrote it, for the reader."""
    if message.is_own and message.side is Side.PARENT:
        return _("You")
    return {Side.PARENT: _("Parent"), Side.BODY: _("Office"), Side.CLUB: _("Club")}[message.side]


def pieces(text: str) -> list[str]:
    """A text cut to pieces for a screen, at blanks where there are any."""
    found: list[str] = []
    while len(text) > PIECE:
        at = max(text.rfind(" ", PIECE // 2, PIECE), text.rfind("\n", PIECE // 2, PIECE))
        at = at if at > 0 else PIECE
        found.append(text[:at].rstrip())
        text = text[at:].lstrip()
    return [*found, text]


def message(one: Message, zone: tzinfo, piece: int = 0) -> tuple[str, int]:
    """A message as a quotation, at one of its pieces, and how many pieces it has."""
    parts = pieces(one.text)
    at = min(max(piece, 0), len(parts) - 1)
    label = _("{who}, the answer, {moment}") if one.is_answer else _("{who}, {moment}")
    head = label.format(who=who(one), moment=formats.moment(one.at, zone))
    more = f" ({at + 1}/{len(parts)})" if len(parts) > 1 else ""
    return f"<i>{head}{more}</i>\n{safe(parts[at])}", len(parts)


def letters(*, empty: bool) -> str:
    """Above the list."""
    if empty:
        return _("You have not written yet. Every question and complaint has a number and a term for the answer.")
    return _("Your questions and complaints. ● is what you have not read.")


def ask_reply(deed: str) -> str:
    """What to write in a thread."""
    if deed == "share":
        return _(
            "The club will read what you write now, and nothing that you wrote before. The office sees it too. "
            "Write it as one message."
        )
    if deed == "dispute":
        return _("What is not settled? Write it as one message, or press the button to send it without words.")
    return _("Write your message. It goes into the thread.")


def written() -> str:
    """A message stands in the thread."""
    return _("It is in the thread; the other side is told.")


def ask_withdraw(number: int) -> str:
    """Before a withdrawal."""
    return _("Withdraw No. {number}? Nobody answers it then. You can write anew at any time.").format(number=number)


def settled() -> str:
    """Thanks for the word."""
    return _("Thank you. The matter is closed.")


def disputed(due: date | None) -> str:
    """Who answers next."""
    if due is None:
        return f"{_('Noted: the matter is not settled. The head of the office has answered already.')} {further()}"
    return _("Noted. Those who head the office answer no later than {day}, and not the one who answered first.").format(
        day=formats.day(due)
    )


def reply_on_page() -> str:
    """Words of a signed letter do not go through a messenger."""
    return _("Your letter is signed, so its words are written on the protected page. Without words it goes from here.")
