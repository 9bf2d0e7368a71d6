"""A territory for the catalogue of a test."""

from datetime import UTC, datetime

from sqlalchemy.ext.asyncio import AsyncSession

from services.territories.actions import load_shipped
from services.territories.models import Territory
from services.territories.queries import TerritoryView, territory_by_slug
from services.territories.rules import Level
from tests.support.factories.providers import add_provider


async def place(session: AsyncSession, slug: str = "first") -> int:
    row = Territory(
        slug=slug,
        title="Город",
        level=Level.MUNICIPAL,
        timezone="Europe/Moscow",
        source="",
        digest=slug,
        shipped=False,
        loaded_at=datetime(2026, 9, 1, tzinfo=UTC),
    )
    session.add(row)
    await session.flush()
    return row.id


async def shelf(session: AsyncSession, slug: str = "first") -> dict[str, int]:
    """A territory with a provider: keywords for ``add_program``."""
    territory_id = await place(session, slug)
    return {"territory_id": territory_id, "provider_id": await add_provider(session, territory_id=territory_id)}


async def town(session: AsyncSession, slug: str = "kemerovo") -> tuple[TerritoryView, int]:
    """A shipped territory and a provider in it."""
    await load_shipped(session, now=datetime(2026, 9, 1, tzinfo=UTC))
    view = await territory_by_slug(session, slug)
    return view, await add_provider(session, territory_id=view.id)
