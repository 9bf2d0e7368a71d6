"""Words of one own case: the step, whose turn it is, by when, what is next."""

from datetime import date

from handlers.common import formats
from handlers.common.words import _, _n
from handlers.parent.certificates import helping, money, texts, versions
from services.certificates.models import ApplicationStatus
from services.certificates.queries import CertificateView, OwnCase, complain_by
from services.certificates.queries.amounts import STANDING, UnifiedView
from services.certificates.rules.lifecycle import Party

MOST_LINES = 4
"""Services of a unified certificate on one screen; all of them stand on its page."""


def case(own: OwnCase, *, named: bool, sign_by: date | None, parents_turn: bool, signs: bool) -> str:
    """The whole screen. ``sign_by`` and ``parents_turn`` tell of the contract, once there is one.

    ``signs`` is false for a reader: another representative is named in the contract.
    """
    head = _("<b>Case No. {number}</b>\n{program}").format(number=own.facts.number, program=texts.program(own.group))
    lines = [head]
    lines[0] += "\n" + _("Child: {name}").format(name=texts.child(own.child, named=named))
    if own.facts.status is ApplicationStatus.AWAITING_CONTRACT:
        lines.append(_awaiting(own, sign_by, parents_turn=parents_turn, signs=signs))
    else:
        step = {
            ApplicationStatus.DRAFT: texts.drafted,
            ApplicationStatus.SUBMITTED: _registered,
            ApplicationStatus.REGISTERED: _registered,
            ApplicationStatus.RETURNED: _returned,
            ApplicationStatus.TEST: _test,
            ApplicationStatus.APPROVED: _registered,
            ApplicationStatus.ENROLLED: _enrolled,
            ApplicationStatus.REFUSED: _refused,
            ApplicationStatus.WITHDRAWN: _withdrawn,
            ApplicationStatus.LAPSED: _lapsed,
            ApplicationStatus.TRANSFERRED: _transferred,
            ApplicationStatus.LEFT: _left,
        }[own.facts.status]
        lines.append(step(own))
    return "\n\n".join(lines)


def _registered(own: OwnCase) -> str:
    lines = [_assisted()] if own.facts.filed_how else []
    if own.facts.priority > 1:
        lines.append(_("By your order this club is No. {number} for the child.").format(number=own.facts.priority))
    if own.facts.status is ApplicationStatus.APPROVED:
        lines.append(_("The club has a place for the child."))
    elif own.turn.turn is Party.PROVIDER and own.turn.by is not None:
        lines.append(
            _("First the club says whether it has a place, no later than {day}.").format(day=formats.day(own.turn.by))
        )
    if own.facts.transfer_of is not None:
        lines.append(_("It comes in place of case No. {number}.").format(number=own.facts.transfer_of))
    return "\n\n".join([*lines, _deciding(own)])


def _assisted() -> str:
    return _("Filed for you by a member of the staff, as you asked; number, queue and terms are the same.")


def _returned(own: OwnCase) -> str:
    return _(
        "It is your turn: {remark}. Then press “It is mended” no later than {day}. The term of the decision stands "
        "still meanwhile; your time of filing is kept. If nothing comes, {office} decides on what it has.",
    ).format(
        remark=texts.remark(own.facts.remark),
        day=formats.day(own.facts.answer_by or own.facts.due_on),
        office=texts.office(own.territory),
    )


def _test(own: OwnCase) -> str:
    return _(
        "Step 1 of 3: the decision. The program has an entrance test: the club tells you when to come. The decision is "
        "due no later than {day}. You can withdraw the application at any time.",
    ).format(day=formats.day(own.facts.due_on))


def _deciding(own: OwnCase) -> str:
    due = formats.day(own.facts.due_on)
    if own.waiting.overdue:
        return _(
            "Step 1 of 3: the decision. The term ended on {day}, and the application still waits: {office} must "
            "decide, and its head has been told. Your application is safe; ask the office, naming its number.",
        ).format(day=due, office=texts.office(own.territory))
    return _(
        "Step 1 of 3: the decision. It is the turn of {office}: {term}. Nothing is needed from you, the decision "
        "will come here. A seat becomes yours with the approval. If the term passes, the head of the office is told "
        "at once, and so are you.",
    ).format(office=texts.office(own.territory), term=texts.term(due, own.waiting))


def _awaiting(own: OwnCase, sign_by: date | None, *, parents_turn: bool, signs: bool) -> str:
    lines = [_("Step 2 of 3: the contract. The application is approved, the seat is yours.")]
    if own.certificate is not None:
        lines.append(
            _("Certificate No. {number} for {money} is reserved; it starts to work with the contract.").format(
                number=own.certificate.number, money=formats.money(own.certificate.nominal)
            ),
        )
    if own.unified is not None:
        lines.append(unified(own.unified))
    if sign_by is None:
        lines.append(_("The contract is being made and will come here."))
    elif parents_turn and not signs:
        named = _("The representative who is named in the contract signs it, no later than {day}. You can read it.")
        lines.append(named.format(day=formats.day(sign_by)))
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
        lines.append(_certificate(own.certificate, own.today))
    if own.unified is not None:
        lines += [unified(own.unified), each(own.unified)]
    elif own.money is not None:
        lines.append(money.left(own.money))
    lines.append(_("Lessons: {first} – {last}. Nothing is needed from you.").format(**_span(own)))
    return "\n\n".join(lines)


def _certificate(certificate: CertificateView, today: date) -> str:
    return _(
        "Certificate No. <b>{number}</b>, {state}: {money}, {hours}; valid {first} – {last}, both included."
    ).format(
        number=certificate.number,
        state=versions.state(certificate, today),
        money=formats.money(certificate.nominal),
        hours=texts.hours(certificate.hours),
        first=formats.day(certificate.valid_from),
        last=formats.day(certificate.valid_to),
    )


def unified(found: UnifiedView) -> str:
    """That the certificate is a line of a unified one."""
    many = sum(line.status in STANDING for line in found.lines)
    return _n(
        "It is a line of the unified certificate No. <b>{number}</b>: {count} service, {money} in all, version "
        "{version}. Each is counted by itself.",
        "It is a line of the unified certificate No. <b>{number}</b>: {count} services, {money} in all, version "
        "{version}. Each is counted by itself.",
        many,
    ).format(number=found.number, count=many, money=formats.money(found.nominal), version=found.versions[-1].number)


def each(found: UnifiedView) -> str:
    """What each service that stands has left, in words of its own lessons; foreign titles escaped."""
    rows = [
        f"• {texts.short(line.title, texts.LIST_TITLE)}: {money.left(line.money)}"
        for line in found.lines
        if line.status in STANDING and line.money is not None
    ]
    return "\n".join(rows[:MOST_LINES])


def _span(own: OwnCase) -> dict[str, str]:
    return {"first": formats.day(own.group.starts_on), "last": formats.day(own.group.ends_on)}


def _refused(own: OwnCase) -> str:
    right = helping.complain(texts.office(own.territory), complain_by(own.facts, own.territory))
    parts = [refused_because(own.facts.number, own.facts.ground), helping.how_to_mend(own.facts.ground), right]
    return "\n\n".join(parts)


def refused_because(number: int, ground: str | None) -> str:
    """The reason and the way out."""
    return _(
        "Application No. {number} was refused: {ground}. The certificate's money is not spent, and you can apply to "
        "another club at once.",
    ).format(number=number, ground=texts.ground(ground))


def _withdrawn(own: OwnCase) -> str:
    day = own.facts.decided_at or own.facts.submitted_at
    return _("You withdrew the application: {moment}. Nothing is reserved any more; you can apply again.").format(
        moment=formats.moment(day, own.territory.timezone),
    )


def _transferred(_own: OwnCase) -> str:
    return _(
        "The child has gone over to another program: this contract has ended, the seat is free, and what was not used "
        "of the certificate went back. The new application is in “My cases”."
    )


def _left(_own: OwnCase) -> str:
    return _(
        "The club has ended before its time: the contract is over, and what was not used of the certificate went back. "
        "It can pay for another club: find one and apply as usual."
    )


def _lapsed(own: OwnCase) -> str:
    if own.facts.decided_at is not None:
        return _(
            "The contract was not signed in time, so the offer has ended. It is not a refusal: nothing is spent, and "
            "while the group has a seat you can take the offer up again by one button.",
        )
    day = own.facts.confirm_by or own.facts.due_on
    return _(
        "The draft was not confirmed by {day} and has ended: nothing was sent, nothing is lost but its time. You can "
        "apply again.",
    ).format(day=formats.day(day))
