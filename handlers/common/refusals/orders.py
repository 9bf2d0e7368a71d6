"""Words for the errors of the orders room."""

from collections.abc import Callable

from handlers.common.formats import money
from handlers.common.refusals.base import Words
from handlers.common.words import _
from services.orders.errors import LimitBelowReserved, NoOrderLine, OrderExhausted


def _no_line(error: NoOrderLine) -> str:
    return _(
        "The social order of {year} has no line for this service, so nothing was reserved and the application still "
        "waits. Add the line to the order, or refuse on the ground “Order volume used up”.",
    ).format(year=error.year)


def _exhausted(error: OrderExhausted) -> str:
    words = {
        "children": _(
            "The social order of {year} has no places for children left for this service. Nothing was reserved and "
            "the application still waits: raise the order's line, or refuse on the ground “Order volume used up”.",
        ),
        "hours": _(
            "The social order of {year} has not enough person-hours left for this service. Nothing was reserved and "
            "the application still waits: raise the order's line, or refuse on the ground “Order volume used up”.",
        ),
        "money": _(
            "The social order of {year} has not enough money left for this service. Nothing was reserved and "
            "the application still waits: raise the order's line, or refuse on the ground “Order volume used up”.",
        ),
    }
    return words[error.what].format(year=error.year)


def _below(error: LimitBelowReserved) -> str:
    amount = money(error.reserved) if error.what == "money" else str(error.reserved)
    return _(
        "Certificates already promise {amount} of this line, so its limit cannot be lower. "
        "Write at least that much; the line is as it was.",
    ).format(amount=amount)


def _amount() -> str:
    return _("An amount of the order is a whole number, zero or more. Please check it and write it again.")


WORDS: Words = {NoOrderLine: _no_line, OrderExhausted: _exhausted, LimitBelowReserved: _below}
INVALID: dict[tuple[str, str], Callable[[], str]] = {
    ("order_children", "range"): _amount,
    ("order_hours", "range"): _amount,
    ("order_money", "range"): _amount,
}
