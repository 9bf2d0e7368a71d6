"""Notices of a family: somebody joined, left, applied, or is the first representative now."""

from datetime import date
from typing import Any

from handlers.common.children import headed
from handlers.common.keyboards import home
from handlers.common.notices.base import Renderers
from handlers.common.screen import Screen, button
from handlers.common.words import _
from handlers.parent.certificates.keyboards import MyCase
from handlers.parent.certificates.texts import before_filing
from handlers.parent.families.keyboards import Children
from services.certificates.queries import Need
from services.families.rules import Level


def _joined(data: dict[str, Any]) -> Screen:
    text = _("Somebody has joined the child's family by your code. Who it is, and how to remove them, is on your page.")
    return Screen(headed(data, text), ([button(_("Children"), Children())], home()))


def _left(data: dict[str, Any]) -> Screen:
    text = _("Somebody has left the child's family, or you were removed from it. What was signed stays in force.")
    return Screen(headed(data, text), ([button(_("Children"), Children())], home()))


def _passed(data: dict[str, Any]) -> Screen:
    text = _("The first representative has left the desk: you are the first now. Cases and terms are as they were.")
    return Screen(headed(data, text), ([button(_("Children"), Children())], home()))


def _forgotten(_data: dict[str, Any]) -> Screen:
    text = _(
        "Your details and children were destroyed here today: for more than a year there was no application and nobody "
        "came. Nothing is owed. To apply again, give them anew; the catalogue is open as before.",
    )
    return Screen(text, (home(),))


def _taken(data: dict[str, Any]) -> Screen:
    text = _(
        "At the desk another adult of the family was made the child's first representative; ground: {ground}. You act "
        "for the child here no longer. What you have signed stays in force. If this is wrong, call the office today.",
    ).format(ground=pass_grounds()[data["ground"]])
    return Screen(headed(data, text), (home(),))


def pass_grounds() -> dict[str, str]:
    """On what paper a child is passed on at the desk, in words."""
    return {
        "death": _("a certificate of death"),
        "court": _("a court's decision on parental rights"),
        "guardian": _("an act of the guardianship body"),
        "request": _("a written request of the first representative"),
    }


def _applied(data: dict[str, Any]) -> Screen:
    text = _("Application No. {number} was sent by somebody of the family. Nothing is needed from you.").format(
        number=data["number"]
    )
    return Screen(headed(data, text), ([button(_("🗂 This case"), MyCase(application_id=data["number"]))],))


def _drafted(data: dict[str, Any]) -> Screen:
    asked = Need(Level(data["level"]), date.fromisoformat(data["confirm_by"]))
    text = _("Somebody of the family has filled in application No. {number} in your name.\n\n{asked}").format(
        number=data["number"], asked=before_filing(asked)
    )
    return Screen(headed(data, text), ([button(_("✅ How to confirm"), MyCase(application_id=data["number"]))],))


RENDERERS: Renderers = {
    "family_drafted": _drafted,
    "family_joined": _joined,
    "family_left": _left,
    "family_passed": _passed,
    "family_taken": _taken,
    "family_forgotten": _forgotten,
    "family_applied": _applied,
}
