"""The lines of a new year's order are opened empty, by the services of the year before."""

from sqlalchemy import delete
from sqlalchemy.ext.asyncio import AsyncSession

from services.orders.actions.lines import set_line
from services.orders.models import OrderLine
from services.orders.queries import lines


async def open_lines(session: AsyncSession, *, territory_id: int, year: int) -> list[int]:
    """Open a line without volume for each line of the year before; the ids of the new ones.

    A year that has a line already is the staff's work and is left as it is: an empty line of a service would stand in
    the way of the common line that pays for it.
    """
    if await lines(session, territory_id, year):
        return []
    none = {"children": 0, "hours": 0, "money": 0}
    before = await lines(session, territory_id, year - 1)
    return [
        await set_line(session, territory_id=territory_id, year=year, service_code=line.service_code, **none)
        for line in before
    ]


async def drop_empty_lines(session: AsyncSession, ids: list[int]) -> None:
    """Take back those of the lines that have no volume still."""
    empty = (OrderLine.children_limit == 0, OrderLine.hours_limit == 0, OrderLine.money_limit == 0)
    await session.execute(delete(OrderLine).where(OrderLine.id.in_(ids), *empty))
