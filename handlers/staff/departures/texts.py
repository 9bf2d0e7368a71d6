"""Words of the clubs that end, for the staff."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from typing import Any

from handlers.common import formats
from handlers.common.words import _
from handlers.parent.certificates.texts import short, status
from services.certificates.models import ApplicationStatus
from services.departures.queries import DepartureView, Line
from services.departures.rules import Answer, Figures, Ground, Stage

LONGEST = 90


def ground(value: Ground) -> str:
    """Why it ends."""
    return {
        Ground.OWN_REQUEST: _("own request"),
        Ground.LICENCE_ENDED: _("the licence has ended"),
        Ground.LIQUIDATION: _("liquidation"),
        Ground.BREACH: _("gross breach found by monitoring"),
        Ground.NO_AGREEMENT: _("the agreement is not signed"),
        Ground.GROUP_CLOSED: _("the program or group is closed"),
    }[value]


def stage(value: Stage) -> str:
    """Where it stands."""
    return {
        Stage.RUNNING: _("families are being told"),
        Stage.OFFERED: _("families choose"),
        Stage.CLOSED: _("over"),
        Stage.UNDONE: _("taken back"),
    }[value]


def written(one: DepartureView) -> str:
    """Who wrote it down and who took it back, and when: for whoever looks years later."""
    who = _("colleague No. {number}").format(number=one.begun_by) if one.begun_by else _("the command line")
    told = [_("Written down by: {who}, {day}.").format(who=who, day=formats.day(one.begun_at.date()))]
    if one.undone_at is not None:
        told.append(_("Taken back: {day}.").format(day=formats.day(one.undone_at.date())))
    return " ".join(told)


def answer(value: Answer | None) -> str:
    """What became of a child's choice."""
    words = {
        Answer.MOVED: _("goes to a place offered"),
        Answer.OTHER: _("has found another club"),
        Answer.LEFT: _("takes no other club"),
        Answer.SILENT: _("did not answer"),
        Answer.UNDONE: _("taken back"),
    }
    return _("answer is awaited") if value is None else words[value]


def is_open(line: Line) -> bool:
    """Whether the child's place is still to be found: nobody has chosen, and it is enrolled where it was."""
    return line.answer in {None, Answer.SILENT} and line.status is ApplicationStatus.ENROLLED


def counted(seen: Mapping[str, Any]) -> list[str]:
    """Figures as lines; nought is said only of the children."""
    told = (
        (_("children there"), "children"),
        (_("with places to choose from"), "with_places"),
        (_("without a like place"), "without_places"),
        (_("go to a place offered"), "moved"),
        (_("have found another club"), "other"),
        (_("take no other club"), "left"),
        (_("did not answer"), "silent"),
        (_("answer is awaited"), "waiting"),
    )
    return [f"{words}: {seen[name]}" for words, name in told if seen.get(name) or name == "children"]


def figures(seen: Figures) -> list[str]:
    """The same of a departure or of a dry run."""
    return counted(asdict(seen))


def sums(lines: Sequence[Line]) -> list[str]:
    """How the new cases stand, and the money of all."""
    stand = Counter(line.new_status for line in lines if line.new_status is not None)
    words = _("new case, {state}: {count}")
    told = [words.format(state=status(one), count=many) for one, many in stand.most_common()]
    back, promised = (sum(getattr(line, name) for line in lines) for name in ("returned", "promised"))
    money = ((_("went back: {money}"), back), (_("new certificate: {money}"), promised))
    return [*told, *(sum_of.format(money=formats.money(amount)) for sum_of, amount in money if amount)]


def listed(shown: Sequence[tuple[DepartureView, Figures]]) -> str:
    """Each departure with its figures, and where more can be done."""
    head = _("<b>Clubs that end</b>")
    if not shown:
        return f"{head}\n\n" + _(
            "None. When a club, a program or a group ends before its time, write it down on the page “Clubs that end”: "
            "the families are offered other places at once."
        )
    parts = [head]
    for one, seen in shown:
        line = _("{title}: last day {last}, answers through {day}; {stage}.").format(
            title=short(one.title, LONGEST),
            last=formats.day(one.leaves_on),
            day=formats.day(one.reply_by),
            stage=stage(one.stage),
        )
        parts.append("\n".join([line, *figures(seen)]))
    return "\n\n".join([*parts, _("Who is silent, the report and taking back are on the page.")])


def told(facts: Mapping[str, Any]) -> str:
    """The same for a terminal."""
    if facts.get("dry_run"):
        return "\n".join([_("Dry run: nothing was written and nobody was told."), *counted(facts)])
    head = _("No. {number}, {title}: {stage}. Last day {last}, answers through {day}.").format(
        number=facts["number"],
        title=facts["title"],
        stage=stage(Stage(facts["stage"])),
        last=facts["leaves_on"],
        day=facts["reply_by"],
    )
    return "\n".join([head, *counted(facts)])


def ask_undo(one: DepartureView) -> str:
    """What taking back does."""
    if one.stage is Stage.CLOSED:
        return _("The club has come back: its groups take applications again. Contracts that have ended stay ended.")
    return _(
        "The club stays? Choices that wait are taken back and their families told, seats that were held are free, its "
        "groups take applications again. What families have chosen already goes on."
    )
