"""Words for the errors of the core and of the staff room.

Each module of this package has ``WORDS``: error class → the sentence for it. A subclass without words of its own
would fall to its parent's; a house test forbids that.
"""

from collections.abc import Callable
from typing import Any

from handlers.common.screen import Row
from handlers.common.words import _, _n
from services.core.errors import NotAllowed, NotFound, Stale, Unavailable
from services.staff.errors import FactorMissing, InviteUnusable

Words = dict[type[Exception], Callable[[Any], str]]
Ways = dict[type[Exception], Callable[[Any], tuple[Row, ...]]]
"""``WAYS`` of a module: error class → the rows that lead where its sentence points; the menu is added to them."""


def _not_found(error: NotFound) -> str:
    if error.what == "territory":
        return _("I don't know that territory. Choose one from the list: /territory.")
    if error.what == "order":
        return _("This line or change is not there any more, or it is not yours. Open “Social order” in the menu.")
    return _("I can't find that among your cases. Everything you have is in “My cases”: /mine.")


def _not_allowed(_error: NotAllowed) -> str:
    return _("This is done by the staff of the territory. If that is you, ask for an invitation link.")


def _stale(_error: Stale) -> str:
    return _("This button is out of date: the case has moved on. Here is what is open now.")


def _unavailable(error: Unavailable) -> str:
    return _n(
        "The service doesn't answer right now. Everything you have done is kept. Please try again in {count} second.",
        "The service doesn't answer right now. Everything you have done is kept. Please try again in {count} seconds.",
        error.retry_after,
    ).format(count=error.retry_after)


def _factor_missing(_error: FactorMissing) -> str:
    return _(
        "The colleague has no authenticator yet, so no link is handed over: whoever opened it would set one up. They "
        "come in from the bot; without a messenger the server's keeper runs: kruzhok staff link.",
    )


def _invite(_error: InviteUnusable) -> str:
    return _(
        "This invitation link doesn't work: it was used already, is older than 7 days, or was copied in part. "
        "Ask the sender for a new one.",
    )


WORDS: Words = {
    NotFound: _not_found,
    NotAllowed: _not_allowed,
    Stale: _stale,
    Unavailable: _unavailable,
    InviteUnusable: _invite,
    FactorMissing: _factor_missing,
}
