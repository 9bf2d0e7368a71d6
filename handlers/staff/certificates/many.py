"""Words of several cases at once: a line of each, and why one is not ordinary."""

from handlers.common.words import _, _n
from handlers.parent.certificates import texts as common
from handlers.staff.certificates import texts
from services.certificates.models import ApplicationStatus
from services.certificates.queries import Checked, Line
from services.certificates.rules.ordinary import Bar

SHOWN = 24


def in_short(one: Checked) -> str:
    """An ordinary case in a line: program, age on the first day, seats."""
    found = one.found
    age = _n("{count} year", "{count} years", found.age).format(count=found.age)
    return _("{program}, {age}, seats free: {free}").format(
        program=common.program(found.group), age=age, free=found.group.free
    )


def why_not(one: Checked) -> str:
    """Everything that speaks against approving a case with the others."""
    return "; ".join([*(_bar(bar) for bar in one.bars), *(texts.doubt(doubt) for doubt in one.doubts)])


def _bar(bar: Bar) -> str:
    return {
        Bar.DECIDED: _("it is decided already"),
        Bar.RETURNED: _("it is with the parent"),
        Bar.CLUB: _("the club's word is awaited"),
        Bar.COLLEAGUE: _("a colleague has it"),
        Bar.SECOND: _("you have proposed it, a colleague approves"),
    }[bar]


def mark_of(line: Line, me: int) -> str:
    """What stands beside a case in the queue: whose it is, how it came, what it waits for."""
    facts = line.facts
    marks = []
    if facts.assignee_id is not None:
        marks.append(_("yours") if facts.assignee_id == me else _("a colleague has it"))
    if facts.proposed_by is not None:
        marks.append(_("you have proposed it") if facts.proposed_by == me else _("second person awaited"))
    if facts.filed_how:
        marks.append(how(facts.filed_how))
    if facts.status not in {ApplicationStatus.REGISTERED, ApplicationStatus.SUBMITTED}:
        marks.append(common.status(facts.status))
    return ", ".join(marks)


def how(code: str) -> str:
    """How an application came, where it was not the parent who filed it."""
    return {"code": _("filed through the staff"), "paper": _("filed through the staff, from paper")}[code]


def preview(found: list[Checked]) -> str:
    """In the chat, before several are approved: the ordinary ones, and the others with the reason."""
    ordinary = [one for one in found if one.is_ordinary]
    others = [one for one in found if not one.is_ordinary]
    parts = [
        _n("{count} case is ordinary: every rule admits it.", "{count} cases are ordinary: every rule admits them.",
           len(ordinary)).format(count=len(ordinary))
    ]  # fmt: skip
    if ordinary:
        parts.append("\n".join(_shown(one) for one in ordinary))
    if others:
        lines = [
            _("No. {number}: {why}").format(number=one.found.facts.number, why=common.short(why_not(one), 90))
            for one in others
        ]
        parts += [_("Left out, please look at each:"), "\n".join(lines)]
    return "\n\n".join(parts)


def _shown(one: Checked) -> str:
    return _("No. {number}: “{title}”").format(
        number=one.found.facts.number, title=common.short(one.found.group.title, SHOWN)
    )


def done(approved: int, proposed: int, said: list[tuple[int, str]]) -> str:
    """What became of them."""
    parts = []
    if approved:
        parts.append(
            _n("{count} application is approved.", "{count} applications are approved.", approved).format(
                count=approved
            )
        )
    if proposed:
        parts.append(proposed_many(proposed))
    parts += [_("No. {number}: {why}").format(number=number, why=common.short(why, 120)) for number, why in said]
    return "\n\n".join(parts) or _("Nothing was left to approve.")


def proposed_many(count: int) -> str:
    """The first of two persons has spoken."""
    return _n(
        "{count} application is proposed: a second person of the desk approves it.",
        "{count} applications are proposed: a second person of the desk approves them.",
        count,
    ).format(count=count)
