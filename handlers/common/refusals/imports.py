"""Words for the refusals of a catalogue's file, of the address it is pulled from, and of the import itself."""

from handlers.common.formats import safe
from handlers.common.refusals.base import Words
from handlers.common.words import _, _n
from handlers.staff.catalogue import codes
from services.programs.errors import (
    AddressRefused,
    ArchiveTooLarge,
    ChecksumWrong,
    FileBroken,
    FileGone,
    FileRefused,
    FileTooLarge,
    FileUnknown,
    HeadingsMissing,
    ImportOvertaken,
    NotAPackage,
    RemovalsRefused,
    SourceSilent,
    TableBroken,
    TooLargeForChat,
)


def _unread(_error: FileRefused) -> str:
    return _("This file cannot be read. Nothing was changed.")


def _too_large(error: FileTooLarge) -> str:
    if error.size is None:
        return _(
            "The file is larger than {limit} MB, and no import takes more (IMPORT_MAX_MB). Nothing was changed."
        ).format(limit=error.limit)
    return _("The file has {size} MB; an import takes at most {limit} (IMPORT_MAX_MB). Nothing was changed.").format(
        size=error.size, limit=error.limit
    )


def _unknown(error: FileUnknown) -> str:
    return _("{name} is neither a Navigator package (JSON) nor a table (CSV, XLSX). Nothing was changed.").format(
        name=safe(error.name)
    )


def _broken(error: FileBroken) -> str:
    where = _("The file breaks off or is damaged at {percent} % (byte {byte}). Nothing was changed.").format(
        percent=error.percent, byte=error.byte
    )
    if error.box is None or error.record is None:
        return where
    last = _("The last whole record before it: {box}, No. {record}.").format(
        box=codes.box(error.box), record=error.record
    )
    return f"{where} {last}"


def _no_package(_error: NotAPackage) -> str:
    return _("This JSON is not a Navigator package: it has no “package” with “objects”. Nothing was changed.")


def _table(error: TableBroken) -> str:
    why = {
        "encoding": _("The table is not in UTF-8 or Windows-1251. Save it again as CSV UTF-8 or XLSX."),
        "cell": _("The table has a cell that is too long."),
        "workbook": _("This is not an XLSX workbook, or it is damaged. Save it again in your spreadsheet program."),
        "empty": _("The table has no rows. The first row holds the headings of the template."),
    }.get(error.why, _("The table cannot be read."))
    where = "" if error.row is None else " " + _("Row {row}.").format(row=error.row)
    return f"{why}{where} {_('Nothing was changed.')}"


def _headings(error: HeadingsMissing) -> str:
    return _n(
        "The table lacks the column {columns}. Nothing was changed; take the template.",
        "The table lacks the columns {columns}. Nothing was changed; take the template.",
        len(error.missing),
    ).format(columns=", ".join(f"“{safe(name)}”" for name in error.missing))


def _archive(error: ArchiveTooLarge) -> str:
    return _(
        "The workbook unpacks to more than {limit} MB: it is damaged or is not what it seems. Nothing was changed."
    ).format(limit=error.limit)


def _address(error: AddressRefused) -> str:
    return {
        "scheme": _("The address must begin with http:// or https://."),
        "redirect": _("The address leads to another host or round in a circle: that is not followed."),
    }.get(error.why, _("This is not an address on the web."))


def _checksum(_error: ChecksumWrong) -> str:
    return _("What arrived differs from what was sent: the checksum is wrong. Nothing was changed; please try again.")


def _silent(error: SourceSilent) -> str:
    if error.status is None:
        return _("The catalogue's address does not answer. The catalogue stays as it was.")
    return _("The catalogue's address answers {status} instead of the file. The catalogue stays as it was.").format(
        status=error.status
    )


def _overtaken(_error: ImportOvertaken) -> str:
    return _("Another import of this territory has begun, so this one was stopped. Nothing of it is seen.")


def _removals(error: RemovalsRefused) -> str:
    return _n(
        "{count} program of {live} would vanish from the catalogue, more than one in five. Nothing was changed. "
        "If that is meant so, accept the removals (--accept-removals).",
        "{count} programs of {live} would vanish from the catalogue, more than one in five. Nothing was changed. "
        "If that is meant so, accept the removals (--accept-removals).",
        error.vanishing,
    ).format(count=error.vanishing, live=error.live)


def _chat(error: TooLargeForChat) -> str:
    return _(
        "Telegram hands me files of at most {limit} MB. A larger one is imported where the desk runs: "
        "kruzhok catalog import FILE --territory {slug}"
    ).format(limit=error.limit, slug=error.slug)


def _gone(_error: FileGone) -> str:
    return _("Telegram does not give me this file any more. Please send it again.")


WORDS: Words = {
    FileRefused: _unread,
    FileTooLarge: _too_large,
    FileUnknown: _unknown,
    FileBroken: _broken,
    NotAPackage: _no_package,
    TableBroken: _table,
    HeadingsMissing: _headings,
    ArchiveTooLarge: _archive,
    AddressRefused: _address,
    ChecksumWrong: _checksum,
    SourceSilent: _silent,
    ImportOvertaken: _overtaken,
    RemovalsRefused: _removals,
    TooLargeForChat: _chat,
    FileGone: _gone,
}
