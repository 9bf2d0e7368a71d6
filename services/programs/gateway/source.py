"""A file that is being read: its size, how far the reading is, and a cap on what one record may hold."""

import hashlib
import sys
from pathlib import Path
from typing import BinaryIO

from services.programs.errors import FileTooLarge

MEGABYTE = 1_000_000
LARGEST_RECORD = 16 * MEGABYTE
"""A record, or a single text, that is larger is damage or malice: all of it would have to be held in memory."""


class Unreadable(ValueError):
    """Reading on would cost too much memory, or the process."""


class Source:
    """A binary file whose reading is counted. ``mark`` after each record; close it, or use ``with``."""

    def __init__(self, file: BinaryIO, size: int) -> None:
        self._file = file
        self.size = size
        self.taken = 0
        self._marked = 0

    def read(self, size: int = -1) -> bytes:
        """The next bytes. Raises Unreadable."""
        if self.taken - self._marked > LARGEST_RECORD:
            raise Unreadable("record")
        data = self._file.read(size)
        self.taken += len(data)
        if _has_long_number(data):
            raise Unreadable("number")
        return data

    def mark(self) -> None:
        """A whole record was taken."""
        self._marked = self.taken

    def close(self) -> None:
        """Close the file too."""
        self._file.close()


def _has_long_number(data: bytes) -> bool:
    """Whether there may be an integer of more digits than Python reads: the native parser dies of one.

    Of so many digits, wherever a chunk ends, one of the two parts holds a whole window; the windows are few.
    """
    window = (sys.get_int_max_str_digits() or sys.int_info.default_max_str_digits) // 5
    return any(data[at : at + window].isdigit() for at in range(0, len(data) - window + 1, window))


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
