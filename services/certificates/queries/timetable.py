"""What the children of the actor's families attend, or have asked to."""

from dataclasses import dataclass

from sqlalchemy import bindparam, select
from sqlalchemy.ext.asyncio import AsyncSession

from services.certificates.models import LIVE, Application, ApplicationStatus
from services.core.actor import Actor
from services.families.queries import child_ids
from services.families.rules import Right
from services.programs.queries import GroupView, groups
from services.programs.rules import LessonView
from services.programs.rules.clashes import clash

_LIVE = (
    select(Application.id, Application.child_id, Application.group_id)
    .where(Application.child_id.in_(child_ids(bindparam("person"))), LIVE)
    .where(Application.group_id != bindparam("wanted"))
    .order_by(Application.id)
)
"""Every card asks this: built once."""


_ENROLLED = (
    select(Application.id)
    .where(Application.child_id.in_(child_ids(bindparam("person"), Right.ACT)))
    .where(Application.status == ApplicationStatus.ENROLLED)
    .where(Application.program_id != bindparam("wanted"))
    .order_by(Application.id)
)


@dataclass(frozen=True, slots=True)
class Clash:
    """A case of the family whose lesson ``held`` overlaps ``lesson`` of the group that is looked at."""

    number: int
    child_id: int
    title: str
    lesson: LessonView
    held: LessonView


async def clashes(
    session: AsyncSession, actor: Actor, wanted: GroupView, *, child_id: int | None = None
) -> list[Clash]:
    """Live cases of the family's children, or of one of them, whose lessons overlap those of a group; oldest first.

    One statement for a family without cases, two more for any other. A case for the group itself is none.
    """
    rows = await session.execute(_LIVE, {"person": actor.person_id, "wanted": wanted.id})
    cases = [row for row in rows if child_id is None or row.child_id == child_id]
    known = await groups(session, [row.group_id for row in cases])
    met = ((row, known[row.group_id]) for row in cases if row.group_id in known)
    return [Clash(row.id, row.child_id, other.title, *found) for row, other in met if (found := clash(wanted, other))]


async def movable(session: AsyncSession, actor: Actor, wanted: GroupView) -> list[int]:
    """Numbers of enrolled cases that could give way to one of another program, of all children for whom one may act."""
    found = await session.scalars(_ENROLLED, {"person": actor.person_id, "wanted": wanted.program_id})
    return list(found)
