"""Notices of the waiting list and of going over to another club."""

from typing import Any

from handlers.common.notices.base import Renderers
from handlers.common.screen import Screen, button
from handlers.common.words import _, _n
from handlers.parent.certificates import lists_texts
from handlers.parent.certificates.keyboards import LeaveList, MyListPlace, TakeSeat
from handlers.parent.programs.keyboards import Find, GroupCard
from handlers.provider.certificates.keyboards import ProviderCase


def _offered(data: dict[str, Any]) -> Screen:
    many, entry = data["many"], data["entry"]
    agree = _n("✅ Take {count} seat", "✅ Take {count} seats", many).format(count=many)
    rows = [
        [button(agree, TakeSeat(entry_id=entry, together=many > 1))],
        [button(_("No, thank you"), LeaveList(entry_id=entry, together=many > 1))],
    ]
    if many > 1:
        rows.append([button(_("⏳ One by one"), MyListPlace(entry_id=entry))])
    rows.append([button(_("Open the card"), GroupCard(group_id=data["group"]))])
    return Screen(lists_texts.offered(data), tuple(rows))


def _over(data: dict[str, Any]) -> Screen:
    return Screen(lists_texts.over(data), ([button(_("Open the card"), GroupCard(group_id=data["group"]))],))


def _dropped(data: dict[str, Any]) -> Screen:
    return Screen(lists_texts.dropped(data), ([button(_("🔎 Find another club"), Find())],))


def _closed(data: dict[str, Any]) -> Screen:
    return Screen(lists_texts.closed(data), ([button(_("🔎 Find another club"), Find())],))


def _asked(data: dict[str, Any]) -> Screen:
    text = _(
        "The parent asks that the child of application No. {number} goes over to another program. Until the office "
        "approves it the child attends your group; I will write when it is decided."
    ).format(number=data["number"])
    return Screen(text, ([button(_("Open the application"), ProviderCase(application_id=data["number"]))],))


def _moved(data: dict[str, Any]) -> Screen:
    text = _(
        "The child of application No. {number} has gone over to another program: the contract has ended, the seat is "
        "free. Nothing is needed from you."
    ).format(number=data["number"])
    return Screen(text, ([button(_("Open the application"), ProviderCase(application_id=data["number"]))],))


RENDERERS: Renderers = {
    "transfer_asked": _asked,
    "transfer_left": _moved,
    "seat_offered": _offered,
    "seat_offer_over": _over,
    "seat_list_left": _dropped,
    "seat_list_closed": _closed,
}
