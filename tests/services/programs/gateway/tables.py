"""Tables for the tests: a valid row, and what is changed in it."""

import csv
from collections.abc import Iterable
from io import BytesIO, StringIO
from pathlib import Path

import xlsxwriter

from services.programs.gateway.ledger import Ledger, Outcome
from services.programs.gateway.reading import open_catalogue
from services.programs.gateway.records import RawRecord
from services.programs.gateway.tables.columns import layout

HEADINGS = {column.key: column.heading for column in layout().columns}
TOLD_AT = 1_788_000_000


def row(**cells: str) -> dict[str, str]:
    """The first example of the template with other cells."""
    return {column.key: column.examples[0] for column in layout().columns} | cells


def as_csv(
    rows: list[dict[str, str]],
    *,
    encoding: str = "utf-8",
    delimiter: str = ";",
    headings: Iterable[str] = HEADINGS.values(),
) -> bytes:
    out = StringIO(newline="")
    writer = csv.writer(out, delimiter=delimiter)
    writer.writerow(headings)
    writer.writerows([cells[key] for key in HEADINGS] for cells in rows)
    return out.getvalue().encode(encoding)


def as_xlsx(rows: list[dict[str, object]], *, headings: Iterable[str] = HEADINGS.values()) -> bytes:
    """A workbook as Excel writes it: numbers are numbers, texts with = are formulas."""
    out = BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True}) as book:
        sheet = book.add_worksheet()
        day = book.add_format({"num_format": "dd.mm.yyyy"})
        sheet.write_row(0, 0, list(headings))
        for at, cells in enumerate(rows, 1):
            for place, key in enumerate(HEADINGS):
                value = cells[key]
                sheet.write(at, place, value, day if hasattr(value, "year") else None)
    return out.getvalue()


def read(folder: Path, told: bytes, *, datasource: str = "kemerovo") -> tuple[list[RawRecord], Outcome]:
    path = folder / "table"
    path.write_bytes(told)
    ledger = Ledger()
    raws = []
    with open_catalogue(path, max_mb=1000, datasource=datasource, told_at=TOLD_AT) as file:
        for raw in file:
            raws.append(raw)
            ledger.note(raw)
    assert file.progress == 1
    return raws, ledger.settle(declared=file.declared)
