"""Words of the order for the staff."""

from handlers.common.formats import day, moment, money, safe
from handlers.common.words import _, _n
from handlers.staff.orders.words import code_of, count, heading, norm, parts
from services.orders.gateway import layout
from services.orders.queries import AmendmentView, DraftView, LineView
from services.orders.rules import Volume
from services.orders.rules.changes import Change, Terms
from services.territories.queries import TerritoryView

LONGEST = 640
"""Of the list of changes in one screen; the page shows all."""


def order(place: str, year: int, lines: list[LineView], edition: int) -> str:
    """A year's order as a whole."""
    head = _("<b>Social order {year}</b>, {place}").format(year=year, place=safe(place))
    if not lines:
        return f"{head}\n\n" + _("It has no lines yet: add one, or send the order as an XLSX file.")
    limit, reserved = _sum([line.limit for line in lines]), _sum([line.reserved for line in lines])
    paid = _sum([line.paid for line in lines])
    rows = [
        _("Children: {held} of {limit}").format(held=count(reserved.children), limit=count(limit.children)),
        _("Person-hours: {held} of {limit}, rendered {paid}").format(
            held=count(reserved.hours), limit=count(limit.hours), paid=count(paid.hours)
        ),
        _("Money: {held} of {limit}, paid {paid}").format(
            held=money(reserved.money), limit=money(limit.money), paid=money(paid.money)
        ),
    ]
    lines_told = _n("{count} line, amendment No. {edition}.", "{count} lines, amendment No. {edition}.", len(lines))
    told = lines_told.format(count=len(lines), edition=edition)
    return "\n".join([head, "", _("Promised by certificates at this moment:"), *rows, "", told])


def line(one: LineView, name: str | None) -> str:
    """One line in figures."""
    rows = [
        f"<b>{safe(code_of(one.service_code))}</b>, {one.year}",
        *([safe(name)] if name else []),
        "",
        _("Children: {held} of {limit}").format(held=count(one.reserved.children), limit=count(one.limit.children)),
        _("Person-hours: {held} of {limit}, in contracts {bound}, rendered {paid}").format(
            held=count(one.reserved.hours),
            limit=count(one.limit.hours),
            bound=count(one.committed.hours),
            paid=count(one.paid.hours),
        ),
        _("Money: {held} of {limit}, in contracts {bound}, paid {paid}").format(
            held=money(one.reserved.money),
            limit=money(one.limit.money),
            bound=money(one.committed.money),
            paid=money(one.paid.money),
        ),
        _("Cost of a person-hour: {norm}").format(norm=norm(one.norm)),
    ]
    return "\n".join(rows)


def ask_code() -> str:
    return _("For which service is the new line? Write its code, or a dash for the line of all other services.")


def ask_file() -> str:
    told = layout().columns
    return _(
        "Send the order as an XLSX file: the first sheet, one row a line, these headings: {headings}. Lines that are "
        "not in the file are taken out. Nothing changes until you have seen the difference and said yes."
    ).format(headings=", ".join(f"«{safe(name)}»" for name in told.values()))


def question(draft: DraftView, field: str, now: Terms | None) -> str:
    """The question of a field, with what stands there now."""
    words = {
        "children": _("How many children a year? A whole number."),
        "hours": _("How many person-hours a year? A whole number."),
        "norm": _("What does a person-hour cost? Roubles with all digits, or a dash."),
        "money": _("How much money a year? Roubles and kopecks."),
        "act": _("By which act is it changed? Its kind, number and date, as they are written on it."),
        "day": _("From which day does the change hold? A day of {year}, like 01.09.{year}.").format(year=draft.year),
        "why": _("For what reason? A few words for the history."),
    }[field]
    head = _("Change of the order {year}").format(year=draft.year)
    what = safe(code_of(draft.wanted[0].code)) if len(draft.wanted) == 1 else safe(draft.source)
    said = _standing(field, now)
    return "\n\n".join([f"<b>{head}</b>: {what}", *([said] if said else []), words])


def _standing(field: str, now: Terms | None) -> str:
    if now is None or field not in {"children", "hours", "norm", "money"}:
        return ""
    values = {
        "children": count(now.children),
        "hours": count(now.hours),
        "norm": norm(now.norm),
        "money": money(now.money),
    }
    return _("Now: {value}.").format(value=values[field])


def difference(draft: DraftView, promised: dict[str | None, Terms], name: str = "") -> str:
    """The question before the order is changed: every line old → new, and what is promised already."""
    assert draft.valid_from is not None  # (nothing is missing)
    head = _("<b>Change the order {year}?</b>").format(year=draft.year)
    act = _("By: {act}, from {day}. Reason: {why}").format(
        act=safe(draft.act), day=day(draft.valid_from), why=safe(draft.why)
    )
    return "\n\n".join([head, *([safe(name)] if name else []), changes(draft.changes, promised), act])


def changes(told: tuple[Change, ...], promised: dict[str | None, Terms]) -> str:
    """Lines of a difference, as many as a screen holds."""
    blocks, size = [], 0
    for at, one in enumerate(told):
        block = "\n".join([f"<b>{safe(heading(one))}</b>", *parts(one, promised.get(one.code))])
        size += len(block)
        if size > LONGEST and at:
            rest = len(told) - at
            more = _n("…and {count} line more: open the page.", "…and {count} lines more: open the page.", rest)
            blocks.append(more.format(count=rest))
            break
        blocks.append(block)
    return "\n".join(blocks)


def done(year: int, number: int) -> str:
    return _(
        "The order {year} is changed: amendment No. {number}. Certificates are promised within the new limits from now."
    ).format(year=year, number=number)


def ask_leave() -> str:
    return _("Throw this change away? The order stays as it is.")


def left() -> str:
    return _("Thrown away. The order is as it was.")


def history(place: TerritoryView, year: int, one: AmendmentView | None) -> str:
    """One amendment: act, date, who, why, and each line before and after."""
    head = _("<b>Changes of the order {year}</b>").format(year=year)
    if one is None:
        return f"{head}\n\n" + _("There are none yet.")
    made = _("No. {number}, {moment}, person No. {person}").format(
        number=one.number, moment=moment(one.made_at, place.timezone), person=one.made_by or "—"
    )
    act = _("By: {act}, from {first} to {last}. Reason: {why}").format(
        act=safe(one.act), first=day(one.valid_from), last=day(one.valid_to), why=safe(one.why)
    )
    return "\n\n".join([f"{head}\n{made}", act, changes(one.changes, {})])


def report() -> str:
    return _("Execution of the order at this moment. The first sheet can be edited and sent back as a change.")


def _sum(volumes: list[Volume]) -> Volume:
    return Volume(
        sum(one.children for one in volumes),
        sum(one.hours for one in volumes),
        sum(one.money for one in volumes),
    )
