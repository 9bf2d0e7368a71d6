"""Files that cannot be read: one typed error that says where, and never a half of a record."""

import json
import zipfile
from io import BytesIO
from pathlib import Path

import pytest

from services.programs.errors import (
    ArchiveTooLarge,
    FileBroken,
    FileTooLarge,
    FileUnknown,
    NotAPackage,
    TableBroken,
)
from services.programs.gateway import source
from services.programs.gateway.navigator.reading import Package
from services.programs.gateway.navigator.stream import CHUNK
from services.programs.gateway.reading import open_catalogue
from services.programs.gateway.records import RawRecord
from tests.services.programs.gateway.packages import package
from tests.support import big_catalogue

OTHER = b"PK\x03\x04 this is no archive"


def _all(path: Path, *, max_mb: int = 1000) -> list[RawRecord]:
    with open_catalogue(path, max_mb=max_mb, datasource="kemerovo", told_at=1) as file:
        return list(file)


def _written(folder: Path, told: bytes) -> Path:
    path = folder / "file.bin"
    path.write_bytes(told)
    return path


def test_a_package_that_breaks_off_at_nine_tenths(tmp_path: Path) -> None:
    path = tmp_path / "big.json"
    big_catalogue.write(path, 300)
    whole = path.read_bytes()
    path.write_bytes(whole[: len(whole) * 9 // 10])
    with pytest.raises(FileBroken) as told:
        _all(path)
    assert (told.value.box, told.value.percent) == ("schedules", 100)
    assert told.value.byte == len(whole) * 9 // 10
    assert told.value.record
    assert 100 < told.value.record < 750


def test_damage_at_nine_tenths_is_told_with_its_place(tmp_path: Path) -> None:
    path = tmp_path / "big.json"
    big_catalogue.write(path, 600)
    whole = bytearray(path.read_bytes())
    at = whole.index(b'{"uuid"', len(whole) * 9 // 10)
    whole[at : at + 2] = b"??"
    path.write_bytes(whole)
    with pytest.raises(FileBroken) as told:
        _all(path)
    assert abs(told.value.byte - at) < 2 * CHUNK
    assert told.value.percent in range(88, 101)
    assert "uuid" not in str(told.value.args)


@pytest.mark.parametrize(
    "told",
    [
        b"{",
        b'{"package": {"objects": {"partners": {"partner": [{"uuid": "x",}]}}}}',
        b'{"package": {"objects": {}}} {"and": "more"}',
        b'{"package": {"objects": {"partners": "\xff\xfe"}}}',
        b'{"package": {"objects": {"partners": {"partner": {"a": ' + b"9" * 4301 + b"}}}}}",
        b'{"package": {"objects": {"partners": {"partner": {"a": 1e99999999999999999999}}}}}',
        b'{"package": {"objects": {"partners": {"partner": {"a": "\\udc00\\ud800x"}}}}}',
        '{"package": {"objects": {"partners": "Парус"}}}'.encode("cp1251"),
        b'{"package": {"objects": {"partners": {"partner": {"a": "\t"',
    ],
)
def test_broken_json(tmp_path: Path, told: bytes) -> None:
    with pytest.raises(FileBroken) as broken:
        _all(_written(tmp_path, told))
    assert broken.value.box is None


@pytest.mark.parametrize(
    "told",
    ["[]", "{}", '{"package": {}}', '{"package": []}', '[{"package": {"objects": {}}}]', '{"objects": {}}'],
)
def test_json_that_is_no_package(tmp_path: Path, told: str) -> None:
    with pytest.raises(NotAPackage):
        _all(_written(tmp_path, told.encode()))


@pytest.mark.parametrize("told", [b"", b"  \n", b"\xef\xbb\xbf", b"# only notes\n"])
def test_an_empty_file(tmp_path: Path, told: bytes) -> None:
    with pytest.raises(TableBroken) as broken:
        _all(_written(tmp_path, told))
    assert (broken.value.why, broken.value.row) == ("empty", None)


@pytest.mark.parametrize("told", [b"%PDF-1.7\n\0\0", b"<html></html>", b"\xd0\xcf\x11\xe0\xa1\xb1\0", b"MZ\0"])
def test_a_file_of_another_kind(tmp_path: Path, told: bytes) -> None:
    with pytest.raises(FileUnknown) as unknown:
        _all(_written(tmp_path, told))
    assert unknown.value.name == "file.bin"


def test_an_archive_that_is_no_workbook(tmp_path: Path) -> None:
    path = tmp_path / "letters.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("letter.txt", "dear desk")
    with pytest.raises(FileUnknown):
        _all(path)
    with pytest.raises(TableBroken):
        _all(_written(tmp_path, OTHER))


def test_a_file_that_is_too_large_is_not_opened(tmp_path: Path) -> None:
    path = tmp_path / "large.json"
    with path.open("wb") as file:
        file.truncate(1_000_001)
    with pytest.raises(FileTooLarge) as told:
        _all(path, max_mb=1)
    assert (told.value.size, told.value.limit) == (2, 1)
    with pytest.raises(FileTooLarge):
        Package(path, max_mb=1)


def test_a_record_that_is_too_large_ends_the_reading(tmp_path: Path) -> None:
    """A text of 18 megabytes would have to be held whole; so would a list in a record."""
    for inside in ('"' + "x" * 18_000_000 + '"', "[" + '"12345678",' * 1_800_000 + "1]"):
        path = tmp_path / "heavy.json"
        path.write_text('{"package":{"objects":{"partners":{"partner":[{"name":' + inside + "}]}}}}", encoding="utf-8")
        with Package(path, max_mb=1000) as file, pytest.raises(FileBroken) as broken:
            list(file)
        assert broken.value.byte <= source.LARGEST_RECORD + 1_000_000


def test_many_small_records_are_no_large_one() -> None:
    marked, unmarked = (source.Source(BytesIO(b" " * 3 * source.LARGEST_RECORD), 0) for _way in range(2))
    while marked.read(1_000_000):
        marked.mark()
    assert marked.taken == 3 * source.LARGEST_RECORD
    with pytest.raises(source.Unreadable):
        list(iter(lambda: unmarked.read(1_000_000), b""))


def test_a_number_that_the_native_parser_dies_of(tmp_path: Path) -> None:
    """Wherever the end of a chunk of 256 KB falls into it."""
    start = b'{"package": {"objects": {}, "x": '
    for blanks in range(CHUNK - 4_400, CHUNK, 97):
        with pytest.raises(FileBroken):
            _all(_written(tmp_path, start + b" " * (blanks - len(start)) + b"9" * 4_301 + b"}}"))
    whole = start + b" " * (CHUNK - len(start) - 400) + b"9" * 800 + b"}}"
    assert _all(_written(tmp_path, whole)) == []


def test_lone_halves_of_surrogate_pairs(tmp_path: Path) -> None:
    told = json.dumps(package()).replace("\\u0420\\u043e\\u0431\\u043e\\u0442\\u044b", "\\ud83d \\u0000 Роботы")
    (name,) = [raw.record.texts.name for raw in _all(_written(tmp_path, told.encode())) if raw.box == "programs"]  # type: ignore[union-attr]
    name.encode()
    assert "Роботы" in name
    assert "\0" not in name


def test_a_directory_of_half_a_million_entries_is_not_listed(tmp_path: Path) -> None:
    path = tmp_path / "many.xlsx"
    path.write_bytes(b"PK\x03\x04" + b"PK\x05\x06" + b"\0" * 8 + (2_000_000).to_bytes(4, "little") + b"\0" * 6)
    with pytest.raises(ArchiveTooLarge):
        _all(path)
