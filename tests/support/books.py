"""The town's books after anything at all: seats, money, hours and lives must balance."""

from typing import Any

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.ext.asyncio import AsyncSession

from services.certificates.models import (
    IN_LIST,
    LIVE_STATUSES,
    Application,
    ApplicationStatus,
    Certificate,
    CertificateStatus,
    WaitingEntry,
    WaitingStatus,
)
from services.core.db import Database
from services.orders.models import OrderLine
from services.orders.queries import audit
from services.programs.models import Group, Offer

SEATED = (ApplicationStatus.AWAITING_CONTRACT, ApplicationStatus.ENROLLED)
HELD = (CertificateStatus.RESERVED, CertificateStatus.ACTIVE)
FITS = {
    ApplicationStatus.AWAITING_CONTRACT: CertificateStatus.RESERVED,
    ApplicationStatus.ENROLLED: CertificateStatus.ACTIVE,
}


async def unbalanced(database: Database) -> list[str]:
    """Every sentence is a fault; an empty list means that the books are right. Groups must have begun empty."""
    async with database.reads() as session:
        ledger = [f"ledger: {fault}" async for fault in audit(session)]
        return [
            *await _seats(session),
            *await _money(session),
            *ledger,
            *await _lives(session),
            *await _papers(session),
        ]


async def _seats(session: AsyncSession) -> list[str]:
    taken = {
        row.group_id: row.many
        for row in await session.execute(
            select(Application.group_id, func.count().label("many"))
            .where(Application.status.in_(SEATED))
            .group_by(Application.group_id),
        )
    }
    held = await _counted(session, Application.group_id, Application.seat_held)
    offered = await _counted(session, WaitingEntry.group_id, WaitingEntry.status == WaitingStatus.OFFERED)
    waiting = await _counted(session, WaitingEntry.group_id, WaitingEntry.status.in_(IN_LIST))
    groups = await session.execute(
        select(Group.id, Group.taken, Group.kept, Group.awaited, Offer.capacity).join(Offer, Offer.group_id == Group.id)
    )
    wrong = []
    for group_id, seated, kept, awaited, capacity in groups:
        due = taken.get(group_id, 0) + held.get(group_id, 0) + offered.get(group_id, 0) + kept
        if (seated, awaited) != (due, waiting.get(group_id, 0)) or not 0 <= kept <= seated <= capacity:
            wrong.append(f"group {group_id}: taken {seated} of {capacity}, due {due}, kept {kept}, awaited {awaited}")
    return wrong


async def _counted(session: AsyncSession, group: Any, which: ColumnElement[bool]) -> dict[int, int]:
    rows = await session.execute(select(group, func.count()).where(which).group_by(group))
    return {group_id: many for group_id, many in rows}  # noqa: C416 (a Row is no pair for mypy)


async def _money(session: AsyncSession) -> list[str]:
    sums = {
        row.order_line_id: (row.many, row.hours, row.money)
        for row in await session.execute(
            select(
                Certificate.order_line_id,
                func.count().label("many"),
                func.sum(Certificate.hours).label("hours"),
                func.sum(Certificate.nominal).label("money"),
            )
            .where(Certificate.status.in_(HELD))
            .group_by(Certificate.order_line_id),
        )
    }
    wrong = []
    for line in await session.scalars(select(OrderLine)):
        kept = (line.children_reserved, line.hours_reserved, line.money_reserved)
        limits = (line.children_limit, line.hours_limit, line.money_limit)
        due = sums.get(line.id, (0, 0, 0))
        if kept != due or any(not 0 <= one <= most for one, most in zip(kept, limits, strict=True)):
            wrong.append(f"order line {line.id}: reserved {kept} of {limits}, certificates {due}")
    return wrong


async def _lives(session: AsyncSession) -> list[str]:
    of = (Application.child_id, Application.program_id, Application.school_year)
    twice = select(*of, func.count()).where(Application.status.in_(LIVE_STATUSES)).group_by(*of)
    return [f"live twice: {row}" for row in await session.execute(twice.having(func.count() > 1))]


async def _papers(session: AsyncSession) -> list[str]:
    """Each approved application has its certificate in the right standing, and no other has one that holds money."""
    rows = await session.execute(
        select(Application.id, Application.status, Certificate.status)
        .outerjoin(Certificate, Certificate.application_id == Application.id)
        .order_by(Application.id),
    )
    wrong = []
    for number, status, certificate in rows:
        fits = certificate is FITS[status] if status in FITS else certificate not in HELD
        if not fits:
            wrong.append(f"application {number}: {status}, certificate {certificate}")
    return wrong
