"""Words of the provider's applications. Nothing of the child is here: the contract names it."""

from handlers.common import formats
from handlers.common.words import _, _n
from handlers.parent.certificates import texts as common
from services.certificates.models import ApplicationStatus
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
    if facts.status is ApplicationStatus.SUBMITTED:
        return _(
            "Being decided by {office}, no later than {day}. Nothing is needed from you: you will be told of the "
            "decision.",
        ).format(office=common.office(found.territory), day=formats.day(facts.due_on))
    moment = formats.moment(facts.decided_at or facts.submitted_at, found.territory.timezone)
    if facts.status is ApplicationStatus.AWAITING_CONTRACT:
        return _("Approved: {moment}. The seat is taken; what is next stands in the contract.").format(moment=moment)
    if facts.status is ApplicationStatus.ENROLLED:
        return _("The child is enrolled, the contract is in force. Application approved: {moment}.").format(
            moment=moment
        )
    if facts.status is ApplicationStatus.REFUSED:
        return _("Refused by the office: {moment}. Nothing is needed from you.").format(moment=moment)
    return _("Withdrawn by the parent: {moment}. Nothing is needed from you.").format(moment=moment)
