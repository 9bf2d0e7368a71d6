"""On which days certificates pay for lessons: for the room that makes acts of rendered services."""

from collections.abc import Collection
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from services.certificates.models import ApplicationStep, Certificate, CertificateChange
from services.certificates.rules.changes import Change
from services.certificates.rules.lifecycle import Deed
from services.certificates.rules.paying import Paying, pauses
from services.core.clock import local_date
from services.territories.queries import TerritoryView, territory

_ENDS = (Deed.TRANSFER.value, Deed.LEAVE.value)
_DAY = timedelta(days=1)


async def paying(session: AsyncSession, application_ids: Collection[int]) -> dict[int, Paying]:
    """The days of each of these cases' certificates; a case without one is left out. Four statements for all.

    From the day it came into force through its last: of its term, before its conversion, or of the contract that ended
    early; not on days of a suspension.
    """
    numbers = set(application_ids)
    columns = (
        *(Certificate.id, Certificate.application_id, Certificate.territory_id, Certificate.activated_at),
        *(Certificate.valid_to, Certificate.suspended_till),
    )
    rows = (await session.execute(select(*columns).where(Certificate.application_id.in_(numbers)))).all()
    places = {one: await territory(session, one) for one in {row.territory_id for row in rows}}
    made = await _changes(session, [row.id for row in rows])
    ended = await session.execute(
        select(ApplicationStep.application_id, ApplicationStep.at).where(
            ApplicationStep.application_id.in_(numbers), ApplicationStep.deed.in_(_ENDS)
        )
    )
    ends = {row[0]: row[1] for row in ended}
    return {
        row.application_id: _of(row, places[row.territory_id], made.get(row.id, []), ends.get(row.application_id))
        for row in rows
    }


async def _changes(session: AsyncSession, ids: list[int]) -> dict[int, list[tuple[datetime, str]]]:
    found: dict[int, list[tuple[datetime, str]]] = {}
    rows = await session.execute(
        select(CertificateChange.certificate_id, CertificateChange.at, CertificateChange.deed)
        .where(CertificateChange.certificate_id.in_(ids))
        .order_by(CertificateChange.id)
    )
    for certificate_id, at, deed in rows:
        found.setdefault(certificate_id, []).append((at, deed))
    return found


def _of(row: Any, place: TerritoryView, made: list[tuple[datetime, str]], ended: datetime | None) -> Paying:
    def day(at: datetime) -> date:
        return local_date(at, place.timezone)

    lasts = [row.valid_to, *(day(at) - _DAY for at, deed in made if deed == Change.CONVERT)]
    if ended is not None:
        lasts.append(day(ended))
    turns = (Change.SUSPEND, Change.RESUME)
    stopped = [(day(at), deed == Change.SUSPEND) for at, deed in made if deed in turns]
    first = None if row.activated_at is None else day(row.activated_at)
    return Paying(first, min(lasts), pauses(stopped, row.suspended_till))
