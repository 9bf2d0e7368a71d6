"""The indicator table as plain rows, for the command line and the played demo."""

from datetime import datetime
from typing import Any

from services.core.clock import local_date
from services.core.db import Database
from services.indicators.queries import table
from services.territories.queries import territory_by_slug


async def indicator_rows(
    database: Database,
    slug: str,
    *,
    now: datetime,
    year: int | None = None,
    locale: str = "ru",
) -> list[dict[str, Any]]:
    """The rows of one territory; the year of ``now`` unless another is asked for."""
    async with database.reads() as session:
        territory = await territory_by_slug(session, slug)
        chosen = year or local_date(now, territory.timezone).year
        facts = await table(session, territory=territory, year=chosen, now=now)
    return [fact.row(locale) for fact in facts]
