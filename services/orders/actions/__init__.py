"""The deeds of the room: the order's lines and limits, and every move of the ledger. The caller commits."""

from services.orders.actions.adjusting import adjust, close_year, reverse
from services.orders.actions.amending import Origin, answer, begin, confirm, leave, review
from services.orders.actions.lines import set_line
from services.orders.actions.moving import Paid, commit, consume, give_back, release
from services.orders.actions.opening import drop_empty_lines, open_lines
from services.orders.actions.reserving import Promise, reserve
from services.orders.actions.rules import Funding, set_agreement, set_focus_limit, set_period, set_rule
from services.orders.actions.sealing import seal_opening

__all__ = [
    "Funding",
    "Origin",
    "Paid",
    "Promise",
    "adjust",
    "answer",
    "begin",
    "close_year",
    "commit",
    "confirm",
    "consume",
    "drop_empty_lines",
    "give_back",
    "leave",
    "open_lines",
    "release",
    "reserve",
    "reverse",
    "review",
    "seal_opening",
    "set_agreement",
    "set_focus_limit",
    "set_line",
    "set_period",
    "set_rule",
]
