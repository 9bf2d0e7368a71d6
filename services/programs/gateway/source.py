"""A file that is being read: its size, how far the reading is, and a cap on what one record may hold."""

import hashlib
from pathlib import Path
from typing import BinaryIO

from services.programs.errors import FileTooLarge

MEGABYTE = 1_000_000
LARGEST_RECORD = 16 * MEGABYTE
"""A record, or a single text, that is larger is damage or malice: all of it would have to be held in memory."""


class RecordTooLarge(Exception):
    """More than ``LARGEST_RECORD`` was read since the last record."""


class Source:
    """A binary file whose reading is counted. ``mark`` after each record; close it, or use ``with``."""

    def __init__(self, file: BinaryIO, size: int) -> None:
        self._file = file
        self.size = size
        self.taken = 0
        self._marked = 0

    def read(self, size: int = -1) -> bytes:
        """The next bytes. Raises RecordTooLarge."""
        if self.taken - self._marked > LARGEST_RECORD:
            raise RecordTooLarge
        data = self._file.read(size)
        self.taken += len(data)
        return data

    def mark(self) -> None:
        """A whole record was taken."""
        self._marked = self.taken

    def close(self) -> None:
        """Close the file too."""
        self._file.close()


def check_size(path: Path, max_mb: int) -> int:
    """The file's size in bytes. Raises FileTooLarge."""
    size = path.stat().st_size
    if size > max_mb * MEGABYTE:
        raise FileTooLarge(size=-(-size // MEGABYTE), limit=max_mb)
    return size


def digest(path: Path) -> str:
    """SHA-256 of a file, hexadecimal."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
