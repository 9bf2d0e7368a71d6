"""What yearly accounts have free and would lose at the end of their year."""

from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from services.orders.models import Account, Model, Unit


@dataclass(frozen=True, slots=True)
class Unused:
    """A child's account with a free balance: kopecks or hours by ``unit``. Certificates' own money is not in it."""

    account_id: int
    child_id: int
    unit: Unit
    balance: int


async def unused(session: AsyncSession, *, territory_id: int, year: int, besides: list[int], most: int) -> list[Unused]:
    """Accounts of a budget year that would lose their balance (``close_year``), but for those named."""
    rows = await session.execute(
        select(Account.id, Account.child_id, Account.unit, Account.balance)
        .where(
            Account.territory_id == territory_id,
            Account.year == year,
            Account.model == Model.ACCOUNT,
            Account.balance > 0,
            Account.id.not_in(besides),
        )
        .order_by(Account.id)
        .limit(most)
    )
    return [Unused(*row) for row in rows]
