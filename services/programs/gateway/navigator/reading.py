"""Reading a package: records one by one, each checked by everything that needs no other record."""

from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO, Self

import ijson

from services.programs.errors import FileBroken, NotAPackage
from services.programs.gateway.navigator import values
from services.programs.gateway.navigator.checks import check
from services.programs.gateway.navigator.codes import FIXED, Dictionary
from services.programs.gateway.navigator.stream import Member, PackageStream
from services.programs.gateway.records import RawRecord
from services.programs.gateway.source import Source, check_size
from services.programs.gateway.verdicts import Box

MOST_DECLARED = 10_000
_DICTIONARIES = {name.value: name for name in Dictionary if name not in FIXED}
_MARK = b"\xef\xbb\xbf"
"""The byte order mark that some editors leave; JSON has none."""


class Package:
    """A Navigator package. Iterate once; ``declared`` is complete when the iteration ends."""

    def __init__(self, path: Path, *, max_mb: int) -> None:
        size = check_size(path, max_mb)
        self.declared: set[tuple[str, str]] = set()
        self._source = Source(_opened(path), size)
        self._read: Counter[Box] = Counter()
        self._last: Box | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_exc: object) -> None:
        self._source.close()

    @property
    def progress(self) -> float:
        """How much of the file was read, from 0 to 1."""
        return min(1.0, self._source.taken / max(self._source.size, 1))

    def __iter__(self) -> Iterator[RawRecord]:
        """Records as they stand in the file. Raises FileBroken or NotAPackage, maybe after many records."""
        for box, name, told in self._members():
            self._source.mark()
            if box is None:
                self._declare(name, told)
                continue
            at = self._read[box]
            self._read[box] = at + 1
            self._last = box
            yield check(box, at, told)

    def _members(self) -> Iterator[Member]:
        stream = PackageStream(self._source)
        try:
            yield from stream
        except (ijson.JSONError, ArithmeticError, ValueError):
            # ijson quotes the place where it stopped, and a file may hold anything: only the place is told
            raise self._broken() from None
        if not stream.has_objects:
            raise NotAPackage

    def _declare(self, name: str, told: dict[str, object]) -> None:
        code = values.code(told.get("code"))
        if name in _DICTIONARIES and code and len(self.declared) < MOST_DECLARED:
            self.declared.add((_DICTIONARIES[name], code))

    def _broken(self) -> FileBroken:
        return FileBroken(
            byte=self._source.taken,
            size=self._source.size,
            box=self._last.value if self._last else None,
            record=self._read[self._last] if self._last else None,
        )


def _opened(path: Path) -> BinaryIO:
    file = path.open("rb")
    if file.read(len(_MARK)) != _MARK:
        file.seek(0)
    return file
