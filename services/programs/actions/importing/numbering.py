"""The row of an import: its number, its progress, its end."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Update, func, insert, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from services.core.db import OnBoth
from services.programs.errors import ImportOvertaken
from services.programs.gateway.verdicts import Box, Reason
from services.programs.models import Catalogue, Edition, Import, ImportReject, ImportState, SourceCard
from services.programs.rules.publishing.told import told_of

_OPEN = OnBoth(lambda insert: insert(Catalogue).on_conflict_do_nothing())
DONE = frozenset({ImportState.LIVE, ImportState.UNCHANGED})
"""Imports after which the catalogue is as their file says."""


@dataclass(frozen=True, slots=True)
class Begun:
    """An import under way: the row's id, its number, and the import that people see meanwhile."""

    import_id: int
    territory_id: int
    number: int
    live: int


@dataclass(frozen=True, slots=True)
class Source:
    """Where an import is from: the file's name or the host, and who sent it."""

    name: str
    person_id: int | None = None
    accepts_removals: bool = False
    import_id: int | None = None
    """Of the row that waited in the queue."""


async def begin(session: AsyncSession, *, territory_id: int, source: Source, now: datetime) -> Begun:
    """Give an import its number. An import of the same territory that is under way ends here: the later one counts."""
    await session.execute(_OPEN.of(session), {"territory_id": territory_id, "live": 0})
    live = await session.scalar(
        select(Catalogue.live).where(Catalogue.territory_id == territory_id).with_for_update(),
    )
    await _overtake(session, territory_id, source.import_id, now)
    last = await session.scalar(select(func.max(Import.number)).where(Import.territory_id == territory_id))
    number = max(last or 0, live or 0) + 1
    facts = {
        "number": number,
        "source": source.name[:300],
        "state": ImportState.STAGING,
        "person_id": source.person_id,
        "accepts_removals": source.accepts_removals,
        "first_edition": (await session.scalar(select(func.max(Edition.id))) or 0) + 1,
        "first_card": (await session.scalar(select(func.max(SourceCard.id))) or 0) + 1,
        "started_at": now,
        "touched_at": now,
    }
    import_id = await _write(session, territory_id, source.import_id, facts)
    return Begun(import_id, territory_id, number, live or 0)


async def announce(session: AsyncSession, *, territory_id: int, source: Source, now: datetime) -> int:
    """Make the row of an import that another process is about to begin; return its id."""
    row = Import(
        territory_id=territory_id,
        number=None,
        source=source.name[:300],
        state=ImportState.STAGING,
        person_id=source.person_id,
        accepts_removals=source.accepts_removals,
        started_at=now,
        touched_at=now,
    )
    session.add(row)
    await session.flush()
    return row.id


async def _overtake(session: AsyncSession, territory_id: int, own: int | None, now: datetime) -> None:
    under_way = (Import.territory_id == territory_id, Import.state == ImportState.STAGING, Import.id != (own or 0))
    why = told_of(ImportOvertaken())
    await session.execute(
        _quiet(update(Import).where(*under_way)).values(state=ImportState.FAILED, why=why, ended_at=now)
    )


async def _write(session: AsyncSession, territory_id: int, import_id: int | None, facts: Mapping[str, Any]) -> int:
    if import_id is None:
        row = Import(territory_id=territory_id, **facts)
        session.add(row)
        await session.flush()
        return row.id
    kept = {name: value for name, value in facts.items() if name not in {"source", "person_id", "accepts_removals"}}
    queued = (Import.id == import_id, Import.state.in_((ImportState.QUEUED, ImportState.STAGING)))
    await session.execute(_quiet(update(Import).where(*queued)).values(**kept))
    return import_id


async def touch(session: AsyncSession, begun: Begun, *, now: datetime, **progress: int) -> None:
    """Give a sign of life, first in every transaction of an import. Raises ImportOvertaken: nothing may be written."""
    mine = (Import.id == begun.import_id, Import.state == ImportState.STAGING)
    done = await session.execute(
        _quiet(update(Import).where(*mine)).values(touched_at=now, **progress).returning(Import.id)
    )
    if done.one_or_none() is None:
        raise ImportOvertaken


@dataclass(frozen=True, slots=True)
class End:
    """How an import ends: ``marks`` are further columns of its row (the digest of its file, the error …)."""

    state: ImportState
    report: Mapping[str, object]
    now: datetime
    marks: Mapping[str, Any]


async def close(session: AsyncSession, begun: Begun, end: End) -> None:
    """End an import with its report. Raises ImportOvertaken."""
    told = json.dumps(end.report, ensure_ascii=False)
    mine = (Import.id == begun.import_id, Import.state == ImportState.STAGING)
    closed = await session.execute(
        _quiet(update(Import).where(*mine))
        .values(state=end.state, report=told, ended_at=end.now, percent=100, **end.marks)
        .returning(Import.id),
    )
    if closed.one_or_none() is None:
        raise ImportOvertaken


async def fail(session: AsyncSession, *, import_id: int, error: Exception, now: datetime) -> None:
    """End an import by an error; one that has ended already stays as it is."""
    open_ = (Import.id == import_id, Import.state.in_((ImportState.STAGING, ImportState.QUEUED)))
    failed = {"state": ImportState.FAILED, "why": told_of(error), "ended_at": now}
    await session.execute(_quiet(update(Import).where(*open_)).values(**failed))


async def put_rejects(
    session: AsyncSession, begun: Begun, *, first: int, rejected: Iterable[tuple[Box, str, Reason]]
) -> None:
    """Keep refused records of the report; ``first`` is the place of the first of them."""
    rows = [
        {"import_id": begun.import_id, "place": place, "box": box.value, "local_id": local_id, "reason": reason.value}
        for place, (box, local_id, reason) in enumerate(rejected, first)
    ]
    if rows:
        await session.execute(insert(ImportReject), rows)


def _quiet(statement: Update) -> Update:
    return statement.execution_options(synchronize_session=False)
