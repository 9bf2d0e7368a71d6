"""Notices of a certificate after its approval: to the family, to the club, to the body."""

from datetime import date
from typing import Any

from handlers.common import formats
from handlers.common.children import headed
from handlers.common.notices.base import Renderers
from handlers.common.screen import Screen, button
from handlers.common.words import _, _n
from handlers.parent.certificates import versions
from handlers.parent.certificates.keyboards import MyCase
from handlers.parent.programs.keyboards import Find
from handlers.provider.certificates.keyboards import ProviderCase
from handlers.staff.certificates.keyboards import Case


def _day(data: dict[str, Any], name: str) -> str:
    return formats.day(date.fromisoformat(data[name]))


def _family(data: dict[str, Any], text: str) -> Screen:
    text = "\n\n".join([text, *versions.of_unified(data)])
    return Screen(headed(data, text), ([button(_("🗂 This case"), MyCase(application_id=data["number"]))],))


def _club(data: dict[str, Any], text: str) -> Screen:
    rows = ([button(_("Open the application"), ProviderCase(application_id=data["number"]))],)
    return Screen(text, rows)


def _suspended(data: dict[str, Any]) -> Screen:
    text = _(
        "Certificate No. {certificate} is suspended: {ground}. The seat and the money stay yours. By itself it is in "
        "force again after {day}; the office may end the suspension earlier. If you don't agree, ask the office or "
        "complain to its head.",
    ).format(certificate=data["certificate"], ground=versions.hold(data["ground"]), day=_day(data, "till"))
    return _family(data, text)


def _suspended_club(data: dict[str, Any]) -> Screen:
    text = _(
        "The certificate of application No. {number} is suspended till {day} inclusive: {ground}. The seat stays the "
        "child's. Before you report lessons of these days, ask the office.",
    ).format(number=data["number"], ground=versions.hold(data["ground"]), day=_day(data, "till"))
    return _club(data, text)


def _resumed(data: dict[str, Any]) -> Screen:
    text = _("Certificate No. {certificate} is in force again: {cause}. Nothing is needed from you.").format(
        certificate=data["certificate"], cause=versions.cause(data["cause"])
    )
    return _family(data, text)


def _resumed_club(data: dict[str, Any]) -> Screen:
    text = _("The certificate of application No. {number} is in force again: {cause}.").format(
        number=data["number"], cause=versions.cause(data["cause"])
    )
    return _club(data, text)


def _ended(data: dict[str, Any]) -> Screen:
    text = _(
        "The term of certificate No. {certificate} ended on {day}. Nothing is needed from you. A child within the "
        "age of the certificates can have a new one with the next application.",
    ).format(certificate=data["certificate"], day=_day(data, "last"))
    screen = _family(data, text)
    return Screen(screen.text, ([button(_("🔎 Find a club"), Find())], *screen.rows))


def _ended_club(data: dict[str, Any]) -> Screen:
    text = _("The term of the certificate of application No. {number} ended on {day}.").format(
        number=data["number"], day=_day(data, "last")
    )
    return _club(data, text)


def _unused(data: dict[str, Any]) -> Screen:
    text = _n(
        "Certificate No. {certificate} has been in force for {count} day, and no lesson has been paid from it. If the "
        "child attends, ask the club to report the lessons; if not, tell the club or the office. The term ends on "
        "{day}.",
        "Certificate No. {certificate} has been in force for {count} days, and no lesson has been paid from it. If the "
        "child attends, ask the club to report the lessons; if not, tell the club or the office. The term ends on "
        "{day}.",
        data["days"],
    ).format(certificate=data["certificate"], count=data["days"], day=_day(data, "last"))
    if data.get("convert_on"):
        more = _("From {day} on the office may return unused money to the order; the seat stays the child's.")
        text = f"{text}\n\n{more.format(day=_day(data, 'convert_on'))}"
    return _family(data, text)


def _converted(data: dict[str, Any]) -> Screen:
    text = _(
        "Nothing was paid from certificate No. {certificate}, and the office has returned its money to the order. The "
        "child stays enrolled. If you don't agree, ask the office or complain to its head; with a new application "
        "there can be a new certificate.",
    ).format(certificate=data["certificate"])
    return _family(data, text)


def _converted_club(data: dict[str, Any]) -> Screen:
    text = _(
        "Nothing was paid from the certificate of application No. {number}: the office has returned its money to the "
        "order. The child stays enrolled; how the lessons go on, ask the office."
    ).format(number=data["number"])
    return _club(data, text)


def _amended(data: dict[str, Any]) -> Screen:
    text = _(
        "A child's birth date was corrected: the certificate of application No. {number} is now valid till {day} "
        "inclusive. Please check that age and contract agree with it.",
    ).format(number=data["number"], day=_day(data, "last"))
    return Screen(text, ([button(_("Open the case"), Case(application_id=data["number"]))],))


RENDERERS: Renderers = {
    "certificate_suspended": _suspended,
    "certificate_suspended_club": _suspended_club,
    "certificate_resumed": _resumed,
    "certificate_resumed_club": _resumed_club,
    "certificate_ended": _ended,
    "certificate_ended_club": _ended_club,
    "certificate_unused": _unused,
    "certificate_converted": _converted,
    "certificate_converted_club": _converted_club,
    "certificate_amended": _amended,
}
