"""What a case has of the ledger."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import exists, func, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import aliased

from services.orders.models import Account, Entry, Hold, Kind, Model, Unit


@dataclass(frozen=True, slots=True)
class Held:
    """All parts and renewals of a case together; hours are person-hours, money kopecks.

    ``reserved`` waits for the contract, ``committed`` is what the contract still has, ``paid`` was rendered.
    """

    case_id: int
    hours_reserved: int
    hours_committed: int
    hours_paid: int
    money_reserved: int
    money_committed: int
    money_paid: int

    @property
    def money_left(self) -> int:
        """Promised and not yet paid."""
        return self.money_reserved + self.money_committed

    @property
    def hours_left(self) -> int:
        """Promised and not yet rendered."""
        return self.hours_reserved + self.hours_committed


@dataclass(frozen=True, slots=True)
class AccountView:
    """A child's account of a budget year, in its unit: nominal = balance + reserved + committed + paid."""

    id: int
    year: int
    model: Model
    unit: Unit
    nominal: int
    balance: int
    reserved: int
    committed: int
    paid: int


async def held(session: AsyncSession, case_ids: Iterable[int]) -> dict[int, Held]:
    """What each of these cases holds or has used; a case that never held anything is left out."""
    sums = (
        *(Hold.hours_reserved, Hold.hours_committed, Hold.hours_paid),
        *(Hold.money_reserved, Hold.money_committed, Hold.money_paid),
    )
    rows = await session.execute(
        select(Hold.case_id, *(func.sum(one) for one in sums))
        .where(Hold.case_id.in_(set(case_ids)))
        .group_by(Hold.case_id)
    )
    return {row[0]: Held(row[0], *(int(amount) for amount in row[1:])) for row in rows}


async def returned(session: AsyncSession, case_ids: Iterable[int]) -> dict[int, int]:
    """Kopecks that came back from each of these cases when its contract ended early; those without are left out."""
    rows = await session.execute(
        select(Hold.case_id, func.sum(Entry.money))
        .join(Entry, Entry.hold_id == Hold.id)
        .where(Hold.case_id.in_(set(case_ids)), Entry.kind == Kind.RETURN)
        .group_by(Hold.case_id)
    )
    return {row[0]: int(row[1]) for row in rows}


async def last_paid(session: AsyncSession, case_ids: Iterable[int]) -> dict[int, datetime]:
    """When an act last paid something of each of these cases; what was taken back does not count."""
    mended = aliased(Entry)
    rows = await session.execute(
        select(Hold.case_id, func.max(Entry.made_at))
        .join(Entry, Entry.hold_id == Hold.id)
        .where(Hold.case_id.in_(set(case_ids)), Entry.kind == Kind.CONSUME, Entry.reverses.is_(None))
        .where(~exists().where(mended.reverses == Entry.id))
        .group_by(Hold.case_id)
    )
    return {row[0]: row[1] for row in rows}


async def accounts_of(session: AsyncSession, child_ids: Iterable[int]) -> list[AccountView]:
    """The accounts of these children, the latest year first."""
    columns = (
        *(Account.id, Account.year, Account.model, Account.unit, Account.nominal),
        *(Account.balance, Account.reserved, Account.committed, Account.paid),
    )
    rows = await session.execute(
        select(*columns).where(Account.child_id.in_(set(child_ids))).order_by(Account.year.desc(), Account.id)
    )
    return [AccountView(*row) for row in rows]
