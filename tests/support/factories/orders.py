"""Lines of the social order, and promises of them."""

from collections.abc import Iterator
from datetime import date
from itertools import count
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from services.orders.actions import Promise
from services.orders.models import OrderLine
from services.territories.rules import MonthDay

_CASES: Iterator[int] = count(1_000_000)


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


def promise(town: Any, **changed: Any) -> Promise:
    """A certificate of 72 hours and 7,200 roubles for the town's child, from September to May."""
    told: dict[str, Any] = {
        "case_id": next(_CASES),
        "territory_id": town.territory_id,
        "child_id": town.child_id,
        "provider_id": town.provider_id,
        "service_code": None,
        "focus": "art",
        "hours": 72,
        "money": 720_000,
        "first": date(2026, 9, 12),
        "last": date(2027, 5, 31),
        "opens": MonthDay(9, 1),
    }
    return Promise(**told | changed)
