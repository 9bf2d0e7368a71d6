"""A unified certificate: its lines as they stand now, and its versions."""

from typing import Any

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from services.certificates.models import Application, Certificate, UnifiedCertificate, UnifiedVersion
from services.certificates.queries.amounts import STANDING, UnifiedLine, UnifiedView, Version
from services.certificates.queries.left import money_of
from services.programs.queries import GroupView, groups
from services.territories.queries import TerritoryView, territory

_ONE = select(
    *(UnifiedCertificate.id, UnifiedCertificate.number, UnifiedCertificate.issued_at, UnifiedCertificate.territory_id)
)


async def unified_of(session: AsyncSession, application_id: int) -> UnifiedView | None:
    """The unified certificate of which an application's certificate is a line; for a case already proved own."""
    wanted = select(Certificate.unified_id).where(Certificate.application_id == application_id).scalar_subquery()
    row = (await session.execute(_ONE.where(UnifiedCertificate.id == wanted))).one_or_none()
    if row is None:
        return None
    lines = await _lines(session, row.id, await territory(session, row.territory_id))
    return UnifiedView(row.number, row.issued_at, lines, await _versions(session, row.id))


async def unified_number(session: AsyncSession, certificate_id: int) -> str | None:
    """The number of the unified certificate of which this one is a line."""
    return await session.scalar(
        select(UnifiedCertificate.number)
        .join(Certificate, Certificate.unified_id == UnifiedCertificate.id)
        .where(Certificate.id == certificate_id)
    )


async def _lines(session: AsyncSession, unified_id: int, place: TerritoryView) -> tuple[UnifiedLine, ...]:
    found = await session.execute(
        select(
            *(Certificate.application_id, Certificate.number, Certificate.service_code),
            *(Certificate.hours, Certificate.nominal),
            *(Certificate.valid_from, Certificate.valid_to, Certificate.status, Certificate.suspended_till),
            Application.group_id,
        )
        .join(Application, Application.id == Certificate.application_id)
        .where(Certificate.unified_id == unified_id)
        .order_by(Certificate.id)
    )
    rows = found.all()
    known = await groups(session, {row.group_id for row in rows})
    return tuple([await _line(session, row, known[row.group_id], place) for row in rows])


async def _line(session: AsyncSession, row: Any, of: GroupView, place: TerritoryView) -> UnifiedLine:
    return UnifiedLine(
        application_id=row.application_id,
        number=row.number,
        service_code=row.service_code,
        group=of,
        hours=row.hours,
        nominal=row.nominal,
        money=await money_of(session, row, of, place),
        valid_from=row.valid_from,
        valid_to=row.valid_to,
        status=row.status,
        suspended_till=row.suspended_till,
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
