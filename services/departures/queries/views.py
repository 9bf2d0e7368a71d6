"""A departure as the staff sees it, and its figures."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from services.core.actor import Actor
from services.core.errors import NotFound
from services.departures.models import Departure, Placement
from services.departures.rules import Figures, Ground, Stage
from services.programs.queries import group, groups_of
from services.providers.queries import provider

MOST = 50
"""Departures of a territory that are listed, the latest first."""


@dataclass(frozen=True, slots=True)
class DepartureView:
    """A departure. ``title`` is the club's name with the program and the group, where only those end."""

    id: int
    territory_id: int
    title: str
    leaves_on: date
    reply_by: date
    ground: Ground
    document: str
    holds: bool
    stage: Stage
    begun_by: int | None
    begun_at: datetime
    closed_at: datetime | None
    undone_at: datetime | None


async def view_of(session: AsyncSession, row: Departure) -> DepartureView:
    """A row as the staff sees it."""
    return DepartureView(
        id=row.id,
        territory_id=row.territory_id,
        title=await _title(session, row),
        leaves_on=row.leaves_on,
        reply_by=row.reply_by,
        ground=row.ground,
        document=row.document,
        holds=row.holds,
        stage=row.stage,
        begun_by=row.begun_by,
        begun_at=row.begun_at,
        closed_at=row.closed_at,
        undone_at=row.undone_at,
    )


async def _title(session: AsyncSession, row: Departure) -> str:
    """What has left the catalogue meanwhile is called by the club alone."""
    parts = [(await provider(session, row.provider_id)).name]
    try:
        if row.group_id is not None:
            view = await group(session, row.group_id)
            parts += [view.title, view.group_title]
        elif row.program_id is not None:
            parts += [one.title for one in (await groups_of(session, row.program_id))[:1]]
    except NotFound:
        return parts[0]
    return ", ".join(parts)


async def departure(session: AsyncSession, actor: Actor, departure_id: int) -> DepartureView:
    """One of a territory that the actor serves. Raises NotFound."""
    row = await session.get(Departure, departure_id, populate_existing=True)
    if row is None or row.territory_id not in actor.staff_territories:
        raise NotFound("departure")
    return await view_of(session, row)


async def departures(session: AsyncSession, territory_id: int) -> list[DepartureView]:
    """The latest of a territory, the newest first."""
    own = select(Departure).where(Departure.territory_id == territory_id).order_by(Departure.id.desc()).limit(MOST)
    return [await view_of(session, row) for row in await session.scalars(own)]


async def figures(session: AsyncSession, departure_id: int) -> Figures:
    """How many children there are and how each stands."""
    rows = await session.execute(
        select(Placement.answer, func.count()).where(Placement.departure_id == departure_id).group_by(Placement.answer)
    )
    counts = {"waiting" if answer is None else answer.value: many for answer, many in rows}
    places = await session.scalars(select(Placement.proposals).where(Placement.departure_id == departure_id))
    return counted(places, counts)


def counted(places: Iterable[list[int]], answers: dict[str, int]) -> Figures:
    """Figures of rows with these places and answers; what was undone is a child and nothing more."""
    found = [bool(one) for one in places]
    said = {name: many for name, many in answers.items() if name != "undone"}
    return Figures(children=len(found), with_places=sum(found), without_places=len(found) - sum(found), **said)
