"""What a family's certificates have left."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from services.certificates.models import Application, Certificate, CertificateStatus
from services.core.actor import Actor

_MONEY = (CertificateStatus.RESERVED, CertificateStatus.ACTIVE)


@dataclass(frozen=True, slots=True)
class Left:
    """What a child's certificates have left together, kopecks."""

    child_id: int
    kopecks: int


async def left(session: AsyncSession, actor: Actor, *, today: date) -> list[Left]:
    """The money that the actor's children have left, by child; those without a certificate are left out.

    Of a reserved certificate all of it; of an active one the part of its term that is still ahead, today included: the
    lessons that were held are paid.
    """
    rows = await session.execute(
        select(
            *(Certificate.child_id, Certificate.nominal, Certificate.status),
            *(Certificate.valid_from, Certificate.valid_to),
        )
        .join(Application, Application.id == Certificate.application_id)
        .where(
            Application.parent_id == actor.person_id,
            Certificate.status.in_(_MONEY),
            Certificate.valid_to >= today,
        )
        .order_by(Certificate.child_id, Certificate.id)
    )
    found: dict[int, int] = {}
    for row in rows:
        whole = (row.valid_to - row.valid_from).days + 1
        ahead = whole if row.status is CertificateStatus.RESERVED else min(whole, (row.valid_to - today).days + 1)
        found[row.child_id] = found.get(row.child_id, 0) + row.nominal * ahead // whole
    return [Left(child_id, kopecks) for child_id, kopecks in found.items()]
