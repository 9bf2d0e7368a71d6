"""Notices of the catalogue: a group that takes children again."""

from typing import Any

from handlers.common import formats
from handlers.common.formats import safe
from handlers.common.notices.base import Renderers
from handlers.common.screen import Screen, button
from handlers.common.words import _, _n
from handlers.parent.programs.buttons import Unwatch
from handlers.parent.programs.keyboards import GroupCard


def _seat_free(data: dict[str, Any]) -> Screen:
    week = ", ".join(f"{formats.weekday(day)} {hour}" for day, hour in data["week"])
    happened = _n(
        "There is {count} free seat: “{title}”, {week}.",
        "There are {count} free seats: “{title}”, {week}.",
        data["seats"],
    ).format(count=data["seats"], title=safe(data["title"]), week=safe(week))
    text = "\n\n".join(
        [
            happened,
            seats_line(data["seats"], data["answered"]),
            _("I won't write again until the group was full once more. To apply, open the card."),
        ]
    )
    rows = (
        [button(_("Open the card"), GroupCard(group_id=data["group"]))],
        [button(_("🔕 Wait no more"), Unwatch(group_id=data["group"]))],
    )
    return Screen(text, rows)


def seats_line(seats: int, answered: int) -> str:
    """What the others have done: a seat goes to whoever is approved first."""
    return _("Seats: {seats}, have applied since: {answered}. The seat goes to whoever is approved first.").format(
        seats=seats, answered=answered
    )


RENDERERS: Renderers = {"seat_free": _seat_free}
