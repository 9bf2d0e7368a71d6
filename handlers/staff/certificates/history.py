"""Words of a case's history: every step, whose it was, what it rested on; what the staff added."""

from datetime import tzinfo

from handlers.common import formats
from handlers.common.formats import safe
from handlers.common.words import _, _n
from handlers.parent.certificates import texts as common
from handlers.staff.certificates import texts
from services.certificates.models import MarkKind
from services.certificates.queries import Event
from services.certificates.rules.eligibility import Verdict
from services.certificates.rules.lifecycle import Deed, Party
from services.core.actor import Role


def line(event: Event, me: int) -> str:
    """What happened and who did it, in a sentence; HTML is escaped by whoever shows it."""
    who = whose(event, me)
    words = _mark(event, me) if event.mark is not None else _deed(event)
    late = f" {_('After the term.')}" if event.is_late else ""
    return _("{what} ({who}).").format(what=words, who=who) + late


def whose(event: Event, me: int) -> str:
    """Who did it: a number, no name."""
    if event.party is Party.BODY and event.person_id is not None:
        return _("you") if event.person_id == me else _("colleague No. {number}").format(number=event.person_id)
    return {
        Party.PARENT: _("the parent"),
        Party.PROVIDER: _("the club"),
        Party.SYSTEM: _("by itself"),
        Party.BODY: _("the staff"),
    }[event.party]


def colleague(person_id: int, role: Role, me: int) -> str:
    """A colleague in a list."""
    post = {Role.CLERK: _("specialist"), Role.CHIEF: _("head"), Role.ADMIN: _("administrator")}.get(role, role.value)
    number = _("No. {number}").format(number=person_id)
    return f"{number}, {post} ({_('you')})" if person_id == me else f"{number}, {post}"


def _mark(event: Event, me: int) -> str:
    if event.mark is MarkKind.NOTE:
        return _("Note: {text}").format(text=event.text or "")
    if event.mark is MarkKind.PROPOSE:
        return _("Approval proposed, a second person is awaited")
    if event.other_id is None:
        return _("Given to nobody")
    if event.other_id == me:
        return _("Given to you")
    return _("Given to colleague No. {number}").format(number=event.other_id)


def _deed(event: Event) -> str:
    if event.deed is Deed.REFUSE:
        return _("Refused: {reason}").format(reason=common.ground(event.code))
    if event.deed is Deed.RETURN:
        return _("Returned to the parent: {remark}").format(remark=texts.remark(event.code or ""))
    if event.deed is Deed.ANSWER and event.party is Party.BODY:
        return _("The papers were brought to the office; the decision runs on")
    return {
        Deed.DRAFT: _("Filled in, to be confirmed"),
        Deed.FILE: _("Filed"),
        Deed.CONFIRM: _("Confirmed by its person"),
        Deed.REGISTER: _("Registered"),
        Deed.ANSWER: _("Mended by the parent"),
        Deed.RESUME: _("Nobody mended it in time; the decision runs on"),
        Deed.INVITE: _("Invited to the entrance test"),
        Deed.ACCEPT: _("The club has a place"),
        Deed.APPROVE: _("Approved"),
        Deed.ENROL: _("Enrolled, the contract is in force"),
        Deed.WITHDRAW: _("Taken back"),
        Deed.LAPSE: _("Its term has passed"),
        Deed.RENEW: _("Taken up again"),
        Deed.TRANSFER: _("Gone over to another program, the contract has ended"),
        Deed.LEAVE: _("Left with the end of the club, the contract has ended"),
    }.get(event.deed or Deed.FILE, str(event.deed))


def rule(name: str) -> str:
    """The name of a rule of eligibility; of one that is not known any more, as it was kept."""
    return {
        "enrolment": _("Enrolment is open"),
        "age": _("Age, months"),
        "payable": _("A certificate pays"),
        "service": _("The act lists the service"),
        "category": _("Category of children"),
        "focus": _("Focus"),
        "form": _("Form of study"),
        "seat": _("Free seats"),
        "order": _("Volume of the order"),
    }.get(name, name)


def value(verdict: Verdict) -> str:
    """The value that a rule was applied to and its bound; of the order: children, hours, kopecks."""
    return f"{verdict.value} / {verdict.bound}" if verdict.bound else verdict.value


def screen(events: list[Event], number: int, me: int, zone: tzinfo, *, page: int, pages: int) -> str:
    """A page of the history in the chat, where notes hold no personal data."""
    head = _("<b>History of application No. {number}</b>").format(number=number)
    lines = [f"{formats.moment(one.at, zone)}: {safe(line(one, me))}{_judged(one)}" for one in events]
    foot = [_("Page {page} of {pages}").format(page=page + 1, pages=pages)] if pages > 1 else []
    return "\n\n".join([head, *lines, *foot])


def _judged(event: Event) -> str:
    """How many rules were applied, and those that did not admit the case with their versions and values."""
    if not event.verdicts:
        return ""
    against = [one for one in event.verdicts if not one.fits]
    count = len(event.verdicts)
    told = _n("{count} rule applied", "{count} rules applied", count).format(count=count)
    parts = [f"{rule(one.rule)} (v{one.version}): {safe(value(one))}" for one in against]
    return "\n" + "; ".join([told, *parts])
