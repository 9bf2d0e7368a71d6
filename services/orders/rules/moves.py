"""What each kind of entry does to the buckets, and the digest that tells a changed entry."""

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import NamedTuple

from services.core.crypto import keyring
from services.orders.models.words import Kind, Unit


class Buckets(NamedTuple):
    """Signs of the four buckets of an account; their sum is the change of the nominal."""

    balance: int = 0
    reserved: int = 0
    committed: int = 0
    paid: int = 0

    @property
    def nominal(self) -> int:
        """What the nominal changes by: the identity nominal = balance + reserved + committed + paid."""
        return sum(self)


MOVES: dict[Kind, Buckets] = {
    Kind.ALLOCATE: Buckets(balance=1),
    Kind.RESERVE: Buckets(balance=-1, reserved=1),
    Kind.RELEASE: Buckets(balance=1, reserved=-1),
    Kind.COMMIT: Buckets(reserved=-1, committed=1),
    Kind.CONSUME: Buckets(committed=-1, paid=1),
    Kind.RETURN: Buckets(balance=1, committed=-1),
    Kind.ADJUST: Buckets(balance=1),
}
FREES = {Kind.RELEASE, Kind.RETURN}
"""Kinds that give the promised volume back to the order's line and its limits."""


@dataclass(frozen=True, slots=True)
class Facts:
    """What an entry says, before it is written. Amounts: person-hours and kopecks, both always."""

    kind: Kind
    hours: int
    money: int
    hold_id: int | None = None
    reason: str | None = None
    act_line: str | None = None
    reverses: int | None = None


def amount_of(unit: Unit, hours: int, money: int) -> int:
    """Of two amounts the one that the account counts."""
    return hours if unit is Unit.HOURS else money


def digest_of(account_id: int, seq: int, facts: Facts, actor_id: int | None, made_at: datetime) -> str:
    """A keyed digest (HMAC-SHA-256) of all that the row says."""
    told = (
        *(account_id, seq, facts.kind.value, facts.hold_id, facts.hours, facts.money),
        *(facts.reason, facts.act_line, facts.reverses, actor_id, made_at.astimezone(UTC).isoformat()),
    )
    return keyring().blind_index(repr(told), "ledger")


def closing_digest(count: int) -> str:
    """A keyed digest of how many opening entries were sealed."""
    return keyring().blind_index(repr(count), "ledger seals")
