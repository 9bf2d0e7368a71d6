"""Rules of the room: volumes, periods, moves of the ledger."""

from services.orders.rules.money import cost
from services.orders.rules.moves import MOVES, Buckets, Facts, amount_of, closing_digest, digest_of
from services.orders.rules.periods import Part, parts_of
from services.orders.rules.volume import Volume, lacking

__all__ = [
    "MOVES",
    "Buckets",
    "Facts",
    "Part",
    "Volume",
    "amount_of",
    "closing_digest",
    "cost",
    "digest_of",
    "lacking",
    "parts_of",
]
