"""Any file of a catalogue: what it is is read from its first bytes, not from its name."""

from collections.abc import Iterator
from pathlib import Path
from typing import Protocol, Self

from services.programs.errors import FileUnknown
from services.programs.gateway.navigator.reading import Package
from services.programs.gateway.records import RawRecord
from services.programs.gateway.source import check_size
from services.programs.gateway.tables.reading import Table
from services.programs.gateway.tables.rows import Rows
from services.programs.gateway.tables.workbook import is_book

_HEAD = 4096
_ARCHIVE = b"PK\x03\x04"
_WIDE = (b"\xff\xfe", b"\xfe\xff")
_MARK = b"\xef\xbb\xbf"


class CatalogueFile(Protocol):
    """A file that is open for reading. Iterate once inside ``with``; it keeps one record in memory."""

    @property
    def declared(self) -> set[tuple[str, str]]:
        """Codes of the file's own dictionaries; complete when the iteration ends, for ``Ledger.settle``."""

    @property
    def progress(self) -> float:
        """How much was read, from 0 to 1."""

    def __enter__(self) -> Self: ...

    def __exit__(self, *_exc: object) -> None: ...

    def __iter__(self) -> Iterator[RawRecord]: ...


def open_catalogue(path: Path, *, max_mb: int, datasource: str, told_at: int) -> CatalogueFile:
    """Open a Navigator package, a CSV or an XLSX.

    ``max_mb`` is ``IMPORT_MAX_MB``, in millions of bytes. ``datasource`` (a territory's slug) and ``told_at`` (Unix
    seconds) are of a table's records: a package tells both itself. Raises FileTooLarge, FileUnknown, ArchiveTooLarge or
    TableBroken at once; iterating raises FileBroken, NotAPackage, TableBroken, ArchiveTooLarge or HeadingsMissing,
    maybe after many records. All are FileRefused.
    """
    check_size(path, max_mb)
    with path.open("rb") as file:
        head = file.read(_HEAD)
    if head.startswith(_ARCHIVE):
        if not is_book(path):
            raise FileUnknown(path.name)
        return Table(path, Rows(datasource, told_at), max_mb=max_mb, is_workbook=True)
    start = head.removeprefix(_MARK).lstrip()[:1]
    if start in (b"{", b"["):
        return Package(path, max_mb=max_mb)
    if start == b"<" or (b"\0" in head and not head.startswith(_WIDE)):
        raise FileUnknown(path.name)
    return Table(path, Rows(datasource, told_at), max_mb=max_mb, is_workbook=False)
