"""Ends that nobody decides: the parent takes an application back, an offer lapses, a lapsed one is renewed."""

from datetime import datetime

from sqlalchemy import select, update
from sqlalchemy.ext.asyncio import AsyncSession

from services.certificates.actions.deciding import Approval, approval, reserve_certificate, tell_closed
from services.certificates.actions.moving import By, Moved, let_seat_go, move_one, own_case, shift_one, status_of
from services.certificates.actions.submitting import refuse_twin
from services.certificates.actions.unifying import write_version
from services.certificates.errors import AlreadyApplied, TooLateToWithdraw
from services.certificates.models import UNFILED, Application, ApplicationStatus, Certificate, CertificateStatus
from services.certificates.rules.lifecycle import Deed, Party
from services.core.actor import Actor
from services.core.db import refused_by_database
from services.core.errors import Stale
from services.families.queries import people_of
from services.notices.actions import put
from services.orders.actions import release
from services.programs.actions import free_seat


async def withdraw(session: AsyncSession, actor: Actor, *, application_id: int, now: datetime) -> bool:
    """The parent takes an application back before enrolment; what was reserved is free again. Whether it was an offer.

    The contracts room ends the contract. Raises NotFound, RightMissing, TooLateToWithdraw once enrolled, Stale for a
    finished case.
    """
    own = await own_case(session, actor, application_id)
    was = await status_of(session, *own)
    by = By(Party.PARENT, actor.person_id, now)
    try:
        moved = await move_one(session, Deed.WITHDRAW, by, *own, decided_at=now)
    except Stale as done:
        if await status_of(session, *own) is ApplicationStatus.ENROLLED:
            raise TooLateToWithdraw(application_id) from done
        raise
    offered = await _release(session, moved, by, "the application was withdrawn")
    await let_seat_go(session, moved)
    if was not in UNFILED:
        await tell_closed(session, moved, ApplicationStatus.WITHDRAWN, now)
    return offered


async def lapse(session: AsyncSession, *, application_id: int, now: datetime) -> None:
    """An offer that nobody signed in time ends: not a refusal; seat and money are free. Only the contracts room calls.

    Raises NotFound, Stale unless the application awaits its contract.
    """
    waits = Application.status == ApplicationStatus.AWAITING_CONTRACT
    by = By(Party.SYSTEM, None, now)
    moved = await move_one(session, Deed.LAPSE, by, Application.id == application_id, waits)
    await _release(session, moved, by, "the offer was not signed in time")
    data = {"number": moved.id, "child_id": moved.child_id}
    family = await people_of(session, moved.child_id, moved.parent_id)
    await put(session, people=family, kind="offer_lapsed", data=data, now=now)
    await tell_closed(session, moved, ApplicationStatus.LAPSED, now)


async def renew(session: AsyncSession, actor: Actor, *, application_id: int, now: datetime) -> Approval:
    """The parent takes a lapsed offer up again while the seat is free: seat, order and certificate anew, or nothing.

    Raises NotFound, RightMissing, Stale for what is no lapsed offer, AlreadyApplied and TwinApplied when another
    application lives meanwhile, and what ``approve`` raises.
    """
    own = await own_case(session, actor, application_id)
    offered = Application.decided_at.is_not(None)
    by = By(Party.PARENT, actor.person_id, now)
    twice = AlreadyApplied(application_id)
    async with session.begin_nested():
        with refused_by_database({"uq_applications_live": twice, "applications.child_id": twice}):
            moved = await shift_one(session, Deed.RENEW, by, *own, offered)
        await refuse_twin(session, moved.id)
        kept = await session.scalar(select(Certificate).where(Certificate.application_id == moved.id))
        certificate = await reserve_certificate(session, moved, by, Deed.RENEW, kept=kept)
    return approval(moved, certificate)


async def _release(session: AsyncSession, moved: Moved, by: By, reason: str) -> bool:
    """Free what a certificate holds that was reserved and never came into force; False when there is none."""
    held = await session.execute(
        update(Certificate)
        .where(Certificate.application_id == moved.id, Certificate.status == CertificateStatus.RESERVED)
        .values(status=CertificateStatus.RELEASED)
        .returning(Certificate.unified_id)
        .execution_options(synchronize_session="fetch"),
    )
    if (line := held.one_or_none()) is None:
        return False
    if line.unified_id is not None:
        await write_version(session, line.unified_id, by)
    await release(session, case_id=moved.id, reason=reason, actor_id=by.person_id, now=by.now)
    await free_seat(session, moved.group_id)
    return True
