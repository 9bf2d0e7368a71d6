"""What families, clubs and the staff hear of a club that ends."""

from datetime import date
from typing import Any

from handlers.common import formats
from handlers.common.children import called_of, headed
from handlers.common.keyboards import home
from handlers.common.notices.base import Renderers
from handlers.common.screen import Row, Screen, button
from handlers.common.words import _, _n
from handlers.parent.certificates.keyboards import MyCase
from handlers.parent.certificates.texts import LIST_TITLE, short
from handlers.parent.departures import keyboards, texts
from handlers.parent.programs.keyboards import Find
from handlers.provider.certificates.keyboards import ProviderCase
from handlers.staff.departures.keyboards import Departures

TWO_ROWS = 3
"""Children who have two rows of buttons each; of more each has one."""


def _offer(data: dict[str, Any], before: str = "") -> Screen:
    reply_by, rows = date.fromisoformat(data["reply_by"]), data["rows"]
    leaves_on = date.fromisoformat(data["leaves_on"])
    parts = [before] if before else []
    for one in rows:
        name = formats.safe(called_of(data, one["child_id"]))
        head = f"<b>{name}</b>\n" if name else ""
        titles = [title for _group, title in one["offered"]]
        if len(rows) == 1:
            told = [
                texts.ends(one["number"], leaves_on),
                texts.offered(titles, is_held=one["is_held"], reply_by=reply_by),
            ]
            parts.append(head + "\n\n".join(told))
        else:
            parts.append(head + _row(one["number"], titles))
    if len(rows) > 1:
        parts.append(
            _("The club ends: its last day of lessons is {last}. Choose for each child no later than {day}.").format(
                last=formats.day(leaves_on), day=formats.day(reply_by)
            )
        )
    return Screen("\n\n".join([*parts, texts.kept()]), _ways(data))


def _row(number: int, titles: list[str]) -> str:
    if not titles:
        return _("Application No. {number}: no like place is free now.").format(number=number)
    first = short(titles[0], LIST_TITLE)
    return _n(
        "Application No. {number}: “{title}”, {count} place to choose from.",
        "Application No. {number}: “{title}”, {count} places to choose from.",
        len(titles),
    ).format(number=number, title=first, count=len(titles))


def _ways(data: dict[str, Any]) -> tuple[Row, ...]:
    rows = data["rows"]
    search: Row = [button(_("🔎 Another club"), Find())]
    if len(rows) == 1:
        return keyboards.places(rows[0]["placement_id"], [(one, title) for one, title in rows[0]["offered"]], search)
    ways: list[Row] = []
    for at, one in enumerate(rows, 1):
        name = called_of(data, one["child_id"]) or str(at)
        found = [(group, title) for group, title in one["offered"]]
        ways += keyboards.child(one["placement_id"], name, found, is_short=len(rows) > TWO_ROWS)
    return (*ways, home())


def _again(data: dict[str, Any]) -> Screen:
    return _offer(data, _("The transfer has come to nothing, and the child is where it was. Please choose anew."))


def _reminder(data: dict[str, Any]) -> Screen:
    return _offer(data, _("A reminder: your choice is still awaited. This is said once."))


def _each(data: dict[str, Any], text: str) -> Screen:
    """The same said of each child by the number of its case."""
    numbers = ", ".join(str(one["number"]) for one in data["rows"])
    rows: list[Row] = [[button(_("🔎 Find a club"), Find())], home()]
    return Screen(text.format(numbers=numbers, day=formats.day(date.fromisoformat(data["leaves_on"]))), tuple(rows))


def _silent(data: dict[str, Any]) -> Screen:
    text = _(
        "The days for a choice are over, the place that was held is free again (applications: {numbers}). The lessons "
        "go on through {day}. The office can still place the child: call or come; or find a club yourself."
    )
    return _each(data, text)


def _ended(data: dict[str, Any]) -> Screen:
    text = _(
        "The club's last day, {day}, is over: the contracts of applications {numbers} have ended. What was not used of "
        "the certificate went back to the child's account and can pay for another club. Nothing else is needed."
    )
    return _each(data, text)


def _undone(data: dict[str, Any]) -> Screen:
    text = _(
        "Good news: the club stays. The contracts of applications {numbers} go on as they were, nothing is needed from "
        "you. What you have chosen already goes on, too; an application that is not signed can be taken back."
    )
    return _each(data, text)


def _assisted(data: dict[str, Any]) -> Screen:
    if not data["new"]:
        text = _(
            "The office has written down your choice for application No. {number}: no other club. After the club's "
            "last day the contract ends and the rest of the certificate goes back. Not your choice? Tell the office."
        ).format(number=data["number"])
        return Screen(headed(data, text), (home(),))
    text = _(
        "The office has written down your choice for application No. {number}: application No. {new} comes in its "
        "place. Not your choice? Take it back in “My cases” before you sign."
    ).format(number=data["number"], new=data["new"])
    return Screen(headed(data, text), ([button(_("🗂 This case"), MyCase(application_id=data["new"]))], home()))


def _begun(data: dict[str, Any]) -> Screen:
    head = _n(
        "A club ends: {count} family row is told and chooses through {day}.",
        "A club ends: {count} family rows are told and choose through {day}.",
        data["count"],
    ).format(count=data["count"], day=formats.day(date.fromisoformat(data["reply_by"])))
    without = _n(
        "For {count} child no place was found: please look by hand.",
        "For {count} children no place was found: please look by hand.",
        data["without"],
    ).format(count=data["without"])
    return Screen(f"{head} {without}" if data["without"] else head, ([button(_("🚪 Clubs that end"), Departures())],))


def _over(data: dict[str, Any]) -> Screen:
    text = _n(
        "The club has ended, nobody is enrolled there: {count} child. The report is on the page “Clubs that end”.",
        "The club has ended, nobody is enrolled there: {count} children. The report is on the page “Clubs that end”.",
        data["count"],
    ).format(count=data["count"])
    return Screen(text, ([button(_("🚪 Clubs that end"), Departures())],))


def _of_club(data: dict[str, Any]) -> Screen:
    text = _n(
        "The office has written down that your lessons end on {last}: {count} child is offered other places through "
        "{day}. New applications are not taken; lessons go on as contracts say until then.",
        "The office has written down that your lessons end on {last}: {count} children are offered other places "
        "through {day}. New applications are not taken; lessons go on as contracts say until then.",
        data["count"],
    ).format(
        count=data["count"],
        last=formats.day(date.fromisoformat(data["leaves_on"])),
        day=formats.day(date.fromisoformat(data["reply_by"])),
    )
    return Screen(text, (home(),))


def _child_left(data: dict[str, Any]) -> Screen:
    text = _(
        "The child of application No. {number} is not enrolled any more: the contract has ended with the club's last "
        "day. Nothing is needed from you."
    ).format(number=data["number"])
    return Screen(text, ([button(_("Open the application"), ProviderCase(application_id=data["number"]))],))


RENDERERS: Renderers = {
    "departure_offer": _offer,
    "departure_again": _again,
    "departure_reminder": _reminder,
    "departure_silent": _silent,
    "departure_ended": _ended,
    "departure_undone": _undone,
    "departure_assisted": _assisted,
    "departure_begun": _begun,
    "departure_over": _over,
    "departure_of_club": _of_club,
    "child_left": _child_left,
}
