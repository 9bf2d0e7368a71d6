"""Rows of the register of providers."""

from itertools import count

from sqlalchemy.ext.asyncio import AsyncSession

from services.providers.models import Provider, Sector

_numbers = count(1)


async def add_provider(
    session: AsyncSession,
    *,
    territory_id: int,
    name: str = "Дом творчества «Высота»",
    sector: Sector = Sector.MUNICIPAL,
    is_npo: bool = False,
    inn: str | None = None,
) -> int:
    row = Provider(
        territory_id=territory_id,
        inn=inn or f"{next(_numbers):010d}",
        name=name,
        sector=sector,
        is_npo=is_npo,
        licence="Л035-00000-99/00000001",
        address="ул. Садовая, 1",
    )
    session.add(row)
    await session.flush()
    return row.id
