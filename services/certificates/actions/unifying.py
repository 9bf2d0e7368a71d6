"""The unified certificate: with a second service a child's certificates become lines of one (189-FZ, art. 20, part 9).

Each line keeps its own ledger, term and end; what the certificate consists of is told by versions, only ever added.
"""

import secrets
from collections.abc import Sequence
from datetime import date
from typing import Any

from sqlalchemy import func, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from services.certificates import rules
from services.certificates.actions.moving import By
from services.certificates.models import Certificate, UnifiedCertificate, UnifiedVersion
from services.certificates.queries.amounts import STANDING
from services.core.clock import local_date
from services.territories.queries import TerritoryView


async def unify(session: AsyncSession, certificate: Certificate, by: By, place: TerritoryView) -> None:
    """Make a certificate that was just reserved a line of the child's unified one, where there is another beside it.

    Only where the territory has them so. Call it after the child's account was moved: two approvals at once wait for
    each other there.
    """
    if not place.policy.unified_certificate:
        return
    today = local_date(by.now, place.timezone)
    beside = await session.execute(
        select(Certificate.id, Certificate.unified_id).where(
            Certificate.child_id == certificate.child_id,
            Certificate.territory_id == certificate.territory_id,
            Certificate.id != certificate.id,
            Certificate.status.in_(STANDING),
            Certificate.valid_to >= today,
        )
    )
    others: Sequence[Any] = beside.all()
    unified_id = certificate.unified_id or next((one.unified_id for one in others if one.unified_id), None)
    if unified_id is None and not others:
        return
    if unified_id is None:
        unified_id = await _issue(session, certificate, by, today)
    lines = {certificate.id, *(one.id for one in others)}
    of_it = update(Certificate).where(Certificate.id.in_(lines)).values(unified_id=unified_id)
    await session.execute(of_it.execution_options(synchronize_session="fetch"))
    await write_version(session, unified_id, by)


async def write_version(session: AsyncSession, unified_id: int, by: By) -> None:
    """Write down what a unified certificate consists of now; two who do so at once wait for each other."""
    await session.execute(select(UnifiedCertificate.id).where(UnifiedCertificate.id == unified_id).with_for_update())
    lines = await session.execute(
        select(
            *(Certificate.number, Certificate.service_code, Certificate.hours, Certificate.nominal),
            *(Certificate.valid_from, Certificate.valid_to, Certificate.status),
        )
        .where(Certificate.unified_id == unified_id)
        .order_by(Certificate.id)
    )
    named = (UnifiedVersion.unified_id == unified_id,)
    last = await session.scalar(select(func.max(UnifiedVersion.number)).where(*named)) or 0
    told = [
        {
            "number": row.number,
            "service_code": row.service_code,
            "hours": row.hours,
            "nominal": row.nominal,
            "valid_from": row.valid_from.isoformat(),
            "valid_to": row.valid_to.isoformat(),
            "status": row.status.value,
        }
        for row in lines
    ]
    session.add(UnifiedVersion(unified_id=unified_id, number=last + 1, at=by.now, made_by=by.person_id, lines=told))
    await session.flush()


async def _issue(session: AsyncSession, certificate: Certificate, by: By, today: date) -> int:
    """A number of the same shape, never that of the line: anybody can check it at the same door."""
    own = int(certificate.number[-8:-1]) if certificate.number[-8:-1].isdecimal() else 0
    chance = (own + 1 + secrets.randbelow(rules.CHANCE - 1)) % rules.CHANCE
    row = UnifiedCertificate(
        number=rules.certificate_number(today.year, certificate.application_id, chance),
        territory_id=certificate.territory_id,
        child_id=certificate.child_id,
        issued_at=by.now,
        issued_by=by.person_id,
    )
    session.add(row)
    await session.flush()
    return row.id
