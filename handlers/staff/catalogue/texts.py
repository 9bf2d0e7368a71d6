"""Words of the catalogue's imports. A report is told in lines, for the chat and for the command line alike."""

from collections.abc import Iterable, Sequence
from typing import Any

from handlers.common import formats
from handlers.common.errors import sentence
from handlers.common.words import _, _n, pick
from handlers.staff.catalogue import codes
from handlers.staff.catalogue.report import lines
from handlers.staff.indicators.texts import shorten
from services.programs.actions.importing.queue import CHAT_MB
from services.programs.models import ImportState
from services.programs.queries.imports import ImportView, Rejected
from services.territories.queries import TerritoryView

_NAME, _LOCAL = 60, 40
_REASONS = 4
"""Reasons and warnings that the chat tells one by one."""


def listed(place: TerritoryView, *, has_any: bool, is_pulled: bool) -> str:
    """What stands above the list of imports."""
    how = _(
        "Send me a file of the Navigator (JSON) or a filled-in table (CSV, XLSX) of at most {limit} MB: I ask once, "
        "load it and tell what was taken. People see a new catalogue all at once, or none of it."
    ).format(limit=CHAT_MB)
    lines_ = [title(place), how]
    if is_pulled:
        lines_.append(_("At night the catalogue is also pulled from the neighbour's address."))
    if not has_any:
        lines_.append(_("Nothing was loaded yet."))
    return "\n\n".join(lines_)


def label(one: ImportView, place: TerritoryView) -> str:
    """A button of the list: the sign of how it ended, the moment, the file."""
    sign = {
        ImportState.ASKED: "❔",
        ImportState.QUEUED: "⏳",
        ImportState.STAGING: "⏳",
        ImportState.LIVE: "✅",
        ImportState.UNCHANGED: "▫️",
        ImportState.REFUSED: "✋",
        ImportState.FAILED: "⚠️",
    }[one.state]
    return f"{sign} {formats.moment(one.started_at, place.timezone)} · {shorten(one.source, 24)}"


def of_import(one: ImportView, place: TerritoryView) -> str:
    """An import as it stands."""
    head = "\n".join([title(place), _file(one, place)])
    return f"{head}\n\n{_standing(one)}"


def _standing(one: ImportView) -> str:
    match one.state:
        case ImportState.ASKED:
            return _("Load this file as the catalogue? Until it is all read, people see the catalogue as it is now.")
        case ImportState.QUEUED:
            return _("It waits its turn. Nothing is needed from you: this message tells how far it is.")
        case ImportState.STAGING:
            return _going(one)
        case ImportState.FAILED:
            return _failed(one)
        case ImportState.REFUSED:
            return "\n\n".join([_refused(one), *_report(one)])
        case _:
            return "\n\n".join(_report(one))


def _going(one: ImportView) -> str:
    if not one.to_stage:
        return _("Reading the file: {percent} %. People see the catalogue as it was.").format(percent=one.percent)
    return _n(
        "Ready: {done} of {count} program. People see the catalogue as it was, then all the new one at once.",
        "Ready: {done} of {count} programs. People see the catalogue as it was, then all the new one at once.",
        one.to_stage,
    ).format(done=one.staged, count=one.to_stage)


def _failed(one: ImportView) -> str:
    if one.error is not None:
        return sentence(one.error)
    return _("Something broke on our side. The catalogue is as it was. Please send the file again, or tell the office.")


def _refused(one: ImportView) -> str:
    if one.error is None:
        return _("Nothing was changed.")
    told = one.report.get("changes", {})
    return _n(
        "{count} program would vanish from the catalogue, more than one in five. Nothing was changed. Is it meant so?",
        "{count} programs would vanish from the catalogue, more than one in five. Nothing was changed. Is it meant so?",
        told.get("deleted", 0),
    ).format(count=told.get("deleted", 0))


def _report(one: ImportView) -> list[str]:
    """Paragraphs of a report; a refused one tells no changes, there are none."""
    told = lines(one.report, most=_REASONS)
    parts = [told.records, told.refused, told.warnings, told.services]
    if one.state is not ImportState.REFUSED:
        parts.insert(0, told.changes)
    return [formats.safe("\n".join(part)) for part in parts if part]


def rejected(one: ImportView, place: TerritoryView, shown: Sequence[Rejected]) -> str:
    """A page of refused records."""
    head = "\n".join([title(place), _file(one, place)])
    return "\n".join([head, "", *map(_reject, shown)])


def _reject(item: Rejected) -> str:
    local_id = formats.safe(shorten(item.local_id, _LOCAL))
    return f"• {codes.box(item.box)}, <code>{local_id}</code>: {codes.reason(item.reason)}"


def whose() -> str:
    """Above the territories."""
    return _("Choose the territory whose catalogue it is.")


def template() -> str:
    """Under the table that is sent."""
    return _("One row is one group. How to fill it in is told in the file itself; then send it to me here.")


def title(place: TerritoryView) -> str:
    """The first line of every screen."""
    return _("<b>Catalogue: {territory}</b>").format(territory=formats.safe(pick(place.short_ru, place.short_en)))


def _file(one: ImportView, place: TerritoryView) -> str:
    when = formats.moment(one.ended_at or one.started_at, place.timezone)
    return f"{formats.safe(shorten(one.source, _NAME))}, {when}"


def table(report: dict[str, Any], rejects: Iterable[Rejected]) -> str:
    """The whole report as plain lines, for a terminal."""
    told = lines(report)
    refused = [f"  {codes.box(item.box)}  {item.local_id}  {codes.reason(item.reason)}" for item in rejects]
    parts = [told.changes, told.records, told.refused, told.warnings, told.services, refused]
    return "\n\n".join("\n".join(part) for part in parts if part)
