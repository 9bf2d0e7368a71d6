"""The template of a table as a file to fill in."""

import csv
from io import BytesIO, StringIO
from typing import Literal

import xlsxwriter

from services.programs.gateway.tables.columns import Layout, layout
from services.programs.gateway.tables.reading import NOTE

WIDEST = 40
_ROOMS = 3


def template(kind: Literal["csv", "xlsx"]) -> bytes:
    """Headings, two invented examples, and how to fill it in: a second sheet, or lines of notes below."""
    return _workbook(layout()) if kind == "xlsx" else _delimited(layout())


def _notes(told: Layout) -> list[str]:
    columns = (
        f"{column.heading}{' *' if column.is_required else ''}: {column.note[:1].lower()}{column.note[1:]}"
        for column in told.columns
    )
    return [*told.notes, *columns]


def _delimited(told: Layout) -> bytes:
    """With a mark and semicolons: a Russian Excel opens it by a click."""
    out = StringIO(newline="")
    writer = csv.writer(out, delimiter=";")
    writer.writerow(column.heading for column in told.columns)
    writer.writerows(zip(*(column.examples for column in told.columns), strict=True))
    writer.writerows([f"{NOTE} {note}"] for note in _notes(told))
    return out.getvalue().encode("utf-8-sig")


def _workbook(told: Layout) -> bytes:
    out = BytesIO()
    with xlsxwriter.Workbook(
        out, {"in_memory": True, "strings_to_formulas": False, "strings_to_numbers": False, "strings_to_urls": False}
    ) as book:
        bold, wrapped = book.add_format({"bold": True}), book.add_format({"text_wrap": True, "valign": "top"})
        sheet = book.add_worksheet(told.sheet)
        sheet.freeze_panes(1, 0)
        for at, column in enumerate(told.columns):
            sheet.set_column(at, at, min(WIDEST, len(column.heading) + _ROOMS), book.add_format({"num_format": "@"}))
            sheet.write_string(0, at, column.heading, bold)
            for row, example in enumerate(column.examples, 1):
                sheet.write_string(row, at, example)
        notes = book.add_worksheet(told.notes_sheet)
        notes.set_column(0, 0, WIDEST * 3, wrapped)
        notes.write_string(0, 0, told.notes_heading, bold)
        for row, note in enumerate(_notes(told), 1):
            notes.write_string(row, 0, note)
    return out.getvalue()
