"""Words of one own case: the step, whose turn it is, by when, what is next."""

from datetime import date

from handlers.common import formats
from handlers.common.words import _
from handlers.parent.certificates import texts
from services.certificates.models import ApplicationStatus
from services.certificates.queries import CertificateView, OwnCase


def case(own: OwnCase, *, named: bool, sign_by: date | None, parents_turn: bool) -> str:
    """The whole screen. ``sign_by`` and ``parents_turn`` tell of the contract, once there is one."""
    head = _("<b>Case No. {number}</b>\n{program}").format(number=own.facts.number, program=texts.program(own.group))
    lines = [head]
    lines[0] += "\n" + _("Child: {name}").format(name=texts.child(own.child, named=named))
    if own.facts.status is ApplicationStatus.AWAITING_CONTRACT:
        lines.append(_awaiting(own, sign_by, parents_turn=parents_turn))
    else:
        step = {
            ApplicationStatus.DRAFT: texts.drafted,
            ApplicationStatus.SUBMITTED: _submitted,
            ApplicationStatus.ENROLLED: _enrolled,
            ApplicationStatus.REFUSED: _refused,
            ApplicationStatus.WITHDRAWN: _withdrawn,
            ApplicationStatus.LAPSED: _lapsed,
        }[own.facts.status]
        lines.append(step(own))
    return "\n\n".join(lines)


def _submitted(own: OwnCase) -> str:
    due = formats.day(own.facts.due_on)
    if own.waiting.overdue:
        return _(
            "Step 1 of 3: the decision. The term ended on {day}, and the application still waits: {office} must "
            "decide. Your application is safe; ask the office, naming its number.",
        ).format(day=due, office=texts.office(own.territory))
    return _(
        "Step 1 of 3: the decision. It is the turn of {office}: {term}. Nothing is needed from you, the decision "
        "will come here. A seat becomes yours with the approval.",
    ).format(office=texts.office(own.territory), term=texts.term(due, own.waiting))


def _awaiting(own: OwnCase, sign_by: date | None, *, parents_turn: bool) -> str:
    lines = [_("Step 2 of 3: the contract. The application is approved, the seat is yours.")]
    if own.certificate is not None:
        lines.append(
            _("Certificate No. {number} for {money} is reserved; it starts to work with the contract.").format(
                number=own.certificate.number, money=formats.money(own.certificate.nominal)
            ),
        )
    if sign_by is None:
        lines.append(_("The contract is being made and will come here."))
    elif parents_turn:
        lines.append(
            _("It is your turn: read the contract and sign it no later than {day}.").format(day=formats.day(sign_by)),
        )
    else:
        lines.append(
            _(
                "It is the club's turn: it confirms the contract, and you will be told here. "
                "The last day to sign is {day}.",
            ).format(
                day=formats.day(sign_by),
            ),
        )
    return "\n\n".join(lines)


def _enrolled(own: OwnCase) -> str:
    lines = [_("Step 3 of 3: done. The child is enrolled, the contract is in force.")]
    if own.certificate is not None:
        lines.append(_certificate(own.certificate))
    lines.append(_("Lessons: {first} – {last}. Nothing is needed from you.").format(**_span(own)))
    return "\n\n".join(lines)


def _certificate(certificate: CertificateView) -> str:
    return _(
        "Certificate No. <b>{number}</b> is active: {money}, {hours}; valid {first} – {last}, both included."
    ).format(
        number=certificate.number,
        money=formats.money(certificate.nominal),
        hours=texts.hours(certificate.hours),
        first=formats.day(certificate.valid_from),
        last=formats.day(certificate.valid_to),
    )


def _span(own: OwnCase) -> dict[str, str]:
    return {"first": formats.day(own.group.starts_on), "last": formats.day(own.group.ends_on)}


def _refused(own: OwnCase) -> str:
    return refused_because(own.facts.number, own.facts.ground) + "\n\n" + complain(texts.office(own.territory))


def refused_because(number: int, ground: str | None) -> str:
    """The reason and the way out."""
    return _(
        "Application No. {number} was refused: {ground}. The certificate's money is not spent, and you can apply to "
        "another club at once.",
    ).format(number=number, ground=texts.ground(ground))


def complain(office: str) -> str:
    """The right to disagree."""
    return _(
        "If you don't agree, you have the right to complain: to the head of the office that decided ({office}) "
        "or to a court.",
    ).format(office=office)


def _withdrawn(own: OwnCase) -> str:
    day = own.facts.decided_at or own.facts.submitted_at
    return _("You withdrew the application: {moment}. Nothing was reserved; you can apply again.").format(
        moment=formats.moment(day, own.territory.timezone),
    )


def _lapsed(own: OwnCase) -> str:
    day = own.facts.confirm_by or own.facts.due_on
    return _(
        "The draft was not confirmed by {day} and has ended: nothing was sent, nothing is lost but its time. You can "
        "apply again.",
    ).format(day=formats.day(day))
