"""Reading the order, its limits and the ledger."""

from services.orders.queries.auditing import Fault, audit, ledger_size
from services.orders.queries.lines import LineView, line_for, lines
from services.orders.queries.money import Held, held, last_paid
from services.orders.queries.paying import lines_that_pay

__all__ = [
    "Fault",
    "Held",
    "LineView",
    "audit",
    "held",
    "last_paid",
    "ledger_size",
    "line_for",
    "lines",
    "lines_that_pay",
]
