"""Whose a thread is."""

from sqlalchemy import ColumnElement, or_
from sqlalchemy.ext.asyncio import AsyncSession

from services.complaints.models import Complaint
from services.core.actor import Actor
from services.staff.queries import chiefs_of_body

OPEN = Complaint.blocked_until.is_(None)
"""Not closed at the person's word."""


async def heads_in(session: AsyncSession, actor: Actor) -> tuple[int, ...]:
    """Territories whose body the actor heads, or serves where nobody heads it."""
    ours = actor.staff_territories
    return tuple([one for one in ours if actor.person_id in await chiefs_of_body(session, one)])


async def of_body(session: AsyncSession, actor: Actor) -> ColumnElement[bool]:
    """The condition of a thread that the actor may open as one of the body."""
    return (
        Complaint.territory_id.in_(actor.staff_territories)
        & or_(
            Complaint.for_heads.is_(False),
            Complaint.territory_id.in_(await heads_in(session, actor)),
            Complaint.assignee_id == actor.person_id,
        )
        & OPEN
    )


def of_club(actor: Actor) -> ColumnElement[bool]:
    """The condition of a thread in which the actor's club takes part."""
    return Complaint.provider_id.in_(actor.providers) & Complaint.club_sees.is_(True) & OPEN


def of_parent(actor: Actor) -> ColumnElement[bool]:
    """The condition of the person's own threads."""
    return (Complaint.person_id == actor.person_id) & OPEN
