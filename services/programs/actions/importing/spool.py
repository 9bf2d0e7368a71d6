"""Where the records of a file wait until all of it was read: a file of this import alone, beside no database of ours.

A file that breaks off at its end has then touched nothing.
"""

import sqlite3
from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any, NamedTuple, Self

from services.programs.gateway.verdicts import Box

BOXES = tuple(Box)
NUMBERS: Mapping[Box, int] = {box: number for number, box in enumerate(BOXES)}
_MAKE = """
PRAGMA journal_mode=off;
PRAGMA synchronous=off;
PRAGMA cache_size=-8000;
CREATE TABLE records (
    id INTEGER PRIMARY KEY, box INT, position INT, uuid BLOB, source BLOB, ts INT, is_deleted INT,
    parent BLOB, known INT, was BLOB, program BLOB, dump TEXT
);
CREATE TABLE touched (uuid BLOB PRIMARY KEY) WITHOUT ROWID;
CREATE TABLE moved (was BLOB, record INT, PRIMARY KEY (was, record)) WITHOUT ROWID;
"""
_PUT = "INSERT INTO records VALUES (NULL, ?, ?, ?, ?, ?, ?, ?, ?, ?, NULL, ?)"
_RESOLVE = """
CREATE INDEX by_uuid ON records (box, uuid);
UPDATE records SET program = uuid WHERE box = 2;
UPDATE records SET program = CASE WHEN is_deleted THEN was ELSE parent END WHERE box = 3;
UPDATE records SET program = was WHERE box = 4 AND is_deleted;
UPDATE records SET program = (SELECT g.program FROM records g WHERE g.box = 3 AND g.uuid = records.parent)
    WHERE box = 4 AND NOT is_deleted;
"""
_TOUCH = """
CREATE INDEX by_program ON records (program) WHERE program IS NOT NULL;
INSERT OR IGNORE INTO touched SELECT program FROM records WHERE program IS NOT NULL;
INSERT INTO moved SELECT was, id FROM records WHERE was IS NOT NULL AND program <> was;
INSERT OR IGNORE INTO touched SELECT was FROM moved;
"""
_TAKEN = "box, uuid, source, ts, is_deleted, known, was, program, dump"
_LEFT = _TAKEN.replace("was", "records.was")


class Spooled(NamedTuple):
    """A record that is newer than what is known of it.

    ``known``: something is. ``was`` is the program whose card has it, ``program`` the one whose card is to have it.
    """

    box: Box
    uuid: bytes
    source: bytes
    ts: int
    is_deleted: bool
    known: bool
    was: bytes | None
    program: bytes | None
    dump: str


class Spool:
    """One import's records. Close it, or use ``with``."""

    def __init__(self, folder: Path) -> None:
        self._database = sqlite3.connect(folder / "records", isolation_level=None, check_same_thread=False)
        self._database.executescript(_MAKE)
        self._database.execute("BEGIN")

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_exc: object) -> None:
        self._database.close()

    def put(self, rows: Iterable[tuple[object, ...]]) -> None:
        """Keep records: (box number, position, uuid, source, ts, is_deleted, parent, known, was, dump)."""
        self._database.executemany(_PUT, rows)

    def keep(self, is_kept: Callable[[Box, int], bool]) -> int:
        """Forget the records that do not count; return how many are left."""
        rows = self._database.execute("SELECT id, box, position FROM records")
        lost = [(id_,) for id_, box, position in rows if not is_kept(BOXES[box], position)]
        self._database.executemany("DELETE FROM records WHERE id = ?", lost)
        (left,) = self._database.execute("SELECT count(*) FROM records").fetchone()
        return int(left)

    def resolve(self) -> list[bytes]:
        """Find each record's program; return the groups of which only the database knows it."""
        self._run(_RESOLVE)
        rows = self._database.execute("SELECT DISTINCT parent FROM records WHERE box = 4 AND program IS NULL")
        return [parent for (parent,) in rows if parent]

    def touch(self, programs: Mapping[bytes, bytes]) -> None:
        """Note the programs that may have changed; ``programs`` are those that ``resolve`` asked for, by group."""
        self._database.executemany(
            "UPDATE records SET program = ? WHERE box = 4 AND parent = ? AND program IS NULL",
            [(program, group) for group, program in programs.items()],
        )
        self._run(_TOUCH)

    def touch_more(self, uuids: Iterable[bytes]) -> None:
        """Note programs that may look different although none of their own records is newer."""
        self._database.executemany("INSERT OR IGNORE INTO touched VALUES (?)", ((uuid,) for uuid in uuids))

    def touched(self) -> int:
        """How many programs may have changed."""
        (number,) = self._database.execute("SELECT count(*) FROM touched").fetchone()
        return int(number)

    def programs(self, size: Callable[[], int]) -> Iterator[list[bytes]]:
        """Uuids of the programs that may have changed, in order, as many at a time as ``size`` says each time."""
        rows = self._database.execute("SELECT uuid FROM touched ORDER BY uuid")
        while batch := [uuid for (uuid,) in rows.fetchmany(size())]:
            yield batch

    def of_programs(self, uuids: list[bytes]) -> list[Spooled]:
        """Records of these programs' cards, and those that leave them."""
        marks = ",".join("?" * len(uuids))
        wanted = f"SELECT {_TAKEN} FROM records WHERE program IN ({marks})"  # noqa: S608 (marks alone)
        left = f"SELECT {_LEFT} FROM moved m JOIN records ON id = m.record WHERE m.was IN ({marks})"  # noqa: S608 (marks alone)
        return [_spooled(row) for sql in (wanted, left) for row in self._database.execute(sql, uuids)]

    def of_box(self, box: Box) -> Iterator[Spooled]:
        """Records of a box, in the order of their uuids."""
        rows = self._database.execute(
            f"SELECT {_TAKEN} FROM records WHERE box = ? ORDER BY uuid",  # noqa: S608 (a constant)
            (NUMBERS[box],),
        )
        return map(_spooled, rows)

    def _run(self, script: str) -> None:
        for statement in filter(str.strip, script.split(";")):
            self._database.execute(statement)


def _spooled(row: Any) -> Spooled:
    box, uuid, source, ts, is_deleted, known, was, program, dump = row
    return Spooled(BOXES[box], uuid, source, ts, bool(is_deleted), bool(known), was, program, dump)
