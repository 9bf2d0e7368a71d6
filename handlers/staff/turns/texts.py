"""Words of the turn of the year for the staff."""

from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

from handlers.common import formats
from handlers.common.words import _, _n
from handlers.parent.certificates.texts import short
from services.turns.queries import TurnView, Unanswered
from services.turns.rules import Figures, Stage

LONGEST = 40


def none_yet() -> str:
    return _(
        "<b>Turn of the year</b>\n\nChildren who go to a group now are offered their seat in the next school year "
        "before recruitment is open to all; who has grown out is told with alternatives. A dry run shows what "
        "it would do.",
    )


def stage(value: Stage) -> str:
    """Where a turn stands."""
    return {
        Stage.ASKED: _("asked for, another person starts it"),
        Stage.RUNNING: _("running: families are being told"),
        Stage.OFFERED: _("families answer"),
        Stage.OPENED: _("over, recruitment is open to all"),
        Stage.UNDONE: _("undone"),
    }[value]


def standing(made: TurnView, seen: Figures) -> str:
    """How it stands, with its figures."""
    head = _("<b>Turn to the school year {first}/{second}</b>: {stage}.").format(
        first=made.school_year, second=made.school_year + 1, stage=stage(made.stage)
    )
    lines = [head, _("Answers are taken through {day}, that day included.").format(day=formats.day(made.reply_by))]
    if made.stage is not Stage.ASKED:
        lines.append(counted(asdict(seen)))
    if made.lines:
        lines.append(
            _n("{count} line of the new order is opened, without volume.",
               "{count} lines of the new order are opened, without volume.", made.lines).format(count=made.lines)
        )  # fmt: skip
    return "\n\n".join(lines)


def figures(seen: Figures) -> str:
    """The same as lines."""
    return counted(asdict(seen))


def counted(seen: Mapping[str, Any]) -> str:
    """Figures of a turn or of a dry run."""
    told = (
        (_("children of this year"), "children"),
        (_("seat offered"), "offered"),
        (_("grown out"), "outgrown"),
        (_("another category is needed"), "unsuitable"),
        (_("no group yet"), "no_group"),
        (_("no seat"), "no_seat"),
        (_("applied already"), "filed"),
        (_("go on"), "yes"),
        (_("do not go on"), "no"),
        (_("did not answer"), "silent"),
        (_("answer is awaited"), "waiting"),
    )
    return "\n".join(
        f"{words}: {seen[name]}" for words, name in told if seen.get(name) or name in {"children", "offered"}
    )


def rehearsed(year: int, seen: Figures, *, is_arranged: bool) -> str:
    """What a turn would do today."""
    head = _("<b>Dry run to {first}/{second}</b>: nothing was written and nobody was told.").format(
        first=year, second=year + 1
    )
    parts = [head, counted(asdict(seen))]
    return "\n\n".join(parts if is_arranged else [*parts, calendar(year)])


def calendar(year: int) -> str:
    """Terms of a year that no act has arranged yet."""
    return _(
        "No act has arranged the days off of {year} yet: terms in it follow the Labour Code alone, until the calendar "
        "is mended."
    ).format(year=year)


def ask_start(year: int, *, is_second: bool, by_two: bool) -> str:
    head = _("Turn the year to {first}/{second}?").format(first=year, second=year + 1)
    if by_two and not is_second:
        return f"{head} " + _("A colleague then starts it; until then nobody is told anything.")
    return f"{head} " + _(
        "Every family is told at once, seats are held. It can be undone until recruitment is open to all."
    )


def ask_undo() -> str:
    return _(
        "Undo the turn? Offers without an answer end and their families are told. Applications that families have "
        "filed by their “yes” go on with their seats."
    )


def silent(found: Unanswered) -> str:
    """Who has not answered: numbers of this year's applications."""
    if not found.items:
        return _("Everybody has answered.")
    head = _n("{count} family has not answered:", "{count} families have not answered:", found.total).format(
        count=found.total
    )
    lines = [
        _("No. {number}, “{title}”").format(number=one.number, title=short(one.title, LONGEST)) for one in found.items
    ]
    return "\n".join([head, *lines])


def told(facts: Mapping[str, Any]) -> str:
    """The same for a terminal."""
    if facts.get("dry_run"):
        head = _("Dry run to {first}/{second}: nothing was written.").format(
            first=facts["year"], second=facts["year"] + 1
        )
    else:
        head = _("Turn to {first}/{second}: {stage}. Answers through {day}.").format(
            first=facts["year"],
            second=facts["year"] + 1,
            stage=stage(Stage(facts["stage"])),
            day=facts["reply_by"],
        )
    lines = [head, counted(facts)]
    return "\n".join(lines if facts["calendar_arranged"] else [*lines, calendar(facts["year"])])
