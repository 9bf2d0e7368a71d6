"""What a family hears when the results of an opening are out."""

from typing import Any

from handlers.common.keyboards import home
from handlers.common.notices.base import Renderers
from handlers.common.screen import Screen
from handlers.common.words import _
from handlers.parent.openings.keyboards import place_row


def _result(data: dict[str, Any]) -> Screen:
    head = _("The results of the opening are out. Application No. {number}: place {place} to its group.").format(
        number=data["number"], place=data["place"]
    )
    rest = (
        _("A seat fell to it, but a rule did not let it be approved by itself: a clerk decides. Nothing is needed.")
        if data["seat"]
        else _("There was no seat at its turn. It stays in the queue, nobody has refused it. The button says why.")
    )
    return Screen(f"{head} {rest}", (place_row(data["number"]), home()))


RENDERERS: Renderers = {"opening_result": _result}
