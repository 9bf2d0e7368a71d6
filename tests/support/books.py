"""The town's books after anything at all: seats, money, hours and lives must balance."""

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from services.certificates.models import (
    LIVE_STATUSES,
    Application,
    ApplicationStatus,
    Certificate,
    CertificateStatus,
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
    groups = await session.execute(
        select(Group.id, Group.taken, Offer.capacity).join(Offer, Offer.group_id == Group.id)
    )
    return [
        f"group {group_id}: taken {seated} of {capacity}, applications {taken.get(group_id, 0)}"
        for group_id, seated, capacity in groups
        if seated != taken.get(group_id, 0) or not 0 <= seated <= capacity
    ]


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
