"""Decide, and put into force (189-FZ, article 20). Every step moves the status by one guarded UPDATE."""

import secrets
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import ColumnElement, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from services.certificates import rules
from services.certificates.actions.guards import require_answer, require_second
from services.certificates.actions.moving import By, Line, Moved, let_seat_go, move_one, note, shift_one, use_held_seat
from services.certificates.actions.ordering import require_turn
from services.certificates.actions.promising import Case, hold_money
from services.certificates.actions.transferring import leave_old
from services.certificates.actions.unifying import unify
from services.certificates.errors import ClosedAtApproval, FullAtApproval
from services.certificates.models import (
    Application,
    ApplicationStatus,
    Certificate,
    CertificateStatus,
)
from services.certificates.queries.helping import alternatives
from services.certificates.queries.judging import judged
from services.certificates.rules.eligibility import Verdict, fits, records
from services.certificates.rules.lifecycle import Deed, Party, check_ground
from services.core.actor import Actor
from services.core.clock import local_date
from services.families.queries import child as any_child
from services.families.queries import people_of
from services.notices.actions import put
from services.orders.actions import commit
from services.programs.actions import take_seat
from services.programs.errors import EnrolmentClosed, GroupFull
from services.programs.queries import GroupView, group
from services.staff.queries import people_of_body, people_of_provider
from services.territories.queries import territory


@dataclass(frozen=True, slots=True)
class Approval:
    """What a contract is made from. ``nominal`` is in kopecks, ``hours`` are person-hours."""

    application_id: int
    certificate_id: int
    number: str
    parent_id: int
    provider_id: int
    child_id: int
    group_id: int
    hours: int
    nominal: int
    valid_from: date
    valid_to: date
    transfer_of: int | None = None
    """The case that ended with this approval."""


async def approve(session: AsyncSession, actor: Actor, *, application_id: int, now: datetime) -> Approval:
    """The body's positive decision: the seat, the order's volume and the certificate in one go, or nothing.

    Raises NotFound (also for another territory's application), Stale (decided already), InOrder, ClubHasNotAnswered,
    SecondPersonNeeded, FullAtApproval, ClosedAtApproval, WrongAge, and what ``orders.actions.reserve`` raises. The
    contracts room makes the contract.
    """
    ours = (Application.id == application_id, Application.territory_id.in_(actor.staff_territories))
    return await _approve(session, By(Party.BODY, actor.person_id, now), *ours)


async def approve_by_rule(session: AsyncSession, *, application_id: int, now: datetime) -> Approval | None:
    """Approve what the club has accepted where the territory lets the rules do so; None where a person must decide.

    The rules never refuse: what does not fit, or finds no seat or no money, waits for a clerk. Raises NotFound.
    """
    found = await session.execute(
        select(
            *(Application.territory_id, Application.group_id, Application.child_id),
            *(Application.status, Application.seat_held, Application.in_order),
        ).where(Application.id == application_id)
    )
    row = found.one()
    place = await territory(session, row.territory_id)
    if row.in_order or not place.policy.approve_by_rule or row.status is not ApplicationStatus.APPROVED:
        return None
    wanted, child = await group(session, row.group_id), await any_child(session, row.child_id)
    today = local_date(now, place.timezone)
    if not fits(await judged(session, wanted, place, child, today, seat_held=row.seat_held)):
        return None
    return await _approve(session, By(Party.SYSTEM, None, now), Application.id == application_id)


async def _approve(session: AsyncSession, by: By, *which: ColumnElement[bool]) -> Approval:
    await require_turn(session, *which)
    async with session.begin_nested():
        decided = await shift_one(session, Deed.APPROVE, by, *which, decided_at=by.now, decided_by=by.person_id)
        certificate = await reserve_certificate(session, decided, by)
    return approval(decided, certificate)


def approval(decided: Moved, certificate: Certificate) -> Approval:
    """What a contract is made from, of an application that waits for it and its certificate."""
    return Approval(
        application_id=decided.id,
        certificate_id=certificate.id,
        number=certificate.number,
        parent_id=decided.parent_id,
        provider_id=decided.provider_id,
        child_id=decided.child_id,
        group_id=decided.group_id,
        hours=certificate.hours,
        nominal=certificate.nominal,
        valid_from=certificate.valid_from,
        valid_to=certificate.valid_to,
        transfer_of=decided.transfer_of,
    )


async def reserve_certificate(
    session: AsyncSession, decided: Moved, by: By, deed: Deed = Deed.APPROVE, *, kept: Certificate | None = None
) -> Certificate:
    """The rest of an approval, and its line of history; ``kept`` is the certificate that a renewed offer had."""
    wanted = await group(session, decided.group_id)
    place = await territory(session, decided.territory_id)
    child = await any_child(session, decided.child_id)
    today = local_date(by.now, place.timezone)
    if deed is Deed.APPROVE and place.policy.seat_by_club:
        await require_answer(session, decided.id, today)
    if deed is Deed.APPROVE and by.party is Party.BODY and place.policy.approval_four_eyes:
        require_second(decided, by)
    day = rules.first_day(wanted, today, place.timezone)
    rules.check_age(child.birth_date, day, wanted, place)
    said = await judged(session, wanted, place, child, today, seat_held=decided.seat_held)
    await note(session, deed, by, decided.id, line=_decision(decided, today, said))
    await _take_seat(session, decided)
    await leave_old(session, decided, by, deed)
    days = rules.term(wanted, today, child.birth_date, place.policy.age_max_exclusive)
    case = Case(decided.id, decided.child_id, by.person_id)
    line_id = await hold_money(session, case, wanted, place, days=(day, days[1]), now=by.now)
    certificate = kept or Certificate(
        number=rules.certificate_number(today.year, decided.id, secrets.randbelow(rules.CHANCE)),
        application_id=decided.id,
        territory_id=place.id,
        child_id=child.id,
    )
    await _write(session, certificate, wanted, line_id, days, by.now)
    await unify(session, certificate, by, place)
    return certificate


async def _write(
    session: AsyncSession,
    certificate: Certificate,
    wanted: GroupView,
    line_id: int,
    days: tuple[date, date],
    now: datetime,
) -> None:
    """What the certificate is good for; ``days`` are the first and the last of its term."""
    certificate.order_line_id, certificate.service_code = line_id, wanted.service_code
    certificate.hours, certificate.nominal = wanted.hours, wanted.nominal
    certificate.valid_from, certificate.valid_to = days
    certificate.status, certificate.reserved_at = CertificateStatus.RESERVED, now
    session.add(certificate)
    await session.flush()


def _decision(decided: Moved, today: date, said: tuple[Verdict, ...], ground: str | None = None) -> Line:
    return Line(ground, today > decided.due_on, records(said))


async def _take_seat(session: AsyncSession, decided: Moved) -> None:
    """The seat; what is refused names the application, because a clerk reads it."""
    if await use_held_seat(session, decided):
        return
    try:
        await take_seat(session, decided.group_id)
    except EnrolmentClosed as closed:
        raise ClosedAtApproval(decided.id, closed.closed_on) from closed
    except GroupFull as full:
        raise FullAtApproval(decided.id) from full


async def refuse(session: AsyncSession, actor: Actor, *, application_id: int, ground: str, now: datetime) -> None:
    """The body's negative decision with a ground; tells the parent the ground, the provider only the fact.

    Raises Invalid for a ground that is not in ``rules.GROUNDS``, NotFound, Stale (decided already).
    """
    check_ground(ground, Party.BODY)
    ours = (Application.id == application_id, Application.territory_id.in_(actor.staff_territories))
    decided = await _refuse(session, By(Party.BODY, actor.person_id, now), ground, *ours)
    await tell_closed(session, decided, ApplicationStatus.REFUSED, now)


async def refuse_as_club(
    session: AsyncSession, actor: Actor, *, application_id: int, ground: str, now: datetime
) -> None:
    """The club has no place for this child: a person's act with a ground, told to the parent and to the body.

    Raises Invalid for a ground that is not ``lifecycle.PROVIDER_GROUNDS``, NotFound, Stale (decided already).
    """
    check_ground(ground, Party.PROVIDER)
    theirs = (Application.id == application_id, Application.provider_id.in_(actor.providers))
    decided = await _refuse(session, By(Party.PROVIDER, actor.person_id, now), ground, *theirs)
    people = await people_of_body(session, decided.territory_id)
    data = {"number": decided.id, "ground": ground}
    await put(session, people=people, kind="application_refused_by_club", data=data, now=now)


async def _refuse(session: AsyncSession, by: By, ground: str, *which: ColumnElement[bool]) -> Moved:
    values = {"decided_at": by.now, "decided_by": by.person_id, "ground": ground}
    decided = await shift_one(session, Deed.REFUSE, by, *which, **values)
    await let_seat_go(session, decided)
    wanted, place = await group(session, decided.group_id), await territory(session, decided.territory_id)
    today = local_date(by.now, place.timezone)
    child = await any_child(session, decided.child_id)
    said = await judged(session, wanted, place, child, today)
    await note(session, Deed.REFUSE, by, decided.id, line=_decision(decided, today, said, ground))
    others = await alternatives(session, wanted, child, today=today)
    data = {
        "number": decided.id,
        "ground": ground,
        "child_id": decided.child_id,
        "complain_by": (today + timedelta(days=place.policy.complaint_days)).isoformat(),
        "others": [(one.group_id, one.title) for one in others],
    }
    family = await people_of(session, decided.child_id, decided.parent_id)
    await put(session, people=family, kind="application_refused", data=data, now=by.now)
    return decided


async def activate(session: AsyncSession, *, application_id: int, now: datetime) -> None:
    """The contract is in force: the child is enrolled, the certificate is active. Only the contracts room calls it.

    Raises NotFound, Stale unless the application awaits its contract.
    """
    await move_one(session, Deed.ENROL, By(Party.SYSTEM, None, now), Application.id == application_id)
    await session.execute(
        update(Certificate)
        .where(Certificate.application_id == application_id, Certificate.status == CertificateStatus.RESERVED)
        .values(status=CertificateStatus.ACTIVE, activated_at=now),
    )
    await commit(session, case_id=application_id, actor_id=None, now=now)


async def tell_closed(session: AsyncSession, closed: Moved, status: ApplicationStatus, now: datetime) -> None:
    """Tell the club that an application of its is over."""
    people = await people_of_provider(session, closed.provider_id)
    data = {"number": closed.id, "status": status.value}
    await put(session, people=people, kind="application_closed", data=data, now=now)
