"""What the screens, the page and the command read of an order."""

from sqlalchemy.ext.asyncio import AsyncSession

from handlers.staff.orders.book import Execution
from services.core.actor import Actor
from services.orders import queries
from services.orders.queries import LineView
from services.orders.rules.changes import Terms
from services.providers.queries import providers
from services.territories.queries import TerritoryView, territory
from services.territories.rules import normal_code

MOST_AMENDMENTS = 1_000


async def execution(session: AsyncSession, actor: Actor, territory_id: int, year: int) -> Execution:
    """All of the report. Raises NotAllowed for another territory."""
    limits = await queries.limits(session, actor, territory_id=territory_id, year=year)
    named = {"territory_id": territory_id, "year": year}
    return Execution(
        lines=await queries.lines(session, territory_id, year),
        limits=limits,
        history=await queries.history(session, actor, **named, limit=MOST_AMENDMENTS),
        names=service_names(await territory(session, territory_id)),
        clubs=await providers(session, (one.provider_id for one in limits.agreements)),
    )


def service_names(place: TerritoryView) -> dict[str, str]:
    """What the act calls each service, by code; where it names two alike, the first."""
    found: dict[str, str] = {}
    for one in place.pack.services:
        told = ", ".join(part for part in (one.name, one.focus, one.form, one.consumer_category) if part)
        found.setdefault(normal_code(one.code), told)
    return found


def promised(lines: list[LineView]) -> dict[str | None, Terms]:
    """What is promised of each line already."""
    return {
        line.service_code: Terms(line.reserved.children, line.reserved.hours, line.reserved.money) for line in lines
    }


def standing(line: LineView | None) -> Terms | None:
    """A line as it is now."""
    return None if line is None else Terms(line.limit.children, line.limit.hours, line.limit.money, line.norm)
