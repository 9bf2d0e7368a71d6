"""What a dead import has left, and what a live one has replaced: found first, then taken away in small pieces."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum, auto
from typing import Any

from sqlalchemy import bindparam, delete, func, select, tuple_, update
from sqlalchemy.ext.asyncio import AsyncSession

from services.programs.actions.indexing import drop_words
from services.programs.models import NEVER, Edition, Import, ImportReject, SourceCard, SourceRecord
from services.programs.models.catalogue import REPLACED

PAGE = 10_000
"""Keys that are looked for at once: a region has half a million records."""
KEPT_REPORTS = 20
"""Imports of a territory whose rejected records are kept."""
Kept = type[Edition] | type[SourceCard] | type[SourceRecord]
_KEY = (SourceRecord.box, SourceRecord.uuid, SourceRecord.source, SourceRecord.since)


class Stale(Enum):
    """Why a row is not wanted as it is."""

    WRITTEN = auto()
    """By an import that will never be live: it goes."""
    ENDED = auto()
    """By such an import: it counts again for ever."""
    REPLACED = auto()
    """The live import has another: it goes. Applications point to programs and groups, which stay."""


@dataclass(frozen=True, slots=True)
class Cause:
    """Rows of a territory that are stale for a reason, seen from the import that is live.

    With a ``number`` only those that this import has touched: another may be under way.
    """

    stale: Stale
    territory_id: int
    live: int
    number: int | None = None


async def has_dead(session: AsyncSession, *, territory_id: int, live: int) -> bool:
    """Whether an import later than the live one may have left anything."""
    later = select(Import.id).where(Import.territory_id == territory_id, Import.number > live).limit(1)
    return await session.scalar(later) is not None


async def stale_ids(session: AsyncSession, kind: type[Edition] | type[SourceCard], cause: Cause) -> list[int]:
    """Ids of the stale editions or cards."""
    found = select(kind.id).where(*_where(kind, cause))
    if cause.stale is Stale.WRITTEN:
        column = Import.first_edition if kind is Edition else Import.first_card
        later = (Import.territory_id == cause.territory_id, Import.number > cause.live)
        found = found.where(kind.id >= (await session.scalar(select(func.min(column)).where(*later)) or 0))
    return list(await session.scalars(found))


async def stale_records(session: AsyncSession, cause: Cause, *, after: tuple[Any, ...] | None) -> list[tuple[Any, ...]]:
    """Keys of stale records, the next of them behind a key."""
    found = select(*_KEY).where(*_where(SourceRecord, cause)).order_by(*_KEY).limit(PAGE)
    if after is not None:
        found = found.where(tuple_(*_KEY) > tuple_(*after))
    return [tuple(row) for row in await session.execute(found)]


async def take_away(
    session: AsyncSession, kind: type[Edition] | type[SourceCard], cause: Cause, ids: Sequence[int]
) -> None:
    """Do what the cause asks for to a few editions or cards."""
    if cause.stale is Stale.ENDED:
        await session.execute(_quiet(update(kind).where(kind.id.in_(ids)).values(until=NEVER)))
        return
    if kind is Edition:
        await drop_words(session, list(ids))
    await session.execute(_quiet(delete(kind).where(kind.id.in_(ids))))


async def take_records_away(session: AsyncSession, cause: Cause, keys: Sequence[tuple[Any, ...]]) -> None:
    """Do what the cause asks for to a few records."""
    same = [column == bindparam(f"of_{column.key}") for column in _KEY]
    mine = (SourceRecord.territory_id == cause.territory_id, *same)
    statement: Any = delete(SourceRecord).where(*mine)
    if cause.stale is Stale.ENDED:
        statement = update(SourceRecord).where(*mine).values(until=NEVER)
    rows = [{f"of_{column.key}": value for column, value in zip(_KEY, key, strict=True)} for key in keys]
    await (await session.connection()).execute(statement, rows)


async def forget_reports(session: AsyncSession, *, territory_id: int) -> None:
    """Delete the rejected records of all but the last imports."""
    mine = Import.territory_id == territory_id
    kept = select(Import.id).where(mine).order_by(Import.id.desc()).limit(KEPT_REPORTS)
    old = select(Import.id).where(mine, Import.id.not_in(kept), Import.id.not_in(_repeated(kept)))
    await session.execute(_quiet(delete(ImportReject).where(ImportReject.import_id.in_(old))))


def _repeated(kept: Any) -> Any:
    """Imports whose rejected records are also those of a kept one."""
    return select(Import.same_as).where(Import.id.in_(kept), Import.same_as.is_not(None))


def _where(kind: Kept, cause: Cause) -> tuple[Any, ...]:
    mine = kind.territory_id == cause.territory_id
    match cause.stale:
        case Stale.WRITTEN:
            return mine, kind.since > cause.live if cause.number is None else kind.since == cause.number
        case Stale.ENDED:
            ended = kind.until > cause.live if cause.number is None else kind.until == cause.number
            return mine, kind.since <= cause.live, ended, REPLACED
        case Stale.REPLACED:
            return mine, kind.until <= cause.live, REPLACED


def _quiet(statement: Any) -> Any:
    return statement.execution_options(synchronize_session=False)
