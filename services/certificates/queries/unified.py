"""A unified certificate: its lines as they stand now, and its versions."""

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from services.certificates.models import (
    Application,
    Certificate,
    CertificateStatus,
    UnifiedCertificate,
    UnifiedVersion,
)
from services.orders.queries import held
from services.programs.queries import groups

STANDING = (CertificateStatus.RESERVED, CertificateStatus.ACTIVE, CertificateStatus.SUSPENDED)
"""A line that is good for something, now or again."""


@dataclass(frozen=True, slots=True)
class UnifiedLine:
    """One service of it: ``left`` is what its own ledger still holds, kopecks."""

    application_id: int
    number: str
    title: str
    hours: int
    nominal: int
    left: int
    valid_from: date
    valid_to: date
    status: CertificateStatus
    suspended_till: date | None


@dataclass(frozen=True, slots=True)
class Version:
    """When it came to consist of how many services, and who did it."""

    number: int
    at: datetime
    made_by: int | None
    services: int


@dataclass(frozen=True, slots=True)
class UnifiedView:
    """The certificate of two or more services; lines that have ended stay in it."""

    number: str
    issued_at: datetime
    lines: tuple[UnifiedLine, ...]
    versions: tuple[Version, ...]

    @property
    def nominal(self) -> int:
        """Of the lines that stand, kopecks."""
        return sum(line.nominal for line in self.lines if line.status in STANDING)


async def unified_of(session: AsyncSession, application_id: int) -> UnifiedView | None:
    """The unified certificate of which an application's certificate is a line; for a case already proved own."""
    wanted = select(Certificate.unified_id).where(Certificate.application_id == application_id).scalar_subquery()
    row = (await session.execute(_ONE.where(UnifiedCertificate.id == wanted))).one_or_none()
    if row is None:
        return None
    return UnifiedView(row.number, row.issued_at, await _lines(session, row.id), await _versions(session, row.id))


_ONE = select(UnifiedCertificate.id, UnifiedCertificate.number, UnifiedCertificate.issued_at)


async def _lines(session: AsyncSession, unified_id: int) -> tuple[UnifiedLine, ...]:
    found = await session.execute(
        select(
            *(Certificate.application_id, Certificate.number, Certificate.hours, Certificate.nominal),
            *(Certificate.valid_from, Certificate.valid_to, Certificate.status, Certificate.suspended_till),
            Application.group_id,
        )
        .join(Application, Application.id == Certificate.application_id)
        .where(Certificate.unified_id == unified_id)
        .order_by(Certificate.id)
    )
    rows = found.all()
    known = await groups(session, {row.group_id for row in rows})
    money = await held(session, [row.application_id for row in rows])
    return tuple(
        UnifiedLine(
            application_id=row.application_id,
            number=row.number,
            title=known[row.group_id].title,
            hours=row.hours,
            nominal=row.nominal,
            left=money[row.application_id].money_left if row.application_id in money else 0,
            valid_from=row.valid_from,
            valid_to=row.valid_to,
            status=row.status,
            suspended_till=row.suspended_till,
        )
        for row in rows
    )


async def _versions(session: AsyncSession, unified_id: int) -> tuple[Version, ...]:
    rows = await session.execute(
        select(UnifiedVersion.number, UnifiedVersion.at, UnifiedVersion.made_by, UnifiedVersion.lines)
        .where(UnifiedVersion.unified_id == unified_id)
        .order_by(UnifiedVersion.number)
    )
    stands = {status.value for status in STANDING}
    return tuple(
        Version(row.number, row.at, row.made_by, sum(line["status"] in stands for line in row.lines)) for row in rows
    )
