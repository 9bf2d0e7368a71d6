"""The order from a workbook: the first sheet, headings in any order, one row a line.

Numbers are taken as texts and read by the same rules as what is typed, so that no float comes near the money.
"""

import tomllib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from pathlib import Path
from tempfile import TemporaryDirectory

from services.core.errors import Invalid
from services.orders.errors import SheetBroken, SheetRow
from services.orders.rules.changes import Wanted, code_of, terms_of
from services.programs.errors import ArchiveTooLarge, TableBroken
from services.programs.gateway.tables.columns import letters
from services.programs.gateway.tables.workbook import Workbook

LARGEST = 2_000_000
"""Bytes of a file."""
MOST_ROWS = 1_000
UNPACKED_MB = 20
MEMORY_MB = 500
COLUMNS = ("code", "children", "hours", "norm", "money")


@dataclass(frozen=True, slots=True)
class Layout:
    """Words of the table."""

    sheet: str
    common: str
    columns: dict[str, str]


@cache
def layout() -> Layout:
    """The table as its file tells it."""
    told = tomllib.loads(files(__package__).joinpath("columns.toml").read_text(encoding="utf-8"))
    return Layout(told["sheet"], told["common"], told["columns"])


def read(content: bytes) -> list[Wanted]:
    """The lines of a workbook. Raises SheetBroken, SheetRow for the first row that cannot be right."""
    if len(content) > LARGEST:
        raise SheetBroken("large")
    with TemporaryDirectory() as folder:
        path = Path(folder) / "order.xlsx"
        path.write_bytes(content)
        try:
            return _read(path)
        except TableBroken as broken:
            raise SheetBroken("book") from broken
        except ArchiveTooLarge as large:
            raise SheetBroken("large") from large


def _read(path: Path) -> list[Wanted]:
    book = Workbook(path, unpacked_mb=UNPACKED_MB, memory_mb=MEMORY_MB)
    try:
        rows = list(_numbered(book))
    finally:
        book.close()
    for at, (_number, cells) in enumerate(rows):
        places = _places(cells)
        if {"code", "children", "hours", "money"} <= set(places):
            return _lines(rows[at + 1 :], places)
    raise SheetBroken("headings")


def _numbered(book: Workbook) -> Iterable[tuple[int, list[str]]]:
    """Rows with something in them, by their number in the file from 1."""
    for number, cells in enumerate(book, 1):
        if number > MOST_ROWS:
            raise SheetBroken("many")
        if any(cell.strip() for cell in cells):
            yield number, cells


def _places(cells: Sequence[str]) -> dict[str, int]:
    keys = {letters(heading): key for key, heading in layout().columns.items()}
    return {keys[told]: at for at, cell in enumerate(cells) if (told := letters(cell)) in keys}


def _lines(rows: Sequence[tuple[int, list[str]]], places: dict[str, int]) -> list[Wanted]:
    if not rows:
        raise SheetBroken("empty")
    return [_line(number, {key: cells[at] if at < len(cells) else "" for key, at in places.items()})
            for number, cells in rows]  # fmt: skip


def _line(number: int, told: dict[str, str]) -> Wanted:
    try:
        is_common = letters(told["code"]) == letters(layout().common)
        one = Wanted(
            None if is_common else code_of(told["code"]),
            children=told["children"],
            hours=told["hours"],
            norm=told.get("norm", ""),
            money=told["money"],
        )
        terms_of(one, None)
    except Invalid as wrong:
        raise SheetRow(number, wrong.field, wrong.why) from wrong
    return one
