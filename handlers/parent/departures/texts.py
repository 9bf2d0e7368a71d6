"""Words of a choice of another place."""

from collections.abc import Sequence
from datetime import date

from handlers.common import formats
from handlers.common.words import _, _n
from handlers.parent.certificates.texts import LIST_TITLE, program, short
from services.departures.actions import Chosen, Gone
from services.departures.queries import OwnPlacement
from services.departures.rules import Answer


def ends(number: int, leaves_on: date) -> str:
    """What happened."""
    return _("The club of application No. {number} ends: its last day of lessons is {day}.").format(
        number=number, day=formats.day(leaves_on)
    )


def offered(titles: Sequence[str], *, is_held: bool, reply_by: date) -> str:
    """What can be chosen and by when; foreign titles as they are."""
    if not titles:
        return _(
            "No like place is free for the child's age now. Find another club: “🔁 Move here” stands on its card; or "
            "call the office, it can place the child by hand. Answer no later than {day}."
        ).format(day=formats.day(reply_by))
    named = "\n".join(f"{at}. {short(title, LIST_TITLE)}" for at, title in enumerate(titles, 1))
    held = " " + _("The first one is held for you.") if is_held else ""
    return _("The office has found, for the same age, nearest by days and way:\n{places}").format(places=named) + (
        held + " " + _("One tap is enough, no later than {day}.").format(day=formats.day(reply_by))
    )


def kept() -> str:
    """Nothing is lost."""
    return _(
        "The certificate's money is safe: it goes over with the child, or goes back to the child's account if you "
        "choose nothing."
    )


def standing(own: OwnPlacement) -> str:
    """How one choice stands."""
    head = ends(own.application_id, own.leaves_on)
    if own.is_open:
        if own.answer is not None:
            head = f"{head}\n\n{answered(own)} " + _("Until then you may still take another place:")
        titles = [one.title for one in own.places]
        return "\n\n".join([head, offered(titles, is_held=own.held_id is not None, reply_by=own.reply_by), kept()])
    return f"{head}\n\n{answered(own)}"


def answered(own: OwnPlacement) -> str:
    """What was chosen, or what is over."""
    if own.answer in {Answer.MOVED, Answer.OTHER} and own.number is not None:
        return _("Chosen: application No. {number} comes in its place.").format(number=own.number)
    if own.answer is Answer.LEFT:
        return _(
            "Chosen: no other club. The lessons go on through the last day, then what was not used of the certificate "
            "goes back to the child's account."
        )
    if own.answer is Answer.UNDONE:
        return _("The office has taken it back: the club stays, your contract goes on, nothing is needed from you.")
    return _(
        "The days for an answer are over. The office can still place the child: call or come, or find a club yourself. "
        "After the last day the contract ends and what was not used of the certificate goes back."
    )


def chosen(done: Chosen) -> str:
    """What one tap has done, and what is next."""
    own = done.receipt.own
    if done.is_approved:
        return _n(
            "Done: the seat in {program} is the child's, the old contract has ended, what was not used of the "
            "certificate has gone over. The new contract comes here: read and sign it in {count} working day.",
            "Done: the seat in {program} is the child's, the old contract has ended, what was not used of the "
            "certificate has gone over. The new contract comes here: read and sign it in {count} working days.",
            own.territory.policy.sign_days,
        ).format(program=program(own.group), count=own.territory.policy.sign_days)
    if done.receipt.need is not None:
        return _(
            "Application No. {number} for {program} is kept with its seat. Confirm who you are no later than {day}: "
            "“My cases” shows how. Until then the child attends the old club."
        ).format(
            number=done.receipt.number,
            program=program(own.group),
            day=formats.day(done.receipt.need.confirm_by),
        )
    return _(
        "Done: application No. {number} for {program} is filed, the seat is held for the child. The office decides no "
        "later than {day}; until then the child attends the old club, nothing is needed from you."
    ).format(number=done.receipt.number, program=program(own.group), day=formats.day(done.receipt.due_on))


def ask_leave(own: OwnPlacement) -> str:
    return _(
        "End it with {program} and take no other club? The lessons go on through {day}; then the contract ends and "
        "what was not used of the certificate goes back to the child's account. A seat that is held is given up."
    ).format(program=program(own.old), day=formats.day(own.leaves_on))


def gone(done: Gone) -> str:
    return _(
        "Written down: the lessons go on through {day}, then the contract ends. Of the certificate {money} is unused "
        "today; what is left on that day goes back. Another club can be found at any time."
    ).format(day=formats.day(done.until), money=formats.money(done.money))
