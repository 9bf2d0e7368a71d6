"""Notices of two records of one child: to the desk that compares them, to the families when they are one."""

from typing import Any

from handlers.common.children import headed
from handlers.common.keyboards import home
from handlers.common.notices.base import Renderers
from handlers.common.screen import Screen, button
from handlers.common.words import _
from handlers.parent.families.keyboards import Children
from services.doubles.rules import MISTYPED


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


def _kept(data: dict[str, Any]) -> Screen:
    if data["ground"] == MISTYPED:
        text = _(
            "The office has compared two records with one СНИЛС: these are two children, so one number is mistyped. "
            "Please check the СНИЛС of your child on the child's page and correct it if it is wrong; then everything "
            "can be filed.",
        )
    else:
        text = _(
            "The office has compared the records of your child and joined nothing. What you have filed goes on as it "
            "was. An application that was not taken because of this is not taken here; ask the office what to do.",
        )
    return Screen(headed(data, text), ([button(_("Children"), Children())], home()))


RENDERERS: Renderers = {"pair_found": _found, "pair_merged": _merged, "pair_parted": _parted, "pair_kept": _kept}
