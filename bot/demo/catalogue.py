"""The demo's catalogue: fictional providers and programs of the five territories, in dates near today."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from importlib.resources import files
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from services.programs import actions as programs
from services.programs.models import Focus, Level, StudyForm
from services.programs.queries import has_programs
from services.programs.rules import LessonView
from services.providers import actions as providers
from services.providers.models import Sector

NEAR_END = timedelta(days=60)
"""A school year that ends sooner is as good as over: the groups are then those of the next one."""
KOPECKS = 100


@dataclass(frozen=True, slots=True)
class Shelf:
    """The file: providers by their key, and programs."""

    providers: dict[str, dict[str, Any]]
    programs: list[dict[str, Any]]


def read() -> Shelf:
    """The catalogue as the file tells it."""
    told = tomllib.loads(files("bot.demo").joinpath("catalogue.toml").read_text(encoding="utf-8"))
    return Shelf({row["key"]: row for row in told["providers"]}, told["programs"])


def school_year_end(today: date) -> date:
    """The next 31 May that is at least two months away."""
    end = date(today.year, 5, 31)
    while end - today < NEAR_END:
        end = end.replace(year=end.year + 1)
    return end


async def put_catalogue(session: AsyncSession, *, territories: Mapping[str, int], today: date) -> None:
    """Fill the territories (id by slug) that have no program yet; the caller commits.

    Groups began in the last weeks or begin in the next ten days, and end with the school year.
    """
    shelf = read()
    for slug, territory_id in territories.items():
        if not await has_programs(session, territory_id):
            await _fill(session, shelf, slug, territory_id, today)


async def _fill(session: AsyncSession, shelf: Shelf, slug: str, territory_id: int, today: date) -> None:
    owners = {
        key: await providers.add_provider(session, _provider(row, territory_id))
        for key, row in shelf.providers.items()
        if row["territory"] == slug
    }
    for row in shelf.programs:
        if row["provider"] in owners:
            address = row.get("address", shelf.providers[row["provider"]]["address"])
            new = _program(row, territory_id, owners[row["provider"]], address)
            program_id = await programs.add_program(session, new)
            for group in row["groups"]:
                await programs.add_group(session, _group(group, program_id, today))


def _provider(row: dict[str, Any], territory_id: int) -> providers.NewProvider:
    return providers.NewProvider(
        territory_id=territory_id,
        inn=row["inn"],
        name=row["name"],
        sector=Sector(row["sector"]),
        is_npo=row["is_npo"],
        licence=row["licence"],
        address=row["address"],
    )


def _program(row: dict[str, Any], territory_id: int, provider_id: int, address: str) -> programs.NewProgram:
    youngest, oldest = row["ages"]
    return programs.NewProgram(
        territory_id=territory_id,
        provider_id=provider_id,
        title=row["title"],
        summary=row["summary"],
        focus=Focus(row["focus"]),
        form=StudyForm(row["form"]),
        level=Level(row["level"]),
        service_code=row.get("code"),
        age_from=youngest,
        age_to=oldest,
        hours=row["hours"],
        hour_price=row["price"] * KOPECKS,
        address=address,
        is_adapted=row.get("is_adapted", False),
        is_payable=row.get("is_payable", True),
        keywords=row["keywords"],
    )


def _group(row: dict[str, Any], program_id: int, today: date) -> programs.NewGroup:
    taken, capacity = row["seats"]
    lessons = (lesson.split() for lesson in row["lessons"])
    return programs.NewGroup(
        program_id=program_id,
        title=row["title"],
        capacity=capacity,
        taken=taken,
        starts_on=today + timedelta(days=row["starts"]),
        ends_on=school_year_end(today),
        closed_on=today + timedelta(days=row["closed"]) if "closed" in row else None,
        lessons=tuple(LessonView(int(weekday), starts_at, int(minutes)) for weekday, starts_at, minutes in lessons),
    )
