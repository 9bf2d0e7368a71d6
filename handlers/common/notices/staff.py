"""Notices to people with a post: what was done to their door, or to a colleague's."""

from collections.abc import Callable
from typing import Any

from handlers.common.keyboards import home
from handlers.common.notices.base import Renderers
from handlers.common.screen import Screen
from handlers.common.words import _


def _either(own: Callable[[], str], colleagues: Callable[[], str]) -> Callable[[dict[str, Any]], Screen]:
    def render(data: dict[str, Any]) -> Screen:
        text = own() if data["own"] else colleagues()
        return Screen(text.format(number=data["number"]), (home(),))

    return render


def _forgotten() -> str:
    return _(
        "Your authenticator was forgotten and your pages have ended: an administrator did it. Come in from the bot and "
        "set up a new one today. If you did not ask for it, tell the head of the body at once.",
    )


def _forgotten_of() -> str:
    return _(
        "The authenticator of colleague No. {number} was forgotten and their pages have ended. If you know of no "
        "reason, ask the colleague today.",
    )


def _link_made() -> str:
    return _(
        "A one-time link to the pages of your post was made for you; it works for ten minutes and asks for your "
        "authenticator. If you did not ask for it, tell the head of the body.",
    )


def _link_made_of() -> str:
    return _("A one-time link to the pages of colleague No. {number} was made. If you know of no reason, ask today.")


def _post_ended() -> str:
    return _("Your post here has ended: its pages and buttons are closed. What you have decided stays in force.")


def _post_ended_of() -> str:
    return _("The posts of colleague No. {number} have ended. If that is wrong, a new invitation gives them again.")


RENDERERS: Renderers = {
    "staff_factor_forgotten": _either(_forgotten, _forgotten_of),
    "staff_link_made": _either(_link_made, _link_made_of),
    "staff_post_ended": _either(_post_ended, _post_ended_of),
}
