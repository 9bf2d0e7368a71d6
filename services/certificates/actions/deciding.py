"""Decide, withdraw, put into force (189-FZ, article 20). Every step moves the status by one guarded UPDATE."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from services.certificates import rules
from services.certificates.actions.promising import Case, hold_money
from services.certificates.errors import ClosedAtApproval, FullAtApproval, TooLateToWithdraw
from services.certificates.models import Application, ApplicationStatus, Certificate, CertificateStatus
from services.core.actor import Actor
from services.core.clock import local_date
from services.core.errors import Invalid, NotFound, Stale
from services.families.queries import child as any_child
from services.families.queries import child_ids, family_child, people_of
from services.families.rules import Right
from services.notices.actions import put
from services.orders.actions import commit
from services.programs.actions import take_seat
from services.programs.errors import EnrolmentClosed, GroupFull
from services.programs.queries import group
from services.staff.queries import people_of_provider
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


@dataclass(frozen=True, slots=True)
class _Decided:
    """The facts of an application whose status was just moved."""

    id: int
    territory_id: int
    parent_id: int
    provider_id: int
    child_id: int
    group_id: int
    decided_by: int | None


async def approve(session: AsyncSession, actor: Actor, *, application_id: int, now: datetime) -> Approval:
    """The body's positive decision: the seat, the order's volume and the certificate in one go, or nothing.

    Raises NotFound (also for another territory's application), Stale (decided already), FullAtApproval,
    ClosedAtApproval, WrongAge, and what ``orders.actions.reserve`` raises. The contracts room makes the contract.
    """
    async with session.begin_nested():
        moved = {"status": ApplicationStatus.AWAITING_CONTRACT, "decided_at": now}
        decided = await _decide(session, actor, application_id, moved)
        certificate = await _reserve_certificate(session, decided, now)
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
    )


async def _reserve_certificate(session: AsyncSession, decided: _Decided, now: datetime) -> Certificate:
    wanted = await group(session, decided.group_id)
    place = await territory(session, decided.territory_id)
    child = await any_child(session, decided.child_id)
    today = local_date(now, place.timezone)
    day = rules.first_day(wanted, today, place.timezone)
    rules.check_age(child.birth_date, day, wanted, place)
    await _take_seat(session, wanted.id, decided.id)
    valid_from, valid_to = rules.term(wanted, today, child.birth_date, place.policy.age_max_exclusive)
    case = Case(decided.id, decided.child_id, decided.decided_by)
    line_id = await hold_money(session, case, wanted, place, days=(day, valid_to), now=now)
    certificate = Certificate(
        number=rules.certificate_number(today.year, decided.id),
        application_id=decided.id,
        territory_id=place.id,
        child_id=child.id,
        order_line_id=line_id,
        service_code=wanted.service_code,
        hours=wanted.hours,
        nominal=wanted.nominal,
        valid_from=valid_from,
        valid_to=valid_to,
        status=CertificateStatus.RESERVED,
        reserved_at=now,
    )
    session.add(certificate)
    await session.flush()
    return certificate


async def _take_seat(session: AsyncSession, group_id: int, number: int) -> None:
    """The seat; what is refused names the application, because a clerk reads it."""
    try:
        await take_seat(session, group_id)
    except EnrolmentClosed as closed:
        raise ClosedAtApproval(number, closed.closed_on) from closed
    except GroupFull as full:
        raise FullAtApproval(number) from full


async def refuse(session: AsyncSession, actor: Actor, *, application_id: int, ground: str, now: datetime) -> None:
    """A person's negative decision with a ground; tells the parent the ground, the provider only the fact.

    Raises Invalid for a ground that is not in ``rules.GROUNDS``, NotFound, Stale (decided already).
    """
    if ground not in rules.GROUNDS:
        raise Invalid("ground", "unknown")
    moved = {"status": ApplicationStatus.REFUSED, "decided_at": now, "ground": ground}
    decided = await _decide(session, actor, application_id, moved)
    data = {"number": decided.id, "ground": ground, "child_id": decided.child_id}
    people = await people_of(session, decided.child_id, decided.parent_id)
    await put(session, people=people, kind="application_refused", data=data, now=now)
    await _tell_closed(session, decided, ApplicationStatus.REFUSED, now)


async def withdraw(session: AsyncSession, actor: Actor, *, application_id: int, now: datetime) -> None:
    """The parent takes back an application that nobody decided yet; nothing was reserved for it.

    Raises NotFound, RightMissing, TooLateToWithdraw once the contract is being made, Stale for a finished case.
    """
    own = (Application.id == application_id, Application.child_id.in_(child_ids(actor.person_id)))
    child_id = await session.scalar(select(Application.child_id).where(*own))
    if child_id is None:
        raise NotFound("application")
    await family_child(session, actor, child_id, Right.ACT)
    change = {"status": ApplicationStatus.WITHDRAWN, "decided_at": now}
    if await _move(session, own, change, from_status=ApplicationStatus.DRAFT) is not None:
        return  # nobody was told of it
    withdrawn = await _move(session, own, change)
    if withdrawn is None:
        late = TooLateToWithdraw(application_id)
        raise late if await _status(session, own) is ApplicationStatus.AWAITING_CONTRACT else Stale("application")
    await _tell_closed(session, withdrawn, ApplicationStatus.WITHDRAWN, now)


async def activate(session: AsyncSession, *, application_id: int, now: datetime) -> None:
    """The contract is in force: the child is enrolled, the certificate is active. Only the contracts room calls it.

    Raises NotFound, Stale unless the application awaits its contract.
    """
    this = (Application.id == application_id,)
    enrolled = await _move(
        session,
        this,
        {"status": ApplicationStatus.ENROLLED},
        from_status=ApplicationStatus.AWAITING_CONTRACT,
    )
    if enrolled is None:
        await _status(session, this)
        raise Stale("application")
    await session.execute(
        update(Certificate)
        .where(Certificate.application_id == application_id, Certificate.status == CertificateStatus.RESERVED)
        .values(status=CertificateStatus.ACTIVE, activated_at=now),
    )
    await commit(session, case_id=application_id, actor_id=None, now=now)


async def _decide(
    session: AsyncSession,
    actor: Actor,
    application_id: int,
    values: Mapping[str, Any],
) -> _Decided:
    """Move a submitted application of the clerk's own territory; NotFound, or Stale when it was decided already."""
    ours = (Application.id == application_id, Application.territory_id.in_(actor.staff_territories))
    decided = await _move(session, ours, {**values, "decided_by": actor.person_id})
    if decided is None:
        await _status(session, ours)
        raise Stale("application")
    return decided


async def _move(
    session: AsyncSession,
    which: tuple[ColumnElement[bool], ...],
    values: Mapping[str, Any],
    *,
    from_status: ApplicationStatus = ApplicationStatus.SUBMITTED,
) -> _Decided | None:
    """One guarded UPDATE: of two people at once the database lets one through; None for the other."""
    moved = await session.execute(
        update(Application)
        .where(*which, Application.status == from_status)
        .values(**values)
        .returning(
            Application.id,
            Application.territory_id,
            Application.parent_id,
            Application.provider_id,
            Application.child_id,
            Application.group_id,
            Application.decided_by,
        ),
    )
    row = moved.one_or_none()
    return None if row is None else _Decided(*row)


async def _status(session: AsyncSession, which: tuple[ColumnElement[bool], ...]) -> ApplicationStatus:
    status = await session.scalar(select(Application.status).where(*which))
    if status is None:
        raise NotFound("application")
    return status


async def _tell_closed(session: AsyncSession, closed: _Decided, status: ApplicationStatus, now: datetime) -> None:
    people = await people_of_provider(session, closed.provider_id)
    data = {"number": closed.id, "status": status.value}
    await put(session, people=people, kind="application_closed", data=data, now=now)
