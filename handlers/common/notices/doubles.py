"""Notices of two records of one child: to the desk that compares them, to the families when they are one."""

from typing import Any

from handlers.common.children import headed
from handlers.common.keyboards import home
from handlers.common.notices.base import Renderers
from handlers.common.screen import Screen, button
from handlers.common.words import _
from handlers.parent.families.keyboards import Children


def _found(_data: dict[str, Any]) -> Screen:
    text = _(
        "A child was entered whose СНИЛС is in the desk already: perhaps one child twice. Compare the records on the "
        "page “At the desk” → “One child twice”. Until then a second application to the same program is not taken.",
    )
    return Screen(text, (home(),))


def _merged(data: dict[str, Any]) -> Screen:
    text = _(
        "This child was entered here twice. The office has seen the papers and made the two records one: all "
        "applications, certificates and contracts are in it, with their numbers and terms. Both adults see them and "
        "may act. If this is wrong, call the office within thirty days: it can be taken back.",
    )
    return Screen(headed(data, text), ([button(_("Children"), Children())], home()))


def _parted(data: dict[str, Any]) -> Screen:
    text = _("The office has taken the joining of two records back: each family has its own again.")
    return Screen(headed(data, text), ([button(_("Children"), Children())], home()))


RENDERERS: Renderers = {"pair_found": _found, "pair_merged": _merged, "pair_parted": _parted}
