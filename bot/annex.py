"""The indicator table for the command line and the played demo: plain rows, and pictures."""

from collections.abc import AsyncIterator
from datetime import datetime
from typing import Any

from bot import charts
from handlers.common.words import pick
from handlers.staff.indicators.annex import annex, workbook
from handlers.staff.indicators.pictures import goals_with_numbers, picture
from handlers.staff.indicators.texts import by_goal
from handlers.web import papers
from services.core.clock import local_date
from services.core.db import Database
from services.indicators.queries import IndicatorFact, table
from services.territories.queries import TerritoryView, territory_by_slug

PAPERS = {"xlsx": workbook, "pdf": papers.annex}
"""Forms of the annex as a file."""


async def indicator_rows(
    database: Database,
    slug: str,
    *,
    now: datetime,
    year: int | None = None,
    locale: str = "ru",
) -> list[dict[str, Any]]:
    """The rows of one territory; the year of ``now`` unless another is asked for."""
    _territory, _year, facts = await _facts(database, slug, now=now, year=year)
    return [fact.row(locale) for fact in facts]


async def indicator_pictures(
    database: Database,
    slug: str,
    *,
    now: datetime,
    year: int | None = None,
) -> AsyncIterator[tuple[str, bytes]]:
    """A file's name and a PNG for every goal that has numbers, in the language in use."""
    territory, chosen, facts = await _facts(database, slug, now=now, year=year)
    short = pick(territory.short_ru, territory.short_en)
    for goal in goals_with_numbers(facts):
        drawn = await charts.draw(picture(by_goal(facts)[goal], territory=short, year=chosen))
        yield f"indicators-{territory.slug}-{chosen}-goal{goal}.png", drawn


async def indicator_paper(database: Database, slug: str, *, now: datetime, year: int, kind: str) -> tuple[str, bytes]:
    """A file's name and its contents: the annex as ``xlsx`` or ``pdf``."""
    territory, chosen, facts = await _facts(database, slug, now=now, year=year)
    told = annex(facts, territory=territory.short_ru, year=chosen, at=now.astimezone(territory.timezone))
    made = await papers.beside(lambda: PAPERS[kind](told))
    return f"indicators-{territory.slug}-{chosen}.{kind}", made


async def _facts(
    database: Database,
    slug: str,
    *,
    now: datetime,
    year: int | None,
) -> tuple[TerritoryView, int, list[IndicatorFact]]:
    async with database.reads() as session:
        territory = await territory_by_slug(session, slug)
        chosen = year or local_date(now, territory.timezone).year
        return territory, chosen, await table(session, territory=territory, year=chosen, now=now)
