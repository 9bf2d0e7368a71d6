"""Tables of the room: the order and its limits, the rules of money, the ledger."""

from services.orders.models.ledger import APPEND_ONLY, CLOSING, OPENING, Account, Entry, Hold, Seal
from services.orders.models.limits import Agreement, FocusLimit, FundingPeriod, FundingRule
from services.orders.models.order import Amendment, Exact, OrderDraft, OrderLine, paying_line
from services.orders.models.words import DraftState, Kind, Model, Split, Unit

__all__ = [
    "APPEND_ONLY",
    "CLOSING",
    "OPENING",
    "Account",
    "Agreement",
    "Amendment",
    "DraftState",
    "Entry",
    "Exact",
    "FocusLimit",
    "FundingPeriod",
    "FundingRule",
    "Hold",
    "Kind",
    "Model",
    "OrderDraft",
    "OrderLine",
    "Seal",
    "Split",
    "Unit",
    "paying_line",
]
