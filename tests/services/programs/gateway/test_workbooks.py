"""Workbooks: cells that Excel made its own, and files that are made to harm."""

import struct
import time
import zipfile
import zlib
from datetime import date, datetime
from io import BytesIO
from pathlib import Path

import pytest

from services.programs.errors import ArchiveTooLarge, TableBroken
from services.programs.gateway.records import GroupRecord, PartnerRecord, ProgramRecord
from services.programs.gateway.tables.workbook import Workbook
from services.programs.gateway.verdicts import Box
from tests.services.programs.gateway.tables import as_xlsx, read, row

MAIN = b'<?xml version="1.0"?><worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">'
BOMB_SECONDS = 20


def _changed(book: bytes, **members: bytes) -> bytes:
    """The workbook with other contents of some members."""
    out = BytesIO()
    with zipfile.ZipFile(BytesIO(book)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            new.writestr(name, members.get(Path(name).stem, old.read(name)))
    return out.getvalue()


def test_numbers_dates_and_flags_of_excel(tmp_path: Path) -> None:
    cells: dict[str, object] = dict(row())
    cells |= {"inn": 100000000.0, "size": 12.0, "age_from": 6.5, "starts_on": date(2026, 9, 1), "phone": 70000000000}
    cells |= {"ends_on": datetime(2027, 5, 31), "is_certified": True, "year_cost": 1234.56, "latitude": 55.3541}  # noqa: DTZ001 (Excel knows no zones)
    raws, outcome = read(tmp_path, as_xlsx([cells]))
    assert [counts.valid for counts in outcome.report.counts.values()] == [1, 0, 1, 1, 2]
    partner, program, group = (raw.record for raw in raws[:3])
    assert isinstance(partner, PartnerRecord)
    assert (partner.inn, partner.phones) == ("0100000000", ("70000000000",))
    assert isinstance(program, ProgramRecord)
    assert program.place.latitude == 55.3541
    assert isinstance(group, GroupRecord)
    assert (group.size, group.age_from, group.is_pfdod) == (12, 78, True)
    assert (group.starts_on, group.ends_on) == (date(2026, 9, 1), date(2027, 5, 31))
    assert group.sources[0].cost == 123456


def test_a_formula_is_what_was_last_shown_never_run(tmp_path: Path) -> None:
    cells: dict[str, object] = dict(row(group='=WEBSERVICE("http://evil.example")', size="=1+1"))
    outcome = read(tmp_path, as_xlsx([cells]))[1]
    assert outcome.report.counts[Box.GROUPS].total == 1
    assert outcome.report.not_valid[Box.GROUPS] == {}


def _put(folder: Path, book: bytes) -> Path:
    path = folder / "book.xlsx"
    path.write_bytes(book)
    return path


def test_an_archive_that_unpacks_to_too_much(tmp_path: Path) -> None:
    bomb = _changed(as_xlsx([]), sharedStrings=b"0" * 31_000_000)
    assert len(bomb) < 100_000
    with pytest.raises(ArchiveTooLarge) as told:
        Workbook(_put(tmp_path, bomb), unpacked_mb=30)
    assert told.value.limit == 30


def test_an_archive_that_lies_about_its_size(tmp_path: Path) -> None:
    """Its directory declares ten bytes for what unpacks to more than the cap."""
    packed = zlib.compressobj(9, zlib.DEFLATED, -zlib.MAX_WBITS)
    body = packed.compress(b"0" * 31_000_000) + packed.flush()
    name = b"xl/workbook.xml"
    sizes = struct.pack("<LLL", zlib.crc32(b"0" * 10), len(body), 10)
    local = b"PK\x03\x04" + struct.pack("<HHHHH", 20, 0, 8, 0, 0) + sizes + struct.pack("<HH", len(name), 0)
    central = b"PK\x01\x02" + struct.pack("<HHHHHH", 20, 20, 0, 8, 0, 0) + sizes
    central += struct.pack("<HHHHHLL", len(name), 0, 0, 0, 0, 0, 0)
    tail = b"PK\x05\x06" + struct.pack("<HHHHLLH", 0, 0, 1, 1, len(central + name), len(local + name + body), 0)
    path = tmp_path / "liar.xlsx"
    path.write_bytes(local + name + body + central + name + tail)
    with pytest.raises(ArchiveTooLarge):
        Workbook(path, unpacked_mb=30)


@pytest.mark.parametrize(
    "rows",
    [
        b'<row r="1"><c r="A1"><v>1</v></c></row><row r="1048576"><c r="XFD1048576"><v>1</v></c></row>',
        b'<row r="1"><c r="A1"><v>1</v></c></row><row r="4294967295"><c r="XFD4294967295"><v>1</v></c></row>',
    ],
)
def test_a_sheet_of_seventeen_billion_cells(tmp_path: Path, rows: bytes) -> None:
    sheet = MAIN + b"<sheetData>" + rows + b"</sheetData></worksheet>"
    started = time.monotonic()
    with pytest.raises((ArchiveTooLarge, TableBroken)):
        read(tmp_path, _changed(as_xlsx([]), sheet1=sheet))
    assert time.monotonic() - started < BOMB_SECONDS


def test_one_long_text_in_every_cell(tmp_path: Path) -> None:
    strings = b'<?xml version="1.0"?><sst xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><si><t>'
    strings += b"x" * 1_000_000 + b"</t></si></sst>"
    cells = b"".join(b'<row r="%d"><c r="A%d" t="s"><v>0</v></c></row>' % (at, at) for at in range(1, 20_000))
    sheet = MAIN + b"<sheetData>" + cells + b"</sheetData></worksheet>"
    book = Workbook(_put(tmp_path, _changed(as_xlsx([row()]), sheet1=sheet, sharedStrings=strings)), memory_mb=400)
    with pytest.raises((ArchiveTooLarge, TableBroken)):
        list(book)
    book.close()


@pytest.mark.parametrize(
    "sheet",
    [
        b"not xml at all",
        b'<?xml version="1.0"?><!DOCTYPE a [<!ENTITY b "c"><!ENTITY d "&b;&b;">]><worksheet>&d;</worksheet>',
        MAIN + b'<sheetData><row r="1"><c r="A1" t="s"><v>99</v></c></row></sheetData></worksheet>',
        MAIN,
    ],
)
def test_a_damaged_sheet(tmp_path: Path, sheet: bytes) -> None:
    with pytest.raises(TableBroken) as broken:
        read(tmp_path, _changed(as_xlsx([row()]), sheet1=sheet))
    assert broken.value.why in {"workbook", "empty"}


def test_a_workbook_cut_short(tmp_path: Path) -> None:
    whole = as_xlsx([row()])
    for part in (whole[:-30], whole[: len(whole) // 2], whole[:-30] + b"\0" * 30):
        with pytest.raises(TableBroken) as broken:
            read(tmp_path, part)
        assert broken.value.why == "workbook"
    damaged = bytearray(whole)
    damaged[200:260] = b"\xff" * 60
    with pytest.raises(TableBroken):
        read(tmp_path, bytes(damaged))


def test_reading_may_stop_in_the_middle(tmp_path: Path) -> None:
    path = tmp_path / "book.xlsx"
    path.write_bytes(as_xlsx([row(group=f"Группа {at}") for at in range(300)]))
    book = Workbook(path)
    assert len(next(iter(book))) > 20
    assert 0 <= book.progress < 1
    book.close()
    assert book._process is not None
    assert book._process.returncode is not None
