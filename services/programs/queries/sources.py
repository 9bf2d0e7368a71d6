"""What is known of the neighbours' records, for an import that reads newer ones."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import NamedTuple, TypeVar

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.ext.asyncio import AsyncSession

from services.programs.models import Catalogue, Edition, Group, Program, ProgramStatus, SourceCard, SourceRecord

Value = TypeVar("Value")
PIECE = 500
"""Values of one statement: SQLite takes 32,766 at most, and short statements let others in."""


class KnownRecord(NamedTuple):
    """The newest state of a record: Unix seconds, and the program whose card has it."""

    ts: int
    is_deleted: bool
    program: bytes | None


@dataclass(frozen=True, slots=True)
class KnownCard:
    """A card as it was kept last."""

    id: int
    uuid: bytes
    source: bytes
    told: bytes


@dataclass(frozen=True, slots=True)
class KnownEdition:
    """The edition of a program that people see."""

    id: int
    status: ProgramStatus
    digest: str


async def live_number(session: AsyncSession, territory_id: int) -> int:
    """The import that people see; 0 before the first."""
    return await session.scalar(select(Catalogue.live).where(Catalogue.territory_id == territory_id)) or 0


async def has_records(session: AsyncSession, territory_id: int) -> bool:
    """Whether anything was ever imported."""
    found = select(SourceRecord.since).where(SourceRecord.territory_id == territory_id).limit(1)
    return await session.scalar(found) is not None


async def known_records(
    session: AsyncSession, *, territory_id: int, live: int, box: int, uuids: Iterable[bytes]
) -> dict[tuple[bytes, bytes], KnownRecord]:
    """What is known of records, by uuid and source."""
    found: dict[tuple[bytes, bytes], KnownRecord] = {}
    columns = (SourceRecord.uuid, SourceRecord.source, SourceRecord.modified_ts)
    for piece in _pieces(uuids):
        rows = await session.execute(
            select(*columns, SourceRecord.is_deleted, SourceRecord.program).where(
                SourceRecord.territory_id == territory_id,
                SourceRecord.box == box,
                SourceRecord.uuid.in_(piece),
                *_is_known(SourceRecord, live),
            ),
        )
        found |= {(uuid, source): KnownRecord(ts, gone, program) for uuid, source, ts, gone, program in rows}
    return found


async def known_cards(
    session: AsyncSession, *, territory_id: int, live: int, box: int, uuids: Iterable[bytes] | None = None
) -> list[KnownCard]:
    """Cards of a box as they were kept last: those of these uuids, or all."""
    columns = select(SourceCard.id, SourceCard.uuid, SourceCard.source, SourceCard.told)
    mine = (SourceCard.territory_id == territory_id, SourceCard.box == box, *_is_known(SourceCard, live))
    if uuids is None:
        rows = (await session.execute(columns.where(*mine).order_by(SourceCard.uuid, SourceCard.source))).all()
        return [KnownCard(*row) for row in rows]
    cards: list[KnownCard] = []
    for piece in _pieces(uuids):
        cards += [KnownCard(*row) for row in await session.execute(columns.where(*mine, SourceCard.uuid.in_(piece)))]
    return cards


async def uuids_of_cards(session: AsyncSession, *, territory_id: int, live: int, box: int) -> list[bytes]:
    """Uuids of all cards of a box."""
    mine = (SourceCard.territory_id == territory_id, SourceCard.box == box, *_is_known(SourceCard, live))
    return list(await session.scalars(select(SourceCard.uuid).where(*mine)))


async def programs_by_key(session: AsyncSession, *, territory_id: int, keys: Sequence[str]) -> dict[str, int]:
    """Ids of the programs under these keys, those of an import that never became live too."""
    found: dict[str, int] = {}
    for piece in _pieces(keys):
        where = (Program.territory_id == territory_id, Program.key.in_(piece))
        rows = await session.execute(select(Program.key, Program.id).where(*where))
        found |= {key: id_ for key, id_ in rows if key is not None}
    return found


async def keys_of_providers(session: AsyncSession, *, territory_id: int, live: int, ids: Sequence[int]) -> list[str]:
    """Keys of the programs that these providers have now."""
    keys: list[str] = []
    for piece in _pieces(ids):
        rows = await session.scalars(
            select(Program.key)
            .join(Edition, Edition.program_id == Program.id)
            .where(Edition.provider_id.in_(piece), Edition.territory_id == territory_id, *_is_known(Edition, live)),
        )
        keys += [key for key in rows if key is not None]
    return keys


async def groups_by_key(session: AsyncSession, program_ids: Iterable[int]) -> dict[tuple[int, str], int]:
    """Ids of the groups of programs, by program and key."""
    found: dict[tuple[int, str], int] = {}
    for piece in _pieces(program_ids):
        rows = await session.execute(select(Group.program_id, Group.key, Group.id).where(Group.program_id.in_(piece)))
        found |= {(program_id, key): id_ for program_id, key, id_ in rows if key is not None}
    return found


async def editions_of(session: AsyncSession, *, live: int, program_ids: Iterable[int]) -> dict[int, KnownEdition]:
    """What people see of programs, by program."""
    found: dict[int, KnownEdition] = {}
    columns = select(Edition.program_id, Edition.id, Edition.status, Edition.digest)
    for piece in _pieces(program_ids):
        rows = await session.execute(columns.where(Edition.program_id.in_(piece), *_is_known(Edition, live)))
        found |= {program_id: KnownEdition(id_, status, digest) for program_id, id_, status, digest in rows}
    return found


async def published(session: AsyncSession, *, territory_id: int, live: int) -> int:
    """How many programs people find."""
    mine = (Edition.territory_id == territory_id, Edition.status == ProgramStatus.PUBLISHED, *_is_known(Edition, live))
    return await session.scalar(select(func.count()).select_from(Edition).where(*mine)) or 0


def _is_known(
    kind: type[SourceRecord] | type[SourceCard] | type[Edition], live: int
) -> tuple[ColumnElement[bool], ColumnElement[bool]]:
    return kind.since <= live, kind.until > live


def _pieces(values: Iterable[Value]) -> Iterable[list[Value]]:
    told = list(dict.fromkeys(values))
    return (told[at : at + PIECE] for at in range(0, len(told), PIECE))
