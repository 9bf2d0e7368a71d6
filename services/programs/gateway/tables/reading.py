"""Reading a table: the same records, tests and reasons as of a package."""

from collections.abc import Iterator
from pathlib import Path
from typing import Self

from services.programs.errors import TableBroken
from services.programs.gateway.records import RawRecord
from services.programs.gateway.source import check_size
from services.programs.gateway.tables.columns import layout, places
from services.programs.gateway.tables.delimited import Delimited
from services.programs.gateway.tables.rows import Rows
from services.programs.gateway.tables.workbook import Workbook

NOTE = "#"
"""What a row of notes starts with."""


class Table:
    """A CSV or XLSX by the template. Iterate once, then close; a table declares no codes."""

    def __init__(self, path: Path, rows: Rows, *, max_mb: int, is_workbook: bool) -> None:
        """Raises FileTooLarge, ArchiveTooLarge or TableBroken."""
        check_size(path, max_mb)
        self.declared: set[tuple[str, str]] = set()
        self._rows = rows
        self._grid = Workbook(path) if is_workbook else Delimited(path)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_exc: object) -> None:
        self._grid.close()

    @property
    def progress(self) -> float:
        """How much of the file was read, from 0 to 1."""
        return self._grid.progress

    def __iter__(self) -> Iterator[RawRecord]:
        """Records row by row. Raises HeadingsMissing or TableBroken, the latter maybe after many records."""
        found: dict[str, int] | None = None
        keys = [column.key for column in layout().columns]
        for number, row in enumerate(self._grid, 1):
            if not any(cell.strip() for cell in row) or row[0].lstrip().startswith(NOTE):
                continue
            if found is None:
                found = places(row)
                continue
            at = {key: found.get(key, len(row)) for key in keys}
            cells = {key: row[place].strip() if place < len(row) else "" for key, place in at.items()}
            yield from self._rows.records(number, cells)
        if found is None:
            raise TableBroken("empty")
