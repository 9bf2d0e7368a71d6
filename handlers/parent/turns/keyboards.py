"""Buttons of a held seat. No other room's buttons here: other rooms import these."""

from aiogram.filters.callback_data import CallbackData

from handlers.common.keyboards import home
from handlers.common.screen import Row, button
from handlers.common.words import _


class GoOn(CallbackData, prefix="renyes"):
    """The child goes on."""

    renewal_id: int


class Decline(CallbackData, prefix="renno"):
    """The child does not go on; asked once."""

    renewal_id: int
    sure: bool = False


class Offer(CallbackData, prefix="renewal"):
    """One held seat."""

    renewal_id: int


def offer(renewal_id: int) -> tuple[Row, ...]:
    """Under a held seat that waits for an answer."""
    yes = button(_("✅ Yes, we go on"), GoOn(renewal_id=renewal_id))
    return ([yes, button(_("No…"), Decline(renewal_id=renewal_id))], home())


def sure(renewal_id: int) -> tuple[Row, ...]:
    """The question before a seat is given up."""
    yes = button(_("Yes, give the seat up"), Decline(renewal_id=renewal_id, sure=True))
    return ([yes], [button(_("← Back"), Offer(renewal_id=renewal_id)), *home()])
