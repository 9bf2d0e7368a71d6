"""Lines of the social order."""

from sqlalchemy.ext.asyncio import AsyncSession

from services.orders.models import OrderLine


async def add_line(
    session: AsyncSession,
    *,
    territory_id: int,
    year: int = 2026,
    service_code: str | None = None,
    children: int = 100,
    hours: int = 10_000,
    money: int = 10**9,
) -> int:
    row = OrderLine(
        territory_id=territory_id,
        year=year,
        service_code=service_code,
        children_limit=children,
        hours_limit=hours,
        money_limit=money,
    )
    session.add(row)
    await session.flush()
    return row.id
