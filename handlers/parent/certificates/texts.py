"""Words of applying and of own cases."""

from collections.abc import Sequence

from handlers.common import formats
from handlers.common.children import called
from handlers.common.formats import safe
from handlers.common.words import _, _n
from services.certificates.models import TO_DECIDE, ApplicationStatus
from services.certificates.queries import Cases, Clash, Line, Need, OwnCase, Preview, Waiting
from services.certificates.rules import Ground
from services.certificates.rules.lifecycle import Remark
from services.families.queries import ChildView
from services.families.rules import Level
from services.programs.queries import GroupView
from services.territories.queries import TerritoryView

LIST_TITLE, CASE_TITLE = 50, 120


def short(text: str, most: int) -> str:
    """Foreign text cut to ``most`` characters, safe inside a message."""
    return safe(text if len(text) <= most else text[: most - 1].rstrip() + "…")


def office(territory: TerritoryView) -> str:
    """Who decides, as the act calls them."""
    return short(territory.authority, CASE_TITLE) if territory.authority else _("the authorised body")


def program(group: GroupView) -> str:
    """«Robotics», group A."""
    return _("“{title}”, {group}").format(
        title=short(group.title, CASE_TITLE), group=short(group.group_title, LIST_TITLE)
    )


def term(due_on: str, waiting: Waiting) -> str:
    """How long the decision may take; ``due_on`` is worded already."""
    if waiting.overdue:
        return _("the term ended on {day}").format(day=due_on)
    if not waiting.days:
        return _("no later than {day}, today is the last day").format(day=due_on)
    return _n(
        "no later than {day}, {count} working day left", "no later than {day}, {count} working days left", waiting.days
    ).format(day=due_on, count=waiting.days)


def status(value: ApplicationStatus) -> str:
    """One or two words for lists."""
    return {
        ApplicationStatus.DRAFT: _("to be confirmed"),
        ApplicationStatus.SUBMITTED: _("being registered"),
        ApplicationStatus.REGISTERED: _("being decided"),
        ApplicationStatus.RETURNED: _("to be mended"),
        ApplicationStatus.TEST: _("entrance test"),
        ApplicationStatus.APPROVED: _("the club has a place, being decided"),
        ApplicationStatus.AWAITING_CONTRACT: _("approved, contract ahead"),
        ApplicationStatus.ENROLLED: _("enrolled"),
        ApplicationStatus.REFUSED: _("refused"),
        ApplicationStatus.WITHDRAWN: _("withdrawn"),
        ApplicationStatus.LAPSED: _("its term has ended"),
        ApplicationStatus.TRANSFERRED: _("gone over to another program"),
        ApplicationStatus.LEFT: _("the club has ended"),
    }[value]


def ground(code: str | None) -> str:
    """Why an application was refused, as its parent reads it."""
    words: dict[str, str] = {
        Ground.AGE: _("the child's age does not suit this program"),
        Ground.NO_SEATS: _("no seats are left in the group"),
        Ground.NO_ORDER_VOLUME: _("the volume of the social order for this year is used up"),
        Ground.CONTRADICTORY_DATA: _("the data in the application contradict each other or the documents"),
        Ground.NO_AUTHORITY: _("the right to act for this child was not confirmed"),
        Ground.ENROLMENT_CLOSED: _("enrolment into this group is closed"),
        Ground.MEDICAL_DOCUMENT: _("a medical document that this program needs was not presented"),
        Ground.TEST_FAILED: _("the entrance test was not passed"),
    }
    return words.get(code or "", _("the reason is given at the office"))


def remark(code: str | None) -> str:
    """What an application was returned for, as its parent reads it: what to do."""
    words: dict[str, str] = {
        Remark.PAPER_MISSING: _("a paper is missing: add it on your page, or bring it to the office"),
        Remark.PAPER_UNREADABLE: _("a paper cannot be read: photograph it again, whole and in good light"),
        Remark.DATA_DIFFER: _("the data of the application and of the papers differ: check the child's card"),
        Remark.CHOOSE_GROUP: _(
            "the days of this group have changed: look at the club's card and say whether they suit"
        ),
        Remark.CALL_US: _("a question is easier to settle by telephone: call the club or the office"),
    }
    return words.get(code or "", _("the reason is given at the office"))


def add_child_first(group: GroupView, lacking: Need | None) -> str:
    """No child yet: the way goes through the form. What filing will ask for is said before it."""
    text = _(
        "You are applying to {program}.\n\nTo apply I need the child's data, once, in a short form. "
        "After it you come straight back here.",
    ).format(program=program(group))
    return text if lacking is None else f"{text}\n\n{before_filing(lacking)}"


def before_filing(lacking: Need) -> str:
    """What has to be confirmed, by when, and what is kept meanwhile."""
    day = formats.day(lacking.confirm_by)
    if lacking.is_other:
        return _(
            "This territory asks that the representative in whose name it is filed be confirmed no later than {day}; "
            "they are told how. Until then the application is a draft; its time of filing is kept.",
        ).format(day=day)
    if lacking.level is Level.PERSON:
        return _(
            "This territory asks to see you once: come to the office with your passport no later than {day}. Until "
            "then the application is a draft; its time of filing is kept.",
        ).format(day=day)
    return _(
        "This territory asks for a confirmed telephone: type a code from a text message on your page no later than "
        "{day}. Until then the application is a draft; its time of filing is kept.",
    ).format(day=day)


def drafted(own: OwnCase) -> str:
    """A draft: what is kept, what is asked, by when."""
    last = own.facts.confirm_by or own.facts.due_on
    at = formats.moment(own.facts.submitted_at, own.territory.timezone)
    head = _("Application No. {number} is a draft; its time of filing is kept: {moment}.\n{program}.").format(
        number=own.facts.number, moment=at, program=program(own.group)
    )
    coming = _("Confirmed in time, it goes to {office} with this time; if not, it ends and I will write.").format(
        office=office(own.territory)
    )
    asked = Need(Level(own.territory.policy.level_apply), last, is_other=not own.is_side)
    return "\n\n".join([head, before_filing(asked), coming])


def choose_child(group: GroupView) -> str:
    return _("You are applying to {program}.\n\nWhich child is it for?").format(program=program(group))


def summary(preview: Preview, *, named: bool, met: Sequence[Clash] = ()) -> str:
    """What will be sent, to whom, when it is decided, what comes next; ``met`` is the child's at the same hour."""
    group, territory = preview.group, preview.territory
    lines = [_("<b>Application for enrolment and a social certificate</b>"), _program_lines(group)]
    lines.append(
        _("Child: {name}.\nSent to: {office} (decides) and {provider} (is told).").format(
            name=child(preview.child, named=named), office=office(territory), provider=short(preview.provider.name, 80)
        ),
    )
    lines.append(
        _(
            "The certificate would cover {hours} for {money}; you pay nothing. The decision comes here no later than "
            "{day}; after an approval you sign the contract.",
        ).format(hours=hours(group.hours), money=formats.money(group.nominal), day=formats.day(preview.due_on)),
    )
    lines.extend(clash(one) for one in met[:1])
    if preview.need is not None:
        lines.append(before_filing(preview.need))
    lines.append(_("Nothing is sent until you press the button."))
    return "\n\n".join(lines)


def clash(one: Clash) -> str:
    """The child has lessons at this hour; it is the parent's choice all the same."""
    when = f"{formats.weekday(one.held.weekday)} {one.held.starts_at}–{one.held.ends_at}"
    return _(
        "⚠️ At this hour the child already has lessons: case No. {number}, “{title}”, {week}. You can still apply."
    ).format(number=one.number, title=short(one.title, LIST_TITLE), week=when)


def child(view: ChildView, *, named: bool) -> str:
    """The first name in trial mode, else the nickname: names stay off the messenger."""
    return short(called(view, named=named), LIST_TITLE)


def hours(count: int) -> str:
    """«72 часа»."""
    grouped = f"{count:,}".replace(",", formats.NBSP)
    return _n("{count} hour", "{count} hours", count).format(count=grouped)


def _program_lines(group: GroupView) -> str:
    return _("Program: {program}.\nLessons: {first} – {last}, seats free: {free} of {capacity}.").format(
        program=program(group),
        first=formats.short_day(group.starts_on),
        last=formats.day(group.ends_on),
        free=group.free,
        capacity=group.capacity,
    )


def received(own: OwnCase) -> str:
    """The message that the parent keeps: number, moment, date of the decision, what is next."""
    if own.facts.status is ApplicationStatus.DRAFT:
        return drafted(own)
    return _n(
        "Application No. {number} was received: {moment}.\n{program}.\n\nNext: {office} decides no later than {day} "
        "({count} working day). Nothing is needed from you for now: the decision will come here.",
        "Application No. {number} was received: {moment}.\n{program}.\n\nNext: {office} decides no later than {day} "
        "({count} working days). Nothing is needed from you for now: the decision will come here.",
        own.waiting.days,
    ).format(
        number=own.facts.number,
        moment=formats.moment(own.facts.submitted_at, own.territory.timezone),
        program=program(own.group),
        office=office(own.territory),
        day=formats.day(own.facts.due_on),
        count=own.waiting.days,
    )


def no_cases() -> str:
    return _("You have no applications yet. Find a club, and its card will have the button to apply.")


def cases(found: Cases, *, named: bool) -> str:
    """The list of own cases."""
    head = _n("You have {count} case.", "You have {count} cases.", found.total).format(count=found.total)
    return "\n\n".join([head, "\n".join(_line(line, named=named) for line in found.items)])


def _line(line: Line, *, named: bool) -> str:
    title = short(line.title, LIST_TITLE)
    if line.facts.status in TO_DECIDE:
        words = _("No. {number} “{title}”: {status}, decision no later than {day}")
    else:
        words = _("No. {number} “{title}”: {status}")
    text = words.format(
        number=line.facts.number,
        title=title,
        status=status(line.facts.status),
        day=formats.short_day(line.facts.due_on),
    )
    return text if line.child is None else f"{text} ({short(called(line.child, named=named), 20)})"


def ask_withdraw(number: int) -> str:
    return _(
        "Withdraw application No. {number}? It will not be decided any more. Nothing was spent, and you can apply "
        "again while there are seats.",
    ).format(number=number)


def withdrawn(number: int) -> str:
    return _(
        "Application No. {number} is withdrawn; the club is told. Nothing is needed from you. "
        "You can apply to another group at any time.",
    ).format(number=number)
