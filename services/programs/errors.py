"""What a group, a file of the catalogue and the address that it is pulled from may refuse."""

from datetime import date

from services.core.errors import Refused, Unavailable


class GroupFull(Refused):
    """Every seat of the group is taken."""


class EnrolmentClosed(Refused):
    """The organiser closed enrolment into the group on a day."""

    def __init__(self, closed_on: date) -> None:
        super().__init__(closed_on)
        self.closed_on = closed_on


class EnrolmentNotYet(Refused):
    """Applications to the group are taken from a day that is still to come."""

    def __init__(self, opens_on: date) -> None:
        super().__init__(opens_on)
        self.opens_on = opens_on


class EnrolmentLate(Refused):
    """The last day of applications to the group has passed."""

    def __init__(self, closes_on: date) -> None:
        super().__init__(closes_on)
        self.closes_on = closes_on


class NoTimetable(Refused):
    """The organiser has not named the days of the group."""


class CourseOver(Refused):
    """The group has no lesson left; ``ends_on`` is the last day of its course."""

    def __init__(self, ends_on: date) -> None:
        super().__init__(ends_on)
        self.ends_on = ends_on


class SeatsThere(Refused):
    """The group takes children already: there is nothing to wait for."""

    def __init__(self, group_id: int) -> None:
        super().__init__(group_id)
        self.group_id = group_id


class NothingToWaitFor(Refused):
    """The group will not take children: it is hidden, over, or no certificate ever pays for it."""


class TooManyWishes(Refused):
    """The person keeps or awaits as many as the desk remembers: ``limit``."""

    def __init__(self, limit: int) -> None:
        super().__init__(limit)
        self.limit = limit


class FileRefused(Refused):
    """A file of the catalogue cannot be read at all; nothing of it was kept."""


class FileTooLarge(FileRefused):
    """The file is larger than ``IMPORT_MAX_MB``. Megabytes of 1,000,000 bytes; ``size`` is None if it is not known."""

    def __init__(self, *, size: int | None, limit: int) -> None:
        super().__init__(size, limit)
        self.size = size
        self.limit = limit


class FileUnknown(FileRefused):
    """Neither a Navigator package nor CSV nor XLSX; ``name`` is the file's."""

    def __init__(self, name: str) -> None:
        super().__init__(name)
        self.name = name


class FileBroken(FileRefused):
    """The file breaks off or is damaged.

    ``byte`` is about where, of ``size``; ``box`` and ``record`` are the last whole record before it, by its place
    from 1, None if there was none.
    """

    def __init__(self, *, byte: int, size: int, box: str | None = None, record: int | None = None) -> None:
        super().__init__(byte, size, box, record)
        self.byte = byte
        self.size = size
        self.box = box
        self.record = record

    @property
    def percent(self) -> int:
        """How much of the file was whole."""
        return min(100, self.byte * 100 // max(self.size, 1))


class NotAPackage(FileRefused):
    """Whole JSON that is no Navigator package: it has no ``package`` with ``objects``."""


class TableBroken(FileRefused):
    """A table that cannot be read further; ``row`` is counted from 1 with the headings, None if no row was reached.

    ``why`` is a code: ``encoding``, ``cell`` (too long), ``workbook`` (not one, or damaged), ``empty``.
    """

    def __init__(self, why: str, row: int | None = None) -> None:
        super().__init__(why, row)
        self.why = why
        self.row = row


class HeadingsMissing(FileRefused):
    """The table lacks headings of the template: here they are, as the template writes them."""

    def __init__(self, missing: tuple[str, ...]) -> None:
        super().__init__(missing)
        self.missing = missing


class ArchiveTooLarge(FileRefused):
    """A workbook that unpacks to more than the limit, in megabytes: most likely a bomb."""

    def __init__(self, limit: int) -> None:
        super().__init__(limit)
        self.limit = limit


class AddressRefused(FileRefused):
    """The catalogue's address, or where it leads, may not be asked; ``why``: ``scheme``, ``address``, ``redirect``."""

    def __init__(self, why: str) -> None:
        super().__init__(why)
        self.why = why


class ChecksumWrong(FileRefused):
    """What arrived is not what was sent: its SHA-256 differs from the one in the answer."""


class SourceSilent(Unavailable):
    """The catalogue's address does not give the file; ``status`` is its last HTTP answer, None if there was none."""

    def __init__(self, status: int | None = None, retry_after: int = 60) -> None:
        super().__init__("catalogue", retry_after)
        self.status = status


class ImportOvertaken(Refused):
    """Another import of the same territory began while this one was under way: the later one counts."""


class RemovalsRefused(Refused):
    """More than a fifth of the programs that people find would vanish: somebody must say that it is meant so."""

    def __init__(self, vanishing: int, live: int) -> None:
        super().__init__(vanishing, live)
        self.vanishing = vanishing
        self.live = live


class TooLargeForChat(Refused):
    """A messenger hands over files of at most ``limit`` megabytes; the command line takes larger ones."""

    def __init__(self, limit: int, slug: str) -> None:
        super().__init__(limit, slug)
        self.limit = limit
        self.slug = slug


class FileGone(Unavailable):
    """The messenger does not give the file any more, or not now."""

    def __init__(self, retry_after: int = 60) -> None:
        super().__init__("file", retry_after)
