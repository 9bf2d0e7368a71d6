"""Notices of applications: to the provider, to the body, to the parent."""

from datetime import date
from typing import Any

from handlers.common import formats
from handlers.common.children import headed
from handlers.common.notices.base import Renderers
from handlers.common.screen import Screen, button
from handlers.common.words import _, _n
from handlers.parent.certificates import helping
from handlers.parent.certificates.cases import refused_because
from handlers.parent.certificates.keyboards import Mend, MyCase, Renew
from handlers.parent.certificates.texts import before_filing, ground, remark
from handlers.parent.programs.keyboards import Find
from handlers.provider.certificates.keyboards import ProviderCase, answers
from handlers.staff.certificates.keyboards import Case, OnTime, Queue
from services.certificates.models import ApplicationStatus
from services.certificates.queries import Need
from services.certificates.rules.lifecycle import Deed
from services.families.rules import Level


def _due(data: dict[str, Any]) -> str:
    return formats.day(date.fromisoformat(data["due_on"]))


def _received(data: dict[str, Any]) -> Screen:
    text = _(
        "New application No. {number} to your group; seats free: {free} of {capacity}. Is there a place for the child? "
        "One press is enough. The office decides no later than {day}.",
    ).format(number=data["number"], free=data["free"], capacity=data["capacity"], day=_due(data))
    number = data["number"]
    rows = answers(number, frozenset({Deed.ACCEPT, Deed.RETURN, Deed.REFUSE}))
    return Screen(text, (*rows, [button(_("Open the application"), ProviderCase(application_id=number))]))


def _to_decide(data: dict[str, Any]) -> Screen:
    text = _("New application No. {number}. The decision is due no later than {day}.").format(
        number=data["number"], day=_due(data)
    )
    return Screen(text, ([button(_("Open the case"), Case(application_id=data["number"]))],))


def _refused(data: dict[str, Any]) -> Screen:
    last = date.fromisoformat(data["complain_by"]) if "complain_by" in data else None
    right = helping.complain(_("the authorised body"), last)
    mend = helping.how_to_mend(data["ground"])
    text = headed(data, "\n\n".join([refused_because(data["number"], data["ground"]), mend, right]))
    found = [(group_id, title) for group_id, title in data.get("others", [])]
    others = helping.other_rows(found, data["child_id"]) if found else ()
    find = button(_("🔎 Find another club"), Find())
    complain = helping.complaint(data["number"])
    return Screen(text, (*others, complain, [find], [button(_("🗂 This case"), MyCase(application_id=data["number"]))]))


def _closed(data: dict[str, Any]) -> Screen:
    if data["status"] == ApplicationStatus.REFUSED:
        text = _("Application No. {number} was refused by the office. Nothing is needed from you.")
    elif data["status"] == ApplicationStatus.LAPSED:
        text = _("The offer of application No. {number} was not signed in time: the seat is free again.")
    else:
        text = _("Application No. {number} was withdrawn by the parent. Nothing is needed from you.")
    rows = ([button(_("Open the application"), ProviderCase(application_id=data["number"]))],)
    return Screen(text.format(number=data["number"]), rows)


def _filed(data: dict[str, Any]) -> Screen:
    text = _(
        "You are confirmed, so application No. {number} is filed with the time of its draft. Next: the office decides "
        "no later than {day}; the decision will come here.",
    ).format(number=data["number"], day=_due(data))
    return Screen(headed(data, text), ([button(_("🗂 This case"), MyCase(application_id=data["number"]))],))


def _draft_ends(data: dict[str, Any]) -> Screen:
    last = date.fromisoformat(data["confirm_by"])
    lines = [
        _("Draft No. {number} still waits to be confirmed; the last day is {day}.").format(
            number=data["number"], day=formats.day(last)
        ),
        before_filing(Need(Level(data["level"]), last)),
        _("After that day it ends, and you would have to apply anew. I shall not remind you again."),
    ]
    confirm = button(_("✅ How to confirm"), MyCase(application_id=data["number"]))
    return Screen(headed(data, "\n\n".join(lines)), ([confirm],))


def _lapsed(data: dict[str, Any]) -> Screen:
    text = _(
        "Draft No. {number} was not confirmed in time and has ended: nothing was sent. You can apply again; first "
        "confirm who you are on your page, or at the office.",
    ).format(number=data["number"])
    return Screen(headed(data, text), ([button(_("🔎 Find another club"), Find())],))


def _offer_lapsed(data: dict[str, Any]) -> Screen:
    text = _(
        "The contract of application No. {number} was not signed in time, so the offer has ended. It is not a refusal, "
        "nothing is spent. While the group has a seat, take the offer up again by one button.",
    ).format(number=data["number"])
    again = button(_("↩️ Take the offer up again"), Renew(application_id=data["number"]))
    return Screen(headed(data, text), ([again], [button(_("🔎 Find another club"), Find())]))


def _returned(data: dict[str, Any]) -> Screen:
    text = _(
        "About application No. {number} you are asked: {remark}. Answer no later than {day}; the term of the decision "
        "stands still meanwhile, your time of filing is kept.",
    ).format(
        number=data["number"], remark=remark(data["remark"]), day=formats.day(date.fromisoformat(data["answer_by"]))
    )
    mended = button(_("✅ It is mended"), Mend(application_id=data["number"]))
    return Screen(headed(data, text), ([mended], [button(_("🗂 This case"), MyCase(application_id=data["number"]))]))


def _brought(data: dict[str, Any]) -> Screen:
    lines = [_("A paper for application No. {number} was brought to the office and is written down.")]
    if data["waiting"]:
        rest = _n(
            "{count} paper more is awaited; its day is on your page.",
            "{count} papers more are awaited; their days are on your page.",
            data["waiting"],
        )
        lines.append(rest)
    elif data["runs_on"]:
        lines.append(_("It was asked for, so the term of the decision runs on. Nothing is needed from you."))
    else:
        lines.append(_("No other paper is awaited. Nothing is needed from you."))
    text = "\n\n".join(lines).format(number=data["number"], count=data["waiting"])
    return Screen(headed(data, text), ([button(_("🗂 This case"), MyCase(application_id=data["number"]))],))


def _test(data: dict[str, Any]) -> Screen:
    text = _(
        "For application No. {number} the program has an entrance test: the club will tell you when to come. The "
        "decision is due no later than {day}.",
    ).format(number=data["number"], day=_due(data))
    return Screen(headed(data, text), ([button(_("🗂 This case"), MyCase(application_id=data["number"]))],))


def _mended(data: dict[str, Any]) -> Screen:
    text = _("The parent has answered about application No. {number}. The term of the decision runs on.")
    rows = ([button(_("Open the case"), Case(application_id=data["number"]))],)
    return Screen(text.format(number=data["number"]), rows)


def _mended_club(data: dict[str, Any]) -> Screen:
    text = _("The parent has answered about application No. {number}. Is there a place for the child?")
    number = data["number"]
    rows = answers(number, frozenset({Deed.ACCEPT, Deed.RETURN, Deed.REFUSE}))
    return Screen(
        text.format(number=number), (*rows, [button(_("Open the application"), ProviderCase(application_id=number))])
    )


def _refused_by_club(data: dict[str, Any]) -> Screen:
    text = _("The club has refused application No. {number}: {ground}. The parent is told; nothing is needed from you.")
    return Screen(
        text.format(number=data["number"], ground=ground(data["ground"])),
        ([button(_("Open the case"), Case(application_id=data["number"]))],),
    )


def _terms_end(data: dict[str, Any]) -> Screen:
    text = _n(
        "{count} application is to be decided no later than {day}: its term ends.",
        "{count} applications are to be decided no later than {day}: their terms end.",
        data["count"],
    ).format(count=data["count"], day=formats.day(date.fromisoformat(data["day"])))
    return Screen(text, ([button(_("🗃 Queue"), Queue())],))


def _terms_over(data: dict[str, Any]) -> Screen:
    text = _n(
        "The term of {count} application has ended without a decision. The family is told that you know.",
        "The terms of {count} applications have ended without a decision. The families are told that you know.",
        data["count"],
    ).format(count=data["count"])
    return Screen(text, ([button(_("🗃 Queue"), Queue())], [button(_("⏱ Punctuality"), OnTime())]))


def _given(data: dict[str, Any]) -> Screen:
    text = _("A colleague has given you application No. {number}. It is under “Given to me” in the queue.").format(
        number=data["number"]
    )
    return Screen(text, ([button(_("Open the case"), Case(application_id=data["number"]))],))


def _late(data: dict[str, Any]) -> Screen:
    text = _(
        "The term of the decision on application No. {number} has ended. It is safe and keeps its place; the head of "
        "the office was told just now and must see to it. Nothing is needed from you: the decision will come here.",
    ).format(number=data["number"])
    return Screen(headed(data, text), ([button(_("🗂 This case"), MyCase(application_id=data["number"]))],))


def _assisted(data: dict[str, Any]) -> Screen:
    text = _(
        "Application No. {number} was filed for you by a member of the staff, with your code or your signed form. "
        "Next: the office decides no later than {day}. If you did not ask for it, withdraw it on its card.",
    ).format(number=data["number"], day=_due(data))
    return Screen(headed(data, text), ([button(_("🗂 This case"), MyCase(application_id=data["number"]))],))


RENDERERS: Renderers = {
    "application_assisted": _assisted,
    "case_given": _given,
    "terms_end": _terms_end,
    "terms_over": _terms_over,
    "application_late": _late,
    "offer_lapsed": _offer_lapsed,
    "application_returned": _returned,
    "paper_brought": _brought,
    "application_test": _test,
    "application_mended": _mended,
    "application_mended_club": _mended_club,
    "application_refused_by_club": _refused_by_club,
    "application_filed": _filed,
    "application_draft_ends": _draft_ends,
    "application_lapsed": _lapsed,
    "application_received": _received,
    "application_to_decide": _to_decide,
    "application_refused": _refused,
    "application_closed": _closed,
}
