"""What families, clubs and the staff hear of the turn of the year, and of money that would end unused."""

from datetime import date
from typing import Any

from handlers.common import formats
from handlers.common.children import headed
from handlers.common.keyboards import home
from handlers.common.notices.base import Renderers
from handlers.common.screen import Row, Screen, button
from handlers.common.words import _, _n
from handlers.parent.certificates.texts import LIST_TITLE, short
from handlers.parent.programs.keyboards import Find, GroupCard
from handlers.parent.turns import keyboards as parents
from handlers.parent.turns import texts
from handlers.staff.turns.keyboards import Turns
from services.turns.rules import Outcome


def _offer(data: dict[str, Any]) -> Screen:
    text = texts.offered(data["title"], data["year"], date.fromisoformat(data["reply_by"]))
    return Screen(headed(data, text), parents.offer(data["renewal_id"]))


def _none(data: dict[str, Any]) -> Screen:
    title = short(data["title"], LIST_TITLE)
    why = {
        Outcome.OUTGROWN: _("“{title}” is for another age than the child's on the first day of the new school year."),
        Outcome.UNSUITABLE: _("“{title}” is for another category of children in the new school year."),
        Outcome.NO_GROUP: _("The club has not named a group of “{title}” for the new school year yet."),
        Outcome.NO_SEAT: _("There are fewer seats in “{title}” in the new school year, and none is left."),
    }[Outcome(data["outcome"])].format(title=title)
    rest = _(
        "The lessons of this year go on to their end, the certificate pays for them. Below is what suits the child; "
        "when recruitment opens, apply as usual."
    )
    rows: list[Row] = [[button(name[:40], GroupCard(group_id=group))] for group, name in data["others"]]
    return Screen(headed(data, f"{why} {rest}"), (*rows, [button(_("🔎 Find a club"), Find())], home()))


def _silent(data: dict[str, Any]) -> Screen:
    text = _(
        "The last day to keep the seat of application No. {number} for the new school year is over, and the seat is "
        "open to all. If the child goes on, apply now as usual, while there are seats.",
    ).format(number=data["number"])
    return Screen(headed(data, text), ([button(_("🔎 Find a club"), Find())], home()))


def _undone(data: dict[str, Any]) -> Screen:
    text = _(
        "The offer to go on from application No. {number} in the new school year is taken back by the office; nothing "
        "is needed from you. The lessons of this year go on. A new offer may come.",
    ).format(number=data["number"])
    return Screen(headed(data, text), (home(),))


def _of_club(data: dict[str, Any]) -> Screen:
    text = _n(
        "{count} child of your groups is offered to go on in {first}/{second}; its seat is held through {day}. Who has "
        "not answered is on your page “Going on”.",
        "{count} children of your groups are offered to go on in {first}/{second}; their seats are held through {day}. "
        "Who has not answered is on your page “Going on”.",
        data["count"],
    ).format(
        count=data["count"],
        first=data["year"],
        second=data["year"] + 1,
        day=formats.day(date.fromisoformat(data["reply_by"])),
    )
    return Screen(text, (home(),))


def _asked(data: dict[str, Any]) -> Screen:
    text = _(
        "A colleague asks to turn the year to {first}/{second}. Another person starts it: you may look first."
    ).format(first=data["year"], second=data["year"] + 1)
    return Screen(text, (_open(data),))


def _offered(data: dict[str, Any]) -> Screen:
    text = _n(
        "The turn to {first}/{second}: {count} family is offered to go on and answers through {day}.",
        "The turn to {first}/{second}: {count} families are offered to go on and answer through {day}.",
        data["count"],
    ).format(
        count=data["count"],
        first=data["year"],
        second=data["year"] + 1,
        day=formats.day(date.fromisoformat(data["reply_by"])),
    )
    return Screen(text, (_open(data),))


def _opened(data: dict[str, Any]) -> Screen:
    text = _n(
        "Answers for {first}/{second} are over: {count} family did not answer, its seat is open to all.",
        "Answers for {first}/{second} are over: {count} families did not answer, their seats are open to all.",
        data["silent"],
    ).format(count=data["silent"], first=data["year"], second=data["year"] + 1)
    return Screen(text, (_open(data),))


def _money_ends(data: dict[str, Any]) -> Screen:
    amount = (
        formats.money(data["balance"])
        if data["unit"] == "roubles"
        else _n("{count} hour", "{count} hours", data["balance"]).format(count=data["balance"])
    )
    left = _n("{count} day", "{count} days", data["days"]).format(count=data["days"])
    text = _(
        "On the child's certificate account {amount} are free. They end on {day}, in {left}, and are not carried over. "
        "A club that begins before that day can still be paid; what contracts have is safe.",
    ).format(amount=amount, day=formats.day(date.fromisoformat(data["last"])), left=left)
    return Screen(headed(data, text), ([button(_("🔎 Find a club"), Find())], home()))


def _open(data: dict[str, Any]) -> Row:
    return [button(_("🗓 Turn of the year"), Turns(territory_id=data["territory"]))]


RENDERERS: Renderers = {
    "renewal_offer": _offer,
    "renewal_none": _none,
    "renewal_silent": _silent,
    "renewal_undone": _undone,
    "renewals_of_club": _of_club,
    "turn_asked": _asked,
    "turn_offered": _offered,
    "turn_opened": _opened,
    "money_ends": _money_ends,
}
