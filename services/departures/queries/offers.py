"""A family's own choices."""

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.ext.asyncio import AsyncSession

from services.certificates.models import ApplicationStatus
from services.certificates.queries import stands
from services.core.actor import Actor
from services.core.clock import local_date
from services.core.errors import NotFound
from services.departures.models import Departure, Placement
from services.departures.rules import LIVE, Answer, Stage
from services.families.queries import ChildView, child, child_ids
from services.programs.queries import GroupView, group, groups
from services.territories.queries import territory


@dataclass(frozen=True, slots=True)
class OwnPlacement:
    """A choice for an own child. ``is_open``: a place can be taken today; ``number`` is the new application.

    ``places`` are those with a free seat now, and the one that is held.
    """

    id: int
    application_id: int
    child: ChildView
    old: GroupView
    places: list[GroupView]
    held_id: int | None
    leaves_on: date
    reply_by: date
    answer: Answer | None
    number: int | None
    is_open: bool


async def own_placements(session: AsyncSession, actor: Actor, *, now: datetime) -> list[OwnPlacement]:
    """Choices for the children whom the actor may see, of departures that were not undone, the newest first."""
    return await _placements(session, actor, now, Departure.stage != Stage.UNDONE)


async def awaited(session: AsyncSession, actor: Actor) -> int:
    """How many choices wait for the actor's families; one statement for every list of own cases."""
    waits = (Departure.stage.in_(LIVE), Placement.answer.is_(None), Placement.child_id.in_(child_ids(actor.person_id)))
    count = select(func.count()).select_from(Placement).join(Departure, Departure.id == Placement.departure_id)
    return await session.scalar(count.where(*waits)) or 0


async def own_placement(session: AsyncSession, actor: Actor, placement_id: int, *, now: datetime) -> OwnPlacement:
    """One of them. Raises NotFound."""
    found = await _placements(session, actor, now, Placement.id == placement_id)
    if not found:
        raise NotFound("placement")
    return found[0]


async def _placements(
    session: AsyncSession, actor: Actor, now: datetime, which: ColumnElement[bool]
) -> list[OwnPlacement]:
    rows = await session.execute(
        select(Placement, Departure)
        .join(Departure, Departure.id == Placement.departure_id)
        .where(Placement.child_id.in_(child_ids(actor.person_id)), which)
        .order_by(Placement.id.desc())
        .execution_options(populate_existing=True)
    )
    return [await _view(session, row, departure, now) for row, departure in rows.all()]


async def _view(session: AsyncSession, row: Placement, departure: Departure, now: datetime) -> OwnPlacement:
    stand = (await stands(session, [row.application_id]))[row.application_id]
    known = await groups(session, row.proposals)
    places = [known[one] for one in row.proposals if one in known and (known[one].is_open or one == row.held_id)]
    today = local_date(now, (await territory(session, departure.territory_id)).timezone)
    is_live = departure.stage in LIVE and today <= departure.reply_by
    return OwnPlacement(
        id=row.id,
        application_id=row.application_id,
        child=await child(session, row.child_id),
        old=await group(session, stand.group_id),
        places=places,
        held_id=row.held_id,
        leaves_on=departure.leaves_on,
        reply_by=departure.reply_by,
        answer=row.answer,
        number=row.number,
        is_open=is_live and row.answer in {None, Answer.LEFT} and stand.status is ApplicationStatus.ENROLLED,
    )
