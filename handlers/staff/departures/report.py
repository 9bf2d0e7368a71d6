"""The report of a departure as a file: a line for each child, by number."""

import csv
import io
from collections.abc import Sequence
from io import BytesIO

import xlsxwriter

from handlers.common.words import _
from handlers.parent.certificates.texts import status
from handlers.staff.departures import texts
from services.departures.queries import Line

Cell = str | int | float


def table(lines: Sequence[Line]) -> list[list[Cell]]:
    """Head, lines and sums; money in roubles."""
    head: list[Cell] = [
        *(_("Application"), _("Program"), _("Group"), _("State"), _("Choice"), _("Through the staff")),
        *(_("New application"), _("New program"), _("New state"), _("Went back, ₽"), _("New certificate, ₽")),
    ]
    body = [_cells(line) for line in lines]
    back, promised = (sum(getattr(line, name) for line in lines) / 100 for name in ("returned", "promised"))
    return [head, *body, [_("In all"), *[""] * 8, back, promised]]


def _cells(line: Line) -> list[Cell]:
    return [
        *(line.number, line.title, line.group_title, status(line.status), texts.answer(line.answer)),
        _("yes") if line.assisted_how else "",
        *(line.new_number or "", line.new_title, status(line.new_status) if line.new_status else ""),
        *(line.returned / 100, line.promised / 100),
    ]


def as_csv(rows: Sequence[Sequence[Cell]]) -> bytes:
    """With a mark and semicolons: a Russian Excel opens it by a click. Text that a table would count is quoted."""
    out = io.StringIO(newline="")
    writer = csv.writer(out, delimiter=";")
    writer.writerows([[_plain(cell) for cell in row] for row in rows])
    return out.getvalue().encode("utf-8-sig")


def _plain(cell: Cell) -> Cell:
    return f"'{cell}" if isinstance(cell, str) and cell[:1] in {"=", "+", "-", "@"} else cell


def as_xlsx(rows: Sequence[Sequence[Cell]]) -> bytes:
    """One sheet; text stays text, whatever it begins with."""
    out = BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_numbers": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(out, options) as book:
        sheet = book.add_worksheet()
        bold = book.add_format({"bold": True})
        for at, row in enumerate(rows):
            sheet.write_row(at, 0, row, bold if at == 0 else None)
        sheet.freeze_panes(1, 0)
        sheet.autofit(40)
    return out.getvalue()
