"""Words of the provider's applications. Nothing of the child is here: the contract names it."""

from datetime import date

from handlers.common import formats
from handlers.common.words import _, _n
from handlers.parent.certificates import texts as common
from services.certificates.models import TO_DECIDE, ApplicationStatus
from services.certificates.queries import Cases, Line, ProviderCase


def cases(found: Cases) -> str:
    """The list, the newest first."""
    if not found.items:
        return _("There are no applications to your programs yet. You will be told here of each one at once.")
    head = _n(
        "{count} application to your programs.",
        "{count} applications to your programs.",
        found.total,
    ).format(count=found.total)
    return "\n\n".join([head, "\n".join(_line(line) for line in found.items)])


def _line(line: Line) -> str:
    return _("No. {number} “{title}”, {group}: {status}").format(
        number=line.facts.number,
        title=common.short(line.title, common.LIST_TITLE),
        group=common.short(line.group_title, 20),
        status=common.status(line.facts.status),
    )


def case(found: ProviderCase) -> str:
    """One application: where it stands and what is next."""
    facts, group = found.facts, found.group
    head = _("<b>Application No. {number}</b>, received {moment}\n{program}\nSeats free: {free} of {capacity}").format(
        number=facts.number,
        moment=formats.moment(facts.submitted_at, found.territory.timezone),
        program=common.program(group),
        free=group.free,
        capacity=group.capacity,
    )
    return f"{head}\n\n{_next(found)}"


def _next(found: ProviderCase) -> str:
    facts = found.facts
    if facts.status is ApplicationStatus.RETURNED:
        return _("The parent was asked: {remark}. You will be told of the answer, due no later than {day}.").format(
            remark=common.remark(facts.remark), day=formats.day(facts.answer_by or facts.due_on)
        )
    if facts.status is ApplicationStatus.APPROVED:
        return _(
            "You have a place for the child. {office} decides no later than {day}. Nothing is needed from you: you "
            "will be told of the decision.",
        ).format(office=common.office(found.territory), day=formats.day(facts.due_on))
    return _your_turn(found) if facts.status in TO_DECIDE else _over(found)


def _your_turn(found: ProviderCase) -> str:
    facts = found.facts
    return _(
        "It is your turn: say no later than {day} whether there is a place for the child. {office} decides no later "
        "than {due}; if you keep silent, it decides all the same.",
    ).format(
        day=formats.day(facts.club_by or facts.due_on),
        office=common.office(found.territory),
        due=formats.day(facts.due_on),
    )


def _over(found: ProviderCase) -> str:
    """What was decided, or how it ended."""
    words = {
        ApplicationStatus.AWAITING_CONTRACT: _(
            "Approved: {moment}. The seat is taken; what is next stands in the contract."
        ),
        ApplicationStatus.ENROLLED: _(
            "The child is enrolled, the contract is in force. Application approved: {moment}."
        ),
        ApplicationStatus.TRANSFERRED: _(
            "The child has gone over to another program; the contract has ended and the seat is free. Nothing is "
            "needed from you. Application approved: {moment}."
        ),
        ApplicationStatus.LEFT: _(
            "The child has left with the end of the club; the contract is over and the seat is free. Nothing is needed "
            "from you. Application approved: {moment}."
        ),
        ApplicationStatus.REFUSED: _("Refused: {moment}. Nothing is needed from you."),
        ApplicationStatus.LAPSED: _(
            "Approved: {moment}. The contract was not signed in time, the seat is free again. Nothing is needed "
            "from you."
        ),
    }.get(found.facts.status, _("Withdrawn by the parent: {moment}. Nothing is needed from you."))
    moment = formats.moment(found.facts.decided_at or found.facts.submitted_at, found.territory.timezone)
    return words.format(moment=moment)


def accepted(number: int, due_on: date, *, is_made: bool) -> str:
    """What is kept after the club's yes."""
    if is_made:
        return _(
            "Application No. {number}: the place is confirmed, and the rules of the territory have approved it at "
            "once. The contract is made and comes here to be confirmed.",
        ).format(number=number)
    return _(
        "Application No. {number}: the place is confirmed. The office decides no later than {day}; you will be told.",
    ).format(number=number, day=formats.day(due_on))


def choose_remark(number: int) -> str:
    return _("What shall the parent of application No. {number} clarify? They are told in words at once.").format(
        number=number
    )


def clarified(number: int, code: str) -> str:
    """What is kept after a question."""
    return _("The parent of application No. {number} is asked: {remark}. The answer will come here.").format(
        number=number, remark=common.remark(code)
    )


def choose_ground(number: int) -> str:
    return _(
        "Why can application No. {number} not be taken? The parent reads the reason and may complain. The press of a "
        "ground is the refusal; it cannot be taken back here.",
    ).format(number=number)


def declined(number: int, code: str) -> str:
    """What is kept after the club's no."""
    return _("Application No. {number} is refused: {reason}. The parent and the office are told.").format(
        number=number, reason=common.ground(code)
    )


def invited(number: int, due_on: date) -> str:
    """What is kept after an invitation to the test."""
    return _(
        "The parent of application No. {number} is told of the entrance test: call them and name the day. After it say "
        "whether there is a place; the decision is due no later than {day}.",
    ).format(number=number, day=formats.day(due_on))
