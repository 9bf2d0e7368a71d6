"""Notices of who one is: a person confirmed, a telephone that has changed hands, an account linked or unlinked."""

from typing import Any

from handlers.common.keyboards import home
from handlers.common.notices.base import Renderers
from handlers.common.screen import Screen, button
from handlers.common.words import _
from handlers.parent.certificates.keyboards import Mine


def _confirmed(_data: dict[str, Any]) -> Screen:
    text = _("A specialist has seen your paper: you are confirmed. If it was not you, tell the office today.")
    return Screen(text, ([button(_("🗂 My cases"), Mine())], home()))


def _phone_lost(_data: dict[str, Any]) -> Screen:
    text = _(
        "Somebody else has confirmed the telephone that was yours here, so it opens your pages no longer. Your cases "
        "are safe. If it is still yours, confirm it again on your page; if you have a new one, correct your details.",
    )
    return Screen(text, (home(),))


def _phone_confirmed(_data: dict[str, Any]) -> Screen:
    text = _(
        "A telephone was confirmed: from now on your pages open by it, and no other one opens them. If it was not you, "
        "end all sessions on the page “My data”, correct your details and confirm your own telephone; tell the office.",
    )
    return Screen(text, (home(),))


def _code_given(data: dict[str, Any]) -> Screen:
    text = _(
        "At the desk a code to your pages was given for application No. {number}; it works once, within seven days. If "
        "it was not to you, call the office at once: the journal on your page says who gave it.",
    ).format(number=data["number"])
    return Screen(text, ([button(_("🗂 My cases"), Mine())], home()))


def _unlinked(_data: dict[str, Any]) -> Screen:
    text = _(
        "This account was unlinked: your record now opens from another one, confirmed by your telephone or at the "
        "desk. Nothing else has changed. If it was not you, call the office at once.",
    )
    return Screen(text, (home(),))


def _linked(data: dict[str, Any]) -> Screen:
    text = _("This account now opens your record; the earlier one is unlinked and told. All cases are as they were.")
    text += "\n\n" + _("Codes and invitations into your family that waited are void: make new ones if you need them.")
    if data.get("phone_closed"):
        text += "\n\n" + _("The telephone from before opens nothing now: put the new one into your details.")
    return Screen(text, ([button(_("🗂 My cases"), Mine())], home()))


RENDERERS: Renderers = {
    "identity_confirmed": _confirmed,
    "phone_lost": _phone_lost,
    "phone_confirmed": _phone_confirmed,
    "desk_code_given": _code_given,
    "account_unlinked": _unlinked,
    "account_linked": _linked,
}
