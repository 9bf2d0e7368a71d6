"""A refusal that helps: what to mend and where, other clubs for the child, until when one may complain."""

from collections.abc import Sequence
from datetime import date

from handlers.common import formats
from handlers.common.context import Desk
from handlers.common.pages.keyboards import open_page
from handlers.common.screen import Row, button
from handlers.common.words import _
from handlers.parent.certificates import texts
from handlers.parent.certificates.keyboards import ApplyFor, ApplyTo
from handlers.parent.complaints.keyboards import WriteKind
from handlers.parent.families.keyboards import Children
from handlers.parent.programs.keyboards import GroupCard
from services.certificates.models import ApplicationStatus
from services.certificates.queries import Alternative, OwnCase
from services.certificates.rules import Ground
from services.complaints.models import Kind, Subject

LONGEST = 34
OTHER_TITLE = 30
AGAIN = (Ground.NO_SEATS, Ground.NO_ORDER_VOLUME, Ground.ENROLMENT_CLOSED)
"""Grounds that may pass by themselves: the club's card tells when, and can wait for a seat."""


def how_to_mend(code: str | None) -> str:
    """What can be done about the ground, in a sentence."""
    words: dict[str, str] = {
        Ground.AGE: _("A group for the child's age is needed: below are some."),
        Ground.NO_SEATS: _("On the club's card you can ask to be told once when a seat appears."),
        Ground.NO_ORDER_VOLUME: _("The order may be enlarged in the year; the club's card can tell you of a seat."),
        Ground.CONTRADICTORY_DATA: _("Check the child's data against the papers, then apply again."),
        Ground.NO_AUTHORITY: _(
            "Add the paper on your right to act for the child, or show it at the office; apply again."
        ),
        Ground.ENROLMENT_CLOSED: _("The club's card says when enrolment opens again, and can tell you of it."),
        Ground.MEDICAL_DOCUMENT: _("Add the medical paper on your page or bring it to the office, then apply again."),
        Ground.TEST_FAILED: _("A level without a test may suit; ask the club when one can try again."),
    }
    return words.get(code or "", _("The office will say what can be mended."))


def others(found: Sequence[Alternative]) -> str:
    """The alternatives in a line each; nothing without any."""
    if not found:
        return ""
    lines = [_("Near it and free now:")]
    lines += [other(one) for one in found]
    return "\n".join(lines)


def other(one: Alternative) -> str:
    """One of them in a line: days, way, seats."""
    title = texts.short(one.title, OTHER_TITLE)
    days = _("the same days") if one.same_days else _("other days")
    if one.km is None:
        return _("• “{title}”: {days}, seats free: {free}").format(title=title, days=days, free=one.free)
    return _("• “{title}”: {days}, {km} km away, seats free: {free}").format(
        title=title, days=days, km=max(1, round(one.km)), free=one.free
    )


def complain(office: str, last: date | None) -> str:
    """The right to disagree, with its last day."""
    if last is None:
        return _(
            "If you don't agree, you have the right to complain: to the head of the office that decided ({office}) "
            "or to a court.",
        ).format(office=office)
    return _(
        "If you don't agree, you have the right to complain to the head of the office ({office}) no later than {day}, "
        "or to a court.",
    ).format(office=office, day=formats.day(last))


def ways(own: OwnCase, found: Sequence[Alternative], desk: Desk) -> tuple[Row, ...]:
    """Buttons of a refused case: where it is mended, and the alternatives; none for any other case."""
    if own.facts.status is not ApplicationStatus.REFUSED:
        return ()
    return (
        *_mend(own, desk),
        complaint(own.facts.number),
        *other_rows([(one.group_id, one.title) for one in found], own.facts.child_id),
    )


def complaint(number: int) -> Row:
    """A complaint about this refusal: the kind, the subject and the case are said by the press."""
    about = WriteKind(kind=Kind.SERVICE.value, subject=Subject.REFUSAL.value, application_id=number)
    return [button(_("⚖️ Complain about the refusal"), about)]


def other_rows(found: Sequence[tuple[int, str]], child_id: int) -> tuple[Row, ...]:
    """A button for each alternative: what would be sent for this child; the second press sends it."""
    return tuple(
        [button(f"➡️ {_cut(title)}", ApplyFor(group_id=group_id, child_id=child_id))] for group_id, title in found
    )


def _mend(own: OwnCase, desk: Desk) -> tuple[Row, ...]:
    code, group_id = own.facts.ground, own.facts.group_id
    again = button(_("Apply again"), ApplyTo(group_id=group_id))
    if code in AGAIN:
        return ([button(_("🔔 The club's card"), GroupCard(group_id=group_id))],)
    if code == Ground.CONTRADICTORY_DATA:
        return ([button(_("✏️ The child's data"), Children()), again],)
    if code in {Ground.MEDICAL_DOCUMENT, Ground.NO_AUTHORITY} and desk.public_url is not None:
        return ([open_page(desk, _("📎 Add the paper"), "/my"), again],)
    return ()


def _cut(title: str) -> str:
    return title if len(title) <= LONGEST else f"{title[: LONGEST - 1].rstrip()}…"
