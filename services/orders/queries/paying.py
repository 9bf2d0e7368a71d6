"""Which lines of an order are paid by acts of rendered services at all."""

from collections.abc import Iterable

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from services.orders.models import OrderLine


async def lines_that_pay(session: AsyncSession, line_ids: Iterable[int]) -> set[int]:
    """Those of the lines from which something has been paid: where nothing was, nobody's silence says anything."""
    paid = select(OrderLine.id).where(OrderLine.id.in_(set(line_ids)), OrderLine.money_paid > 0)
    return set(await session.scalars(paid))
