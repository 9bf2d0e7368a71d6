"""Notices of applications: to the provider, to the body, to the parent."""

from datetime import date
from typing import Any

from handlers.common import formats
from handlers.common.children import headed
from handlers.common.notices.base import Renderers
from handlers.common.screen import Screen, button
from handlers.common.words import _
from handlers.parent.certificates.cases import refused_because
from handlers.parent.certificates.keyboards import MyCase
from handlers.parent.programs.keyboards import Find
from handlers.provider.certificates.keyboards import ProviderCase
from handlers.staff.certificates.keyboards import Case
from services.certificates.models import ApplicationStatus


def _due(data: dict[str, Any]) -> str:
    return formats.day(date.fromisoformat(data["due_on"]))


def _received(data: dict[str, Any]) -> Screen:
    text = _(
        "New application No. {number} to your group; seats free: {free} of {capacity}. The office decides no later "
        "than {day}. Nothing is needed from you yet: you will be told of the decision.",
    ).format(number=data["number"], free=data["free"], capacity=data["capacity"], day=_due(data))
    return Screen(text, ([button(_("Open the application"), ProviderCase(application_id=data["number"]))],))


def _to_decide(data: dict[str, Any]) -> Screen:
    text = _("New application No. {number}. The decision is due no later than {day}.").format(
        number=data["number"], day=_due(data)
    )
    return Screen(text, ([button(_("Open the case"), Case(application_id=data["number"]))],))


def _refused(data: dict[str, Any]) -> Screen:
    right = _("If you don't agree, you have the right to complain to the head of the office or to a court.")
    text = headed(data, "\n\n".join([refused_because(data["number"], data["ground"]), right]))
    find = button(_("🔎 Find another club"), Find())
    return Screen(text, ([find], [button(_("🗂 This case"), MyCase(application_id=data["number"]))]))


def _closed(data: dict[str, Any]) -> Screen:
    if data["status"] == ApplicationStatus.REFUSED:
        text = _("Application No. {number} was refused by the office. Nothing is needed from you.")
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


def _lapsed(data: dict[str, Any]) -> Screen:
    text = _(
        "Draft No. {number} was not confirmed in time and has ended: nothing was sent. You can apply again; first "
        "confirm who you are on your page, or at the office.",
    ).format(number=data["number"])
    return Screen(headed(data, text), ([button(_("🔎 Find another club"), Find())],))


RENDERERS: Renderers = {
    "application_filed": _filed,
    "application_lapsed": _lapsed,
    "application_received": _received,
    "application_to_decide": _to_decide,
    "application_refused": _refused,
    "application_closed": _closed,
}
