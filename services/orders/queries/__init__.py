"""Reading the order, its limits and the ledger."""

from services.orders.queries.amendments import (
    OPEN,
    AmendmentView,
    DraftView,
    edition,
    history,
    open_draft,
    own_draft,
)
from services.orders.queries.auditing import Fault, audit, ledger_size
from services.orders.queries.limits import Limits, limits
from services.orders.queries.lines import LineView, line_for, lines, own_line
from services.orders.queries.money import Held, held, last_paid, returned
from services.orders.queries.paying import lines_that_pay
from services.orders.queries.unused import Unused, unused

__all__ = [
    "OPEN",
    "AmendmentView",
    "DraftView",
    "Fault",
    "Held",
    "Limits",
    "LineView",
    "Unused",
    "audit",
    "edition",
    "held",
    "history",
    "last_paid",
    "ledger_size",
    "limits",
    "line_for",
    "lines",
    "lines_that_pay",
    "open_draft",
    "own_draft",
    "own_line",
    "returned",
    "unused",
]
