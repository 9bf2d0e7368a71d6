"""Words of the plan. Texts of the rows are the act's own, shortened at a word."""

from collections.abc import Sequence

from handlers.common import formats
from handlers.common.words import _, _n, pick
from handlers.staff.indicators.texts import shorten
from services.plan.queries import Item, Plan
from services.plan.rules import DueKind, State

_STAGE, _LINE, _DUE, _ACTIVITY, _FIELD, _NOTE = 55, 70, 50, 260, 130, 160
_ALIKE = 4
"""Words from which on a common beginning says nothing."""


def stages(plan: Plan) -> str:
    """The stages with how much of each is done."""
    if not plan.items:
        return _(
            "{title}\n\nThe act of this territory has no plan of the trial, so there is nothing to mark here."
        ).format(title=_title(plan))
    lines = [_title(plan)]
    if plan.is_over:
        lines.append(
            _("The act ended with {year}: rows that were not marked are kept as an archive.").format(
                year=plan.last_year
            )
        )
    for number, items in plan.stages().items():
        done = sum(item.state is State.DONE for item in items)
        words = _n("{done} of {count} row done", "{done} of {count} rows done", len(items))
        title = formats.safe(shorten(items[0].stage, _STAGE))
        lines.append(f"<b>{number}.</b> {title} — {words.format(done=done, count=len(items))}")
    return "\n".join([lines[0], "", *lines[1:]])


def stage(plan: Plan, shown: tuple[Item, ...]) -> str:
    """A page of one stage."""
    head = f"<b>{shown[0].stage_no}.</b> {formats.safe(shorten(shown[0].stage, _STAGE))}"
    return "\n".join([f"{_title(plan)}\n{head}", "", *_lines(shown)])


def late(plan: Plan, shown: tuple[Item, ...], standing: State, total: int) -> str:
    """A page of what is late, of all stages."""
    head = {
        State.OVERDUE: _n("{count} row is overdue.", "{count} rows are overdue.", total),
        State.ARCHIVE: _n(
            "{count} row was not marked before the act ended.",
            "{count} rows were not marked before the act ended.",
            total,
        ),
    }[standing]
    if not shown:
        return f"{_title(plan)}\n\n{_('There are no such rows any more.')}"
    return "\n".join([f"{_title(plan)}\n{head.format(count=total)}", "", *_lines(shown)])


def row(plan: Plan, item: Item) -> str:
    """One row in full: what, by when, who, and where it stands."""
    lines = [
        _("<b>Row {number}</b> of the plan, {territory}").format(
            number=formats.safe(item.label), territory=_short(plan)
        ),
        formats.safe(shorten(item.activity, _ACTIVITY)),
        "",
        _("Term: {due}").format(due=_due(item)),
    ]
    if item.responsible:
        lines.append(_("Owner: {owner}").format(owner=formats.safe(shorten(item.responsible, _FIELD))))
    if item.result:
        lines.append(_("Result: {result}").format(result=formats.safe(shorten(item.result, _FIELD))))
    return "\n".join([*lines, "", *_standing(plan, item)])


def ask(plan: Plan, item: Item) -> str:
    """The question before a mark."""
    return _(
        "Mark row {number} as done today, {day}?\n\n"
        "If it was done on another day, or you want to add a note, write it in one message, like:\n"
        "14.05.2024 order No. 5",
    ).format(number=formats.safe(item.label), day=formats.day(plan.today))


def ask_undo(item: Item) -> str:
    """The question before a mark is taken back."""
    return _(
        "Take back the mark of row {number}? The day and the note leave the screen; the history keeps them."
    ).format(number=formats.safe(item.label))


def _title(plan: Plan) -> str:
    return _("<b>Plan of the trial: {territory}</b>").format(territory=_short(plan))


def _short(plan: Plan) -> str:
    return formats.safe(pick(plan.territory.short_ru, plan.territory.short_en))


def distinct(texts: Sequence[str]) -> list[str]:
    """Texts that begin alike for several words begin a word before they part: «…формирования реестра»."""
    words = [text.split() for text in texts]
    found = []
    for number, own in enumerate(words):
        alike = max((_alike(own, other) for at, other in enumerate(words) if at != number), default=0)
        cut = alike - 1 if alike >= _ALIKE else 0
        found.append(("…" if cut else "") + " ".join(own[cut:]))
    return found


def _alike(one: Sequence[str], other: Sequence[str]) -> int:
    """How many words two texts share from their beginning."""
    return next(
        (at for at, pair in enumerate(zip(one, other, strict=False)) if pair[0] != pair[1]), min(len(one), len(other))
    )


def _lines(shown: tuple[Item, ...]) -> list[str]:
    return [_line(item, text) for item, text in zip(shown, distinct([item.activity for item in shown]), strict=True)]


def _line(item: Item, text: str) -> str:
    sign = {State.DONE: "✅", State.OVERDUE: "⚠️", State.ARCHIVE: "🗄", State.WAITING: "▫️"}[item.state]
    return f"{sign} <b>{formats.safe(item.label)}</b> {formats.safe(shorten(text, _LINE))} — <i>{_due(item)}</i>"


def _due(item: Item) -> str:
    """The act's own words; none is said so."""
    if item.due.kind is DueKind.NONE or item.due.text is None:
        return _("no term in the act")
    told = formats.safe(shorten(item.due.text, _DUE))
    if item.time.period and item.time.last_day is not None:
        return _("{due}; this time through {day}").format(due=told, day=formats.day(item.time.last_day))
    return told


def _standing(plan: Plan, item: Item) -> list[str]:
    if item.mark is not None:
        done = _("✅ Done on {day}.") if not item.is_late else _("✅ Done on {day}, after its term.")
        lines = [done.format(day=formats.day(item.mark.done_on))]
        if item.mark.note:
            lines.append(_("Note: {note}").format(note=formats.safe(shorten(item.mark.note, _NOTE))))
        return lines
    if item.state is State.OVERDUE and item.time.last_day is not None:
        late = (plan.today - item.time.last_day).days
        return [_n("⚠️ Overdue by {count} day.", "⚠️ Overdue by {count} days.", late).format(count=late)]
    if item.state is State.ARCHIVE:
        return [_("🗄 Archive: the act ended with {year}, and the row was not marked.").format(year=plan.last_year)]
    return [_("▫️ Not done yet.")]
