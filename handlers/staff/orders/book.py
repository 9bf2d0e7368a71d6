"""The report of a year's order as a workbook, by section. Its first sheet can be read back as a change."""

from collections.abc import Sequence
from dataclasses import dataclass
from io import BytesIO

from handlers.common.formats import day
from handlers.common.words import _
from handlers.parent.programs.texts import focus
from services.orders.gateway import COLUMNS, layout
from services.orders.queries import AmendmentView, Limits, LineView
from services.programs.models import Focus
from services.providers.queries import ProviderView

KOPECKS = 100
WIDTH = 18


@dataclass(frozen=True)
class Execution:
    """All that the report tells; ``names`` are the services' by code, ``clubs`` the providers' by id."""

    lines: list[LineView]
    limits: Limits
    history: list[AmendmentView]
    names: dict[str, str]
    clubs: dict[int, ProviderView]


def book(told: Execution) -> bytes:
    """Sections: lines, funding periods, focuses, agreements, amendments."""
    import xlsxwriter  # noqa: PLC0415 (only a report needs it)

    out = BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}) as made:
        bold = made.add_format({"bold": True})
        for title, heading, rows in _sections(told):
            sheet = made.add_worksheet(title)
            sheet.freeze_panes(1, 0)
            sheet.set_column(0, len(heading) - 1, WIDTH)
            sheet.write_row(0, 0, heading, bold)
            for at, row in enumerate(rows, 1):
                sheet.write_row(at, 0, row)
    return out.getvalue()


Section = tuple[str, Sequence[str], list[Sequence[object]]]


def _sections(told: Execution) -> tuple[Section, ...]:
    first = (
        *(layout().columns[name] for name in COLUMNS),
        *(_("Service"), _("Children promised"), _("Hours promised"), _("Hours in contracts"), _("Hours rendered")),
        *(_("Money promised, ₽"), _("Money in contracts, ₽"), _("Money paid, ₽"), _("Money left, ₽")),
    )
    money = (_("Limit, ₽"), _("Promised, ₽"), _("Left, ₽"))
    act, days = _("Act"), (_("First day"), _("Last day"))
    return (
        (layout().sheet, first, [_line(one, told.names) for one in told.lines]),
        (_("Funding periods"), (*days, act, *money), [
            (day(one.starts_on), day(one.ends_on), one.act, *_left(one.limit, one.reserved))
            for one in told.limits.periods
        ]),
        (_("Fields"), (_("Field"), act, _("Certificates at most"), _("Given")), [
            (focus(Focus(one.focus)), one.act, _("no limit") if one.most is None else one.most, one.reserved)
            for one in told.limits.focuses
        ]),
        (_("Agreements"), (_("Number"), _("Club"), *days, *money), [
            (one.number, told.clubs[one.provider_id].name if one.provider_id in told.clubs else "",
             day(one.starts_on), day(one.ends_on), *_left(one.limit, one.reserved))
            for one in told.limits.agreements
        ]),
        (_("Amendments"), (_("Number"), act, _("Reason"), *days, _("Lines changed")), [
            (one.number, one.act, one.why, day(one.valid_from), day(one.valid_to), len(one.changes))
            for one in told.history
        ]),
    )  # fmt: skip


def _line(one: LineView, names: dict[str, str]) -> Sequence[object]:
    code = one.service_code
    return (
        *(code or layout().common, one.limit.children, one.limit.hours),
        *("" if one.norm is None else format(one.norm, "f"), one.limit.money / KOPECKS, names.get(code or "", "")),
        *(one.reserved.children, one.reserved.hours, one.committed.hours, one.paid.hours),
        *(amount / KOPECKS for amount in (one.reserved.money, one.committed.money, one.paid.money, one.left.money)),
    )


def _left(limit: int | None, reserved: int) -> Sequence[object]:
    if limit is None:
        return _("no limit"), reserved / KOPECKS, ""
    return limit / KOPECKS, reserved / KOPECKS, (limit - reserved) / KOPECKS
