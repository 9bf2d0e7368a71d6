"""Messages to everyone, as their people see them; and what staff tell each other about them."""

from typing import Any

from aiogram.types import InlineKeyboardButton

from handlers.common.notices.base import Renderers
from handlers.common.screen import Attachment, Row, Screen, button
from handlers.common.words import _, _n
from handlers.parent.campaigns.keyboards import no_news
from handlers.parent.programs.keyboards import Find, GroupCard
from handlers.staff.campaigns.buttons import OpenCampaign, SendIt
from services.campaigns.rules import Goal


def _campaign(data: dict[str, Any]) -> Screen:
    rows = [[_button(one)] for one in data["buttons"]]
    file = data["attachment"]
    attachment = None if file is None else Attachment(file["kind"], file["file"])
    return Screen(data["text"], (*rows, no_news()), attachment)


def _button(raw: dict[str, str]) -> InlineKeyboardButton:
    if raw["to"] == Goal.LINK:
        return InlineKeyboardButton(text=raw["label"], url=raw["target"])
    to = Find() if raw["to"] == Goal.FIND else GroupCard(group_id=int(raw["target"]))
    return button(raw["label"], to)


def _to_approve(data: dict[str, Any]) -> Screen:
    text = _n(
        "A colleague asks you to approve message No. {number} to {count} person. Until you do, nothing goes out.",
        "A colleague asks you to approve message No. {number} to {count} people. Until you do, nothing goes out.",
        data["count"],
    ).format(number=data["campaign"], count=data["count"])
    return Screen(text, (_open(data),))


def _approved(data: dict[str, Any]) -> Screen:
    text = _("Message No. {number} is approved. Send it when the time has come; until then nothing goes out.")
    send = [button(_("📣 Send to everyone"), SendIt(campaign_id=data["campaign"]))]
    return Screen(text.format(number=data["campaign"]), (send, _open(data)))


def _returned(data: dict[str, Any]) -> Screen:
    text = _("Message No. {number} was returned to you: it is your draft again. Change it and ask once more.")
    return Screen(text.format(number=data["campaign"]), (_open(data),))


def _open(data: dict[str, Any]) -> Row:
    return [button(_("Open the message"), OpenCampaign(campaign_id=data["campaign"]))]


RENDERERS: Renderers = {
    "campaign": _campaign,
    "campaign_to_approve": _to_approve,
    "campaign_approved": _approved,
    "campaign_returned": _returned,
}
