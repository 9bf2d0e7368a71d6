"""The one report of a departure: what became of each child's seat and money. By numbers, no names."""

from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from services.certificates.models import ApplicationStatus
from services.certificates.queries import Stand, stands
from services.core.actor import Actor
from services.departures.models import Placement
from services.departures.queries.views import departure
from services.departures.rules import Answer
from services.orders.queries import held, returned
from services.programs.queries import GroupView, groups


@dataclass(frozen=True, slots=True)
class Line:
    """A child by the number of the old case. Money in kopecks: what came back, and what the new case has or used."""

    placement_id: int
    number: int
    title: str
    group_title: str
    status: ApplicationStatus
    answer: Answer | None
    assisted_how: str | None
    places: list[GroupView]
    new_number: int | None
    new_title: str
    new_status: ApplicationStatus | None
    returned: int
    promised: int


async def report(session: AsyncSession, actor: Actor, departure_id: int) -> list[Line]:
    """All rows in the order of their numbers. Raises NotFound for another territory's."""
    await departure(session, actor, departure_id)
    rows = list(
        await session.scalars(
            select(Placement)
            .where(Placement.departure_id == departure_id)
            .order_by(Placement.application_id)
            .execution_options(populate_existing=True)
        )
    )
    known = await stands(session, [row.application_id for row in rows])
    wanted = {one for row in rows for one in row.proposals} | {one.group_id for one in known.values()}
    views = await groups(session, wanted | {one.new_group for one in known.values() if one.new_group is not None})
    back = await returned(session, known)
    books = await held(session, [one.successor for one in known.values() if one.successor is not None])
    promised = {number: one.money_left + one.money_paid for number, one in books.items()}
    return [_line(row, known[row.application_id], views, back.get(row.application_id, 0), promised) for row in rows]


def _line(row: Placement, stand: Stand, views: dict[int, GroupView], back: int, promised: dict[int, int]) -> Line:
    old, new = views.get(stand.group_id), views.get(stand.new_group or 0)
    is_heir = row.number is not None and row.number == stand.successor
    return Line(
        placement_id=row.id,
        number=row.application_id,
        title=old.title if old else "",
        group_title=old.group_title if old else "",
        status=stand.status,
        answer=row.answer,
        assisted_how=row.assisted_how,
        places=[views[one] for one in row.proposals if one in views],
        new_number=row.number,
        new_title=new.title if new and is_heir else "",
        new_status=stand.succeeded_by if is_heir else None,
        returned=back,
        promised=promised.get(row.number or 0, 0),
    )
