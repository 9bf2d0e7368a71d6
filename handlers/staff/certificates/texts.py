"""Words of the clerk's queue."""

from handlers.common import formats
from handlers.common.words import _, _n
from handlers.parent.certificates import texts as common
from services.certificates.models import TO_DECIDE, ApplicationStatus
from services.certificates.queries import Cases, Line, StaffCase
from services.certificates.rules import Ground
from services.certificates.rules.eligibility import Verdict
from services.certificates.rules.lifecycle import Party, Remark


def ground(code: str) -> str:
    """A ground as a button of the clerk."""
    return {
        Ground.AGE: _("Age does not suit"),
        Ground.NO_SEATS: _("No seats left"),
        Ground.NO_ORDER_VOLUME: _("Order volume used up"),
        Ground.CONTRADICTORY_DATA: _("Contradictory data"),
        Ground.NO_AUTHORITY: _("Right to act not confirmed"),
        Ground.ENROLMENT_CLOSED: _("Enrolment is closed"),
        Ground.MEDICAL_DOCUMENT: _("No medical document"),
        Ground.TEST_FAILED: _("Test not passed"),
    }[Ground(code)]


def remark(code: str) -> str:
    """A remark as a button."""
    return {
        Remark.PAPER_MISSING: _("A paper is missing"),
        Remark.PAPER_UNREADABLE: _("A paper cannot be read"),
        Remark.DATA_DIFFER: _("Data differ"),
        Remark.CHOOSE_GROUP: _("Other days of the group"),
        Remark.CALL_US: _("Ask to call"),
    }[Remark(code)]


def choose_remark(number: int) -> str:
    return _(
        "What shall the parent mend in application No. {number}? They are told in words; the term of the decision "
        "stands still until their answer.",
    ).format(number=number)


def sent_back(number: int, code: str) -> str:
    """What is kept after a return."""
    return _("Application No. {number} is returned to the parent: {remark}. You will be told of the answer.").format(
        number=number, remark=common.remark(code)
    )


def queue(found: Cases, *, is_all: bool = True) -> str:
    """What must be decided, the oldest deadline first; of a part of it where not ``is_all``."""
    if not found.items and not is_all:
        return _("Nothing like this waits.")
    if not found.items:
        return _("Everything is decided. New applications will be written about here at once.")
    head = _n(
        "{count} application waits for a decision. The nearest deadline is first.",
        "{count} applications wait for a decision. The nearest deadline is first.",
        found.total,
    ).format(count=found.total)
    return "\n\n".join([head, "\n".join(_line(line) for line in found.items)])


def _line(line: Line) -> str:
    return _("No. {number} “{title}”: {term}").format(
        number=line.facts.number,
        title=common.short(line.title, common.LIST_TITLE),
        term=term_of(line),
    )


def term_of(line: Line) -> str:
    """By when a case must be decided."""
    day = formats.short_day(line.facts.due_on)
    if line.waiting is None:
        return day
    term = common.term(day, line.waiting)
    return f"⚠️ {term}" if line.waiting.overdue else term


def case(found: StaffCase, *, named: bool) -> str:
    """All that decides the case."""
    facts = found.facts
    head = _("<b>Application No. {number}</b>, received {moment}").format(
        number=facts.number, moment=formats.moment(facts.submitted_at, found.territory.timezone)
    )
    marks = [f"{head}\n{_standing(found)}{_marks(found)}"]
    return "\n\n".join([*marks, _child(found, named=named), _program(found), _order(found), *_doubts(found)])


def _marks(found: StaffCase) -> str:
    """Who else has spoken: the staff who filed it, the club."""
    marks = []
    if found.facts.transfer_of is not None:
        marks.append(
            _("In place of case No. {number}: with the approval that one ends.").format(number=found.facts.transfer_of)
        )
    if found.facts.filed_how:
        marks.append(_("Filed through the staff."))
    if found.facts.priority > 1:
        marks.append(_("In the family's order: No. {number}.").format(number=found.facts.priority))
    if found.facts.proposed_by is not None:
        marks.append(_("Its approval is proposed: a second person of the desk approves it."))
    if found.facts.status is ApplicationStatus.APPROVED:
        marks.append(_("The club has a place."))
    elif found.turn.turn is Party.PROVIDER and found.turn.by is not None:
        marks.append(_("The club's word is due no later than {day}.").format(day=formats.short_day(found.turn.by)))
    return "".join(f"\n{one}" for one in marks)


def _doubts(found: StaffCase) -> list[str]:
    """What the rules do not admit, for a person to judge; nothing when they admit it all, or it is decided."""
    wrong = [doubt(one) for one in found.verdicts if not one.fits]
    if not wrong or found.facts.status not in TO_DECIDE:
        return []
    return [_("Check: {doubts}.").format(doubts="; ".join(wrong))]


def doubt(verdict: Verdict) -> str:
    """What a rule says against a case."""
    return {
        "enrolment": _("enrolment is not open"),
        "age": _("the age does not suit"),
        "payable": _("the program is not paid by certificates"),
        "service": _("the act's list lacks the service"),
        "category": _("the category of children is not that of the service"),
        "focus": _("the focus is not that of the service"),
        "form": _("the form of study is not that of the service"),
        "seat": _("no seat is free"),
        "order": _("the order's volume does not suffice"),
    }[verdict.rule]


def _standing(found: StaffCase) -> str:
    facts = found.facts
    if facts.status is ApplicationStatus.RETURNED:
        day = formats.day(facts.answer_by or facts.due_on)
        return _("Returned to the parent: {remark}. Their answer is due no later than {day}.").format(
            remark=common.remark(facts.remark), day=day
        )
    if facts.status in TO_DECIDE:
        term = common.term(formats.day(facts.due_on), found.waiting)
        return (
            _("⚠️ Decision: {term}").format(term=term)
            if found.waiting.overdue
            else _("Decision: {term}").format(term=term)
        )
    words = _("Decided: {status}").format(status=common.status(facts.status))
    return f"{words} ({common.ground(facts.ground)})" if facts.ground else words


def _child(found: StaffCase, *, named: bool) -> str:
    name = common.short(found.child.full_name, 90) if named else _("No. {number}").format(number=found.child.id)
    age = _n("{count} year", "{count} years", found.age).format(count=found.age)
    if found.first_day is not None:
        age = _("{age} on the day of the first lesson, {day}").format(age=age, day=formats.short_day(found.first_day))
    lines = [_("Child: {name}, {age}.").format(name=name, age=age)]
    if named:
        lines.append(_("Special conditions: {category}.").format(category=_category(found.child.category)))
    return "\n".join(lines)


def _category(code: str) -> str:
    return {"ovz": _("limited health abilities (ОВЗ)"), "disabled": _("disability")}.get(code, _("not stated"))


def _program(found: StaffCase) -> str:
    group = found.group
    return _(
        "Program: {program}, ages {age_from}–{age_to}.\nProvider: {provider}.\n"
        "Lessons: {first} – {last}. Seats free: {free} of {capacity}.",
    ).format(
        program=common.program(group),
        age_from=group.age_from,
        age_to=group.age_to,
        provider=common.short(found.provider.name, 80),
        first=formats.short_day(group.starts_on),
        last=formats.day(group.ends_on),
        free=group.free,
        capacity=group.capacity,
    )


def _order(found: StaffCase) -> str:
    needed = _("Needed: {hours}, {money}.").format(
        hours=common.hours(found.group.hours), money=formats.money(found.group.nominal)
    )
    if found.line is None:
        rest = _("The order of {year} has no line for this service.").format(year=found.year)
    else:
        left = found.line.left
        rest = _("Left in the order of {year}: {children}, {hours}, {money}.").format(
            year=found.year,
            children=_n("{count} child", "{count} children", left.children).format(count=left.children),
            hours=common.hours(left.hours),
            money=formats.money(left.money),
        )
    return f"{needed}\n{rest}"


def approved(number: int) -> str:
    """The decision that is kept."""
    return _(
        "Application No. {number} is approved. The seat and the order's volume are reserved, the contract is made. "
        "The parent and the club are told; nothing more is needed from you.",
    ).format(number=number)


def choose_ground(number: int) -> str:
    return _("Why is application No. {number} refused? The parent will read the reason.").format(number=number)


def ask_refuse(number: int, code: str) -> str:
    return _(
        "Refuse application No. {number}? The parent will be told: “{reason}”, with the right to complain. "
        "A refusal cannot be taken back here.",
    ).format(number=number, reason=common.ground(code))


def refused(number: int, code: str) -> str:
    """The decision that is kept."""
    return _("Application No. {number} is refused: {reason}. The parent and the club are told.").format(
        number=number, reason=common.ground(code)
    )


def all_decided() -> str:
    return _("There is nothing else to decide.")
