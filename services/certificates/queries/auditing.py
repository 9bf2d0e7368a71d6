"""Whether certificates and the ledger say the same."""

from collections.abc import AsyncIterator

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from services.certificates.models import Certificate, CertificateStatus
from services.orders.queries import Fault, held

CHUNK = 500


async def audit(session: AsyncSession) -> AsyncIterator[Fault]:
    """Certificates whose state and amounts do not agree with what their case holds.

    A reserved one has all its nominal reserved; one in force, suspended or not, has it committed or paid; the others
    reserve nothing, and keep what was paid.
    """
    after = 0
    columns = (Certificate.id, Certificate.application_id, Certificate.status, Certificate.hours, Certificate.nominal)
    page = select(*columns).order_by(Certificate.id).limit(CHUNK)
    while rows := (await session.execute(page.where(Certificate.id > after))).all():
        after = rows[-1].id
        known = await held(session, [row.application_id for row in rows])
        for row in rows:
            case = known.get(row.application_id)
            reserved = (case.hours_reserved, case.money_reserved) if case else (0, 0)
            bound = (case.hours_committed + case.hours_paid, case.money_committed + case.money_paid) if case else (0, 0)
            due = (row.hours, row.nominal)
            expected = {
                CertificateStatus.RESERVED: (due, (0, 0)),
                CertificateStatus.ACTIVE: ((0, 0), due),
                CertificateStatus.SUSPENDED: ((0, 0), due),
            }.get(row.status, ((0, 0), bound))
            if (reserved, bound) != expected:
                yield Fault("certificates", row.id, row.status.value, str((reserved, bound)), str(expected))
