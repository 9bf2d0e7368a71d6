"""XLSX: the archive is weighed before it is opened, and read by a process that may fail alone."""

import json
import subprocess
import sys
import zipfile
import zlib
from collections.abc import Iterator
from os import SEEK_END
from pathlib import Path
from typing import BinaryIO

from services.programs.errors import ArchiveTooLarge, TableBroken
from services.programs.gateway.source import MEGABYTE
from services.programs.gateway.tables import sheet_process

UNPACKED_MB = 300
MEMORY_MB = 1_000
SECONDS = 120
"""Of the processor, for one workbook."""
LARGEST_DIRECTORY = MEGABYTE
_BOOK = "xl/workbook.xml"
_TAIL = b"PK\x05\x06"
_LONGEST_TAIL = (1 << 16) + 22
_LOCAL_HEADER = 30
_CHUNK = 1 << 16
_PLAIN = {zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED}
_ENCRYPTED = 0x1


class Workbook:
    """Rows of a workbook's first sheet. Iterate once, then close."""

    def __init__(self, path: Path, *, unpacked_mb: int = UNPACKED_MB, memory_mb: int = MEMORY_MB) -> None:
        """Raises ArchiveTooLarge for what unpacks to more, TableBroken for what is no archive."""
        weigh(path, unpacked_mb)
        self._limit = unpacked_mb
        self._height: int | None = None
        self._read = 0
        own = str(Path(sheet_process.__file__).resolve())
        self._command = (sys.executable, "-I", own, str(path.resolve()), str(memory_mb), str(SECONDS))
        self._process: subprocess.Popen[bytes] | None = None

    @property
    def progress(self) -> float:
        """How much of the sheet was read, from 0 to 1."""
        return min(1.0, self._read / (self._height or 1))

    def close(self) -> None:
        """End the process, whatever it is at."""
        if self._process is not None:
            self._process.kill()
            self._process.communicate()

    def __iter__(self) -> Iterator[list[str]]:
        """Rows of cells. Raises TableBroken or ArchiveTooLarge."""
        process = self._process = subprocess.Popen(  # noqa: S603 (our own file; the path is an argument, no shell)
            self._command, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL
        )
        for line in process.stdout or ():
            if self._height is None:
                self._height = int(line)
                continue
            self._read += 1
            yield json.loads(line)
        self._check_end(process.wait())

    def _check_end(self, code: int) -> None:
        if code < 0 or code == sheet_process.TOO_LARGE:  # the system ended it at a limit
            raise ArchiveTooLarge(self._limit)
        if code != 0:
            raise TableBroken("workbook", None if self._height is None else self._read + 1)


def is_book(path: Path) -> bool:
    """Whether an archive is a workbook. Raises ArchiveTooLarge or TableBroken."""
    return _BOOK in {member.filename for member in _members(path)}


def weigh(path: Path, unpacked_mb: int) -> None:
    """Check the sizes that an archive declares, then those that it really unpacks to.

    Raises ArchiveTooLarge or TableBroken.
    """
    left = unpacked_mb * MEGABYTE
    members = _members(path)
    if sum(member.file_size for member in members) > left:
        raise ArchiveTooLarge(unpacked_mb)
    if any(member.compress_type not in _PLAIN or member.flag_bits & _ENCRYPTED for member in members):
        raise TableBroken("workbook")
    try:
        with path.open("rb") as file:
            for member in members:
                left -= _unpacked(file, member, left)
    except (zlib.error, EOFError):
        raise TableBroken("workbook") from None
    except _TooMuch:
        raise ArchiveTooLarge(unpacked_mb) from None


def _members(path: Path) -> list[zipfile.ZipInfo]:
    """Entries of the archive's directory, which is weighed first: a small file can list half a million."""
    with path.open("rb") as file:
        size = file.seek(0, SEEK_END)
        file.seek(max(0, size - _LONGEST_TAIL))
        tail = file.read()
    at = tail.rfind(_TAIL)
    if at < 0:
        raise TableBroken("workbook")
    directory = int.from_bytes(tail[at + 12 : at + 16], "little")
    if directory > LARGEST_DIRECTORY:
        raise ArchiveTooLarge(LARGEST_DIRECTORY // MEGABYTE)
    try:
        with zipfile.ZipFile(path) as archive:
            return archive.infolist()
    except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError):
        raise TableBroken("workbook") from None


class _TooMuch(Exception):
    """More was unpacked than is allowed."""


def _unpacked(file: BinaryIO, member: zipfile.ZipInfo, limit: int) -> int:
    """How many bytes a member really unpacks to, whatever it declares. Raises _TooMuch."""
    file.seek(member.header_offset)
    header = file.read(_LOCAL_HEADER)
    file.seek(int.from_bytes(header[26:28], "little") + int.from_bytes(header[28:30], "little"), 1)
    left = member.compress_size
    if member.compress_type == zipfile.ZIP_STORED:
        if left > limit:
            raise _TooMuch
        return left
    inflating = zlib.decompressobj(-zlib.MAX_WBITS)
    unpacked = 0
    while left > 0 and not inflating.eof:
        chunk = file.read(min(_CHUNK, left))
        if not chunk:
            raise EOFError
        left -= len(chunk)
        while chunk and not inflating.eof:
            unpacked += len(inflating.decompress(chunk, _CHUNK))
            chunk = inflating.unconsumed_tail
            if unpacked > limit:
                raise _TooMuch
    return unpacked
