"""Reading imports: the last of a territory, one of them, its rejected records."""

import json
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.ext.asyncio import AsyncSession

from services.core.actor import Actor
from services.core.errors import NotFound, ServiceError
from services.programs.models import Import, ImportReject, ImportState, Pull
from services.programs.rules.publishing.told import error_of

DONE = (ImportState.LIVE, ImportState.UNCHANGED)
"""After these the catalogue is as their file says."""
OPEN = (ImportState.QUEUED, ImportState.STAGING)


@dataclass(frozen=True, slots=True)
class ImportView:
    """An import as staff see it. ``report`` has no ``not_valid``: the rejected are read apart, ``rejected`` in number.

    ``percent`` of the file was read, ``staged`` of ``to_stage`` programs are ready. ``error`` is why it failed; None
    for a failed one is a defect of ours.
    """

    id: int
    territory_id: int
    source: str
    state: ImportState
    person_id: int | None
    message_id: int | None
    file_id: str | None
    accepts_removals: bool
    percent: int
    staged: int
    to_stage: int
    report: dict[str, Any]
    rejected: int
    error: ServiceError | None
    started_at: datetime
    touched_at: datetime | None
    ended_at: datetime | None
    rejects_of: int
    """The import whose rows tell the rejected."""

    @property
    def is_open(self) -> bool:
        """Waits or is under way."""
        return self.state in OPEN


@dataclass(frozen=True, slots=True)
class LastImport:
    """The last import after which the catalogue is as its file says."""

    id: int
    digest: str
    rules: str
    report: dict[str, Any]
    same_as: int | None


@dataclass(frozen=True, slots=True)
class Rejected:
    """A record that an import refused: its box, its local id, the code of the reason."""

    box: str
    local_id: str
    reason: str


async def last_done(session: AsyncSession, territory_id: int) -> LastImport | None:
    """The import that tells how the catalogue is; None before the first."""
    columns = select(Import.id, Import.digest, Import.rules, Import.report, Import.same_as)
    mine = (Import.territory_id == territory_id, Import.state.in_(DONE))
    row = (await session.execute(columns.where(*mine).order_by(Import.number.desc()).limit(1))).one_or_none()
    return None if row is None else LastImport(row.id, row.digest, row.rules, json.loads(row.report), row.same_as)


async def import_by_id(session: AsyncSession, import_id: int) -> ImportView:
    """One import. Raises NotFound."""
    found = await _views(session, Import.id == import_id)
    if not found:
        raise NotFound("import")
    return found[0]


async def own_import(session: AsyncSession, actor: Actor, import_id: int) -> ImportView:
    """One import of a territory that the actor serves. Raises NotFound."""
    found = await import_by_id(session, import_id)
    if found.territory_id not in actor.staff_territories:
        raise NotFound("import")
    return found


async def last_imports(session: AsyncSession, *, territory_id: int, limit: int, offset: int = 0) -> list[ImportView]:
    """Imports of a territory, the latest first."""
    return await _views(session, Import.territory_id == territory_id, limit=limit, offset=offset)


async def count_imports(session: AsyncSession, territory_id: int) -> int:
    """How many imports a territory had."""
    mine = Import.territory_id == territory_id
    return await session.scalar(select(func.count()).select_from(Import).where(mine)) or 0


async def is_pulled(session: AsyncSession, territory_id: int) -> bool:
    """Whether the catalogue is pulled from an address at night."""
    return await session.scalar(select(Pull.night).where(Pull.territory_id == territory_id)) is not None


async def watched(session: AsyncSession, *, since: datetime) -> list[ImportView]:
    """Imports whose progress somebody watches: those under way, and those that ended after ``since``."""
    is_open = Import.state.in_(OPEN) | (Import.ended_at >= since)
    return await _views(session, Import.message_id.is_not(None), is_open)


async def rejected(
    session: AsyncSession, import_id: int, *, limit: int | None = None, offset: int = 0
) -> list[Rejected]:
    """Refused records in the order of the file's boxes."""
    statement = (
        select(ImportReject.box, ImportReject.local_id, ImportReject.reason)
        .where(ImportReject.import_id == import_id)
        .order_by(ImportReject.place)
    )
    return [Rejected(*row) for row in await session.execute(statement.limit(limit).offset(offset))]


async def _views(
    session: AsyncSession, *where: ColumnElement[bool], limit: int | None = None, offset: int = 0
) -> list[ImportView]:
    own = func.coalesce(Import.same_as, Import.id)
    count = select(func.count()).where(ImportReject.import_id == own).scalar_subquery()
    statement = select(Import, own, count).where(*where).order_by(Import.id.desc()).limit(limit).offset(offset)
    return [_view(row, same, number) for row, same, number in await session.execute(statement)]


def _view(row: Import, rejects_of: int, rejected_in_all: int) -> ImportView:
    return ImportView(
        id=row.id,
        territory_id=row.territory_id,
        source=row.source,
        state=row.state,
        person_id=row.person_id,
        message_id=row.message_id,
        file_id=row.file_id,
        accepts_removals=row.accepts_removals,
        percent=row.percent,
        staged=row.staged,
        to_stage=row.to_stage,
        report=json.loads(row.report),
        rejected=rejected_in_all,
        error=error_of(row.why) if row.why else None,
        started_at=row.started_at,
        touched_at=row.touched_at,
        ended_at=row.ended_at,
        rejects_of=rejects_of,
    )
