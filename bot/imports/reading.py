"""The first pass over a file: every record is noted, and those that are newer than what is known wait in the spool."""

import hashlib
from collections import defaultdict
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import islice
from pathlib import Path

from services.core.db import Database
from services.programs.actions.importing.numbering import Begun
from services.programs.actions.importing.spool import NUMBERS, Spool
from services.programs.gateway import staging
from services.programs.gateway.ledger import Ledger
from services.programs.gateway.reading import CatalogueFile
from services.programs.gateway.records import RawRecord
from services.programs.gateway.verdicts import Box
from services.programs.queries import sources
from services.programs.queries.sources import KnownRecord

CHUNK = 1_000
Known = dict[tuple[bytes, bytes], KnownRecord]


@dataclass(slots=True)
class Reader:
    """Reads one file. ``is_first``: nothing was ever imported, so nothing need be looked up."""

    database: Database
    begun: Begun
    spool: Spool
    is_first: bool
    ledger: Ledger = field(default_factory=Ledger)

    async def read(self, file: CatalogueFile, tell: Callable[[float], Awaitable[None]]) -> None:
        """Read all of it; ``tell`` is called now and then with how much was read. Raises what the file raises."""
        records = iter(file)
        while chunk := list(islice(records, CHUNK)):
            await self._take(chunk)
            await tell(file.progress)

    async def _take(self, chunk: list[RawRecord]) -> None:
        by_box: dict[Box, list[RawRecord]] = defaultdict(list)
        for raw in chunk:
            self.ledger.note(raw)
            if raw.head.uuid and (raw.is_deleted or raw.make is not None):
                by_box[raw.box].append(raw)
        for box, raws in by_box.items():
            known = {} if self.is_first else await self._known(box, raws)
            self.spool.put(row for raw in raws if (row := _row(raw, known)) is not None)

    async def _known(self, box: Box, raws: list[RawRecord]) -> Known:
        async with self.database.reads() as session:
            return await sources.known_records(
                session,
                territory_id=self.begun.territory_id,
                live=self.begun.live,
                box=NUMBERS[box],
                uuids=(_bytes(raw.head.uuid) for raw in raws),
            )


def _row(raw: RawRecord, known: Known) -> tuple[object, ...] | None:
    """The record for the spool; None if it is not newer than what is known."""
    head = raw.head
    uuid, source = _bytes(head.uuid), _source(head.datasource)
    old = known.get((uuid, source))
    if old is not None and head.ts <= old.ts:
        return None
    dump = "" if raw.make is None or raw.is_deleted else staging.dump(raw.make())
    parent = _bytes(raw.parent) if raw.parent else None
    was = old.program if old else None
    return NUMBERS[raw.box], raw.position, uuid, source, head.ts, raw.is_deleted, parent, old is not None, was, dump


def file_digest(path: Path, rules: str) -> str:
    """SHA-256 of a file and of the rules it is read by."""
    with path.open("rb") as file:
        found = hashlib.file_digest(file, "sha256")
    found.update(rules.encode())
    return found.hexdigest()


def _bytes(uuid: str) -> bytes:
    return bytes.fromhex(uuid.replace("-", ""))


@lru_cache(maxsize=1_000)
def _source(datasource: str) -> bytes:
    return hashlib.blake2b(datasource.encode(), digest_size=8).digest()
