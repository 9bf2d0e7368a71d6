"""CSV: what wrote it chose the encoding and the delimiter, so both are found out."""

import codecs
import csv
from collections.abc import Iterator
from io import TextIOWrapper
from pathlib import Path
from typing import TextIO

from services.programs.errors import TableBroken
from services.programs.gateway.tables.columns import known

_CHUNK = 1 << 20
_DELIMITERS = (";", ",", "\t")
_MARKS = {codecs.BOM_UTF8: "utf-8-sig", codecs.BOM_UTF16_LE: "utf-16", codecs.BOM_UTF16_BE: "utf-16"}
LONGEST_LINE = 1 << 20


class Delimited:
    """Rows of a CSV. Iterate once, then close."""

    def __init__(self, path: Path) -> None:
        encoding = _encoding(path)
        self._bytes = path.open("rb")
        self._file = TextIOWrapper(self._bytes, encoding=encoding, newline="")
        self._size = path.stat().st_size

    @property
    def progress(self) -> float:
        """How much of the file was read, from 0 to 1."""
        return 1.0 if self._bytes.closed else min(1.0, self._bytes.tell() / max(self._size, 1))

    def close(self) -> None:
        """Close the file."""
        self._file.close()

    def __iter__(self) -> Iterator[list[str]]:
        """Rows of cells. Raises TableBroken with the row where the reading ends."""
        number = 0
        try:
            for number, row in enumerate(csv.reader(_lines(self._file), delimiter=self._delimiter()), 1):  # noqa: B007 (told by the errors)
                yield row
        except UnicodeDecodeError:
            raise TableBroken("encoding", number + 1) from None
        except (csv.Error, _LineTooLong):
            raise TableBroken("cell", number + 1) from None

    def _delimiter(self) -> str:
        """The one that finds most headings in the first line that is no note."""
        first = ""
        for first in _lines(self._file):
            if first.strip() and not first.startswith("#"):
                break
        self._file.seek(0)
        return max(_DELIMITERS, key=lambda mark: known(next(csv.reader([first], delimiter=mark), [])))


class _LineTooLong(Exception):
    """A line that is longer than any row: it would have to be held whole."""


def _lines(file: TextIO) -> Iterator[str]:
    while line := file.readline(LONGEST_LINE):
        if len(line) == LONGEST_LINE:
            raise _LineTooLong
        yield line


def _encoding(path: Path) -> str:
    """UTF-8 if all of it is, else the encoding that old programs write Russian in."""
    decoder = codecs.getincrementaldecoder("utf-8")()
    with path.open("rb") as file:
        start = file.read(_CHUNK)
        for mark, encoding in _MARKS.items():
            if start.startswith(mark):
                return encoding
        try:
            chunk = start
            while chunk:
                decoder.decode(chunk)
                chunk = file.read(_CHUNK)
            decoder.decode(b"", final=True)
        except UnicodeDecodeError:
            return "cp1251"
    return "utf-8"
