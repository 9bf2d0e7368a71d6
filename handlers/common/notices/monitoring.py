"""What a club and the desk hear of checks: numbers and days only."""

from datetime import date
from typing import Any

from handlers.common import formats
from handlers.common.keyboards import home
from handlers.common.notices.base import Renderers
from handlers.common.screen import Screen
from handlers.common.words import _


def _signed(data: dict[str, Any]) -> Screen:
    told = _(
        "Check No. {number} of your club is signed. You can read it on your page and object by {day} inclusive."
    ).format(number=data["visit"], day=formats.day(date.fromisoformat(data["day"])))
    return Screen(told, (home(),))


def _objected(data: dict[str, Any]) -> Screen:
    told = _("The club objects to a mark of check No. {number}. Its words are on the page of monitoring.")
    return Screen(told.format(number=data["visit"]), (home(),))


def _answered(data: dict[str, Any]) -> Screen:
    told = (
        _("Your objection to check No. {number} is upheld: the measure counts as met.")
        if data["upheld"]
        else _("Your objection to check No. {number} is not upheld: the mark stays. The page says by when to mend it.")
    )
    return Screen(told.format(number=data["visit"]), (home(),))


RENDERERS: Renderers = {"visit_signed": _signed, "visit_objected": _objected, "visit_answered": _answered}
