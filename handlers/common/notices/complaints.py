"""Notices of questions and complaints: numbers, words and days; every one leads to the next step."""

from datetime import date
from typing import Any

from handlers.common import formats
from handlers.common.children import headed
from handlers.common.notices.base import Renderers
from handlers.common.screen import Row, Screen, button
from handlers.common.words import _, _n
from handlers.parent.certificates.keyboards import MyCase
from handlers.parent.complaints import texts
from handlers.parent.complaints.keyboards import Letter, Reply, Settled
from handlers.provider.certificates.keyboards import ProviderCase
from handlers.provider.complaints.keyboards import ClubLetter
from handlers.staff.certificates.keyboards import Case
from handlers.staff.complaints.keyboards import StaffLetter, StaffLetters
from services.complaints.models import Kind, Outcome


def _day(data: dict[str, Any], key: str = "due_on") -> str:
    return formats.day(date.fromisoformat(data[key]))


def _words(data: dict[str, Any], text: str) -> str:
    return text.format(number=data["number"], kind=texts.kind(Kind(data["kind"])), day=_day(data))


def _to_staff(data: dict[str, Any], text: str) -> Screen:
    return Screen(_words(data, text), ([button(_("📬 Open it"), StaffLetter(complaint_id=data["number"]))],))


def _to_club(data: dict[str, Any], text: str) -> Screen:
    return Screen(_words(data, text), ([button(_("📬 Open it"), ClubLetter(complaint_id=data["number"]))],))


def _to_parent(data: dict[str, Any], text: str, *rows: Row) -> Screen:
    look = [button(_("📬 Open it"), Letter(complaint_id=data["number"]))]
    return Screen(_words(data, text), (*rows, look))


def _filed(data: dict[str, Any]) -> Screen:
    return _to_staff(data, _("New: {kind}, No. {number}. The answer is due no later than {day}."))


def _asked(data: dict[str, Any]) -> Screen:
    return _to_club(data, _("A parent asks your club: question No. {number}. Answer no later than {day}."))


def _said(data: dict[str, Any]) -> Screen:
    return _to_parent(data, _("There is a new message in No. {number}. The answer is due no later than {day}."))


def _said_body(data: dict[str, Any]) -> Screen:
    return _to_staff(data, _("There is a new message in No. {number}, {kind}. The answer is due no later than {day}."))


def _said_club(data: dict[str, Any]) -> Screen:
    return _to_club(data, _("There is a message for your club in No. {number}. Read it, and answer there."))


def _club_asked(data: dict[str, Any]) -> Screen:
    text = _("The office asks your club to explain, No. {number}: no later than {by}. Silent, it decides without you.")
    text = text.replace("{by}", _day(data, "club_by"))
    return _to_club(data, text)


def _explained(data: dict[str, Any]) -> Screen:
    return _to_staff(data, _("The club has explained, No. {number}. The answer is due no later than {day}."))


def _silent(data: dict[str, Any]) -> Screen:
    return _to_staff(
        data, _("The club has not explained in time, No. {number}: decide on what there is, no later than {day}.")
    )


def _prolonged(data: dict[str, Any]) -> Screen:
    return _to_parent(data, _("The term of No. {number} was prolonged: you get the answer no later than {day}."))


def _forwarded(data: dict[str, Any]) -> Screen:
    return _to_parent(data, _("No. {number} is the matter of another body and was sent on. Open it to see where."))


def _answered(data: dict[str, Any]) -> Screen:
    number, lines = data["number"], [_("There is an answer to No. {number}.").format(number=data["number"])]
    if data["kind"] != Kind.QUESTION.value:
        said = _("Answer to No. {number}: {outcome}.")
        lines = [said.format(number=number, outcome=texts.outcome(Outcome(data["outcome"])))]
    rows: list[Row] = [[button(_("📬 Open it"), Letter(complaint_id=number))]]
    if data["settle_by"] is None:
        lines.append(texts.further())
        return Screen(" ".join(lines), tuple(rows))
    lines.append(_("Is the matter settled? If not, say so no later than {day}.").format(day=_day(data, "settle_by")))
    yes = button(_("👍 It is settled"), Settled(complaint_id=number))
    rows.append([yes, button(_("👎 Not settled"), Reply(complaint_id=number, deed="dispute"))])
    return Screen(" ".join(lines), tuple(rows))


def _decided_club(data: dict[str, Any]) -> Screen:
    return _to_club(data, _("The office has answered No. {number}, in which your club took part."))


def _disputed(data: dict[str, Any]) -> Screen:
    return _to_staff(
        data,
        _("The parent says that the answer does not settle No. {number}. One of you answers once more, by {day}."),
    )


def _withdrawn(data: dict[str, Any]) -> Screen:
    return _to_staff(data, _("The parent has withdrawn No. {number}. Nothing is needed from you."))


def _withdrawn_club(data: dict[str, Any]) -> Screen:
    return _to_club(data, _("The parent has withdrawn No. {number}. Nothing is needed from you."))


def _assigned(data: dict[str, Any]) -> Screen:
    return _to_staff(data, _("You were given No. {number}, {kind}. The answer is due no later than {day}."))


def _late(data: dict[str, Any]) -> Screen:
    return _to_parent(
        data,
        _("The term of No. {number} has ended without an answer. Those who head the office have been told."),
    )


def _soon(data: dict[str, Any]) -> Screen:
    text = _n(
        "{count} question or complaint waits for an answer till {day} inclusive.",
        "{count} questions and complaints wait for an answer till {day} inclusive.",
        data["count"],
    ).format(count=data["count"], day=_day(data, "day"))
    return Screen(text, ([button(_("📬 Questions and complaints"), StaffLetters())],))


def _over(data: dict[str, Any]) -> Screen:
    text = _n(
        "The term of {count} question or complaint has ended without an answer. The parent has been told.",
        "The term of {count} questions and complaints has ended without an answer. The parents have been told.",
        data["count"],
    ).format(count=data["count"])
    return Screen(text, ([button(_("⚠️ Overdue"), StaffLetters(show="late"))],))


def _reopened(data: dict[str, Any]) -> Screen:
    text = _(
        "The refusal of application No. {number} does not stand: it is decided anew no later than {day}, with the time "
        "of its filing. Nothing is needed from you; the decision will come here."
    ).format(number=data["number"], day=_day(data))
    return Screen(headed(data, text), ([button(_("🗂 This case"), MyCase(application_id=data["number"]))],))


def _anew(data: dict[str, Any]) -> Screen:
    text = _("Application No. {number} is to be decided anew after a complaint, no later than {day}.")
    return Screen(
        text.format(number=data["number"], day=_day(data)),
        ([button(_("Open the case"), Case(application_id=data["number"]))],),
    )


def _anew_club(data: dict[str, Any]) -> Screen:
    text = _("Application No. {number} to your group is decided anew, no later than {day}. The office decides.")
    return Screen(
        text.format(number=data["number"], day=_day(data)),
        ([button(_("Open the application"), ProviderCase(application_id=data["number"]))],),
    )


RENDERERS: Renderers = {
    "complaint_filed": _filed,
    "complaint_to_club": _asked,
    "complaint_said": _said,
    "complaint_said_body": _said_body,
    "complaint_said_club": _said_club,
    "complaint_club_asked": _club_asked,
    "complaint_explained": _explained,
    "complaint_club_silent": _silent,
    "complaint_prolonged": _prolonged,
    "complaint_forwarded": _forwarded,
    "complaint_answered": _answered,
    "complaint_decided_club": _decided_club,
    "complaint_disputed": _disputed,
    "complaint_withdrawn": _withdrawn,
    "complaint_withdrawn_club": _withdrawn_club,
    "complaint_assigned": _assigned,
    "complaint_late": _late,
    "complaints_soon": _soon,
    "complaints_over": _over,
    "application_reopened": _reopened,
    "application_anew": _anew,
    "application_anew_club": _anew_club,
}
