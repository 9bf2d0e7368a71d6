"""One filing for all children of a family whom a group takes."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from services.certificates.models import LIVE_STATUSES, Application
from services.certificates.queries.cases import preview
from services.certificates.queries.views import Preview
from services.certificates.rules import school_year
from services.core.actor import Actor
from services.core.errors import ServiceError
from services.families.queries import family_children
from services.families.rules import Right
from services.programs.queries import group
from services.territories.queries import territory


async def previews(session: AsyncSession, actor: Actor, *, group_id: int, now: datetime) -> list[Preview]:
    """What one filing would send for every own child whom the group takes and who has not applied to it."""
    wanted = await group(session, group_id)
    known = await family_children(session, actor, Right.ACT)
    there = select(Application.child_id).where(
        Application.child_id.in_([one.id for one in known]),
        Application.program_id == wanted.program_id,
        Application.status.in_(LIVE_STATUSES),
    )
    applied = set(await session.scalars(there))
    found = []
    for one in known:
        if one.id in applied:
            continue
        try:
            found.append(await preview(session, actor, group_id=group_id, child_id=one.id, now=now))
        except ServiceError:  # the group does not take this child: the others are not hindered
            continue
    return found


async def live_number(session: AsyncSession, child_ids: Sequence[int], group_id: int) -> int | None:
    """The live application of any of these records of a child to the group's program for its school year."""
    wanted = await group(session, group_id)
    opens = (await territory(session, wanted.territory_id)).policy.school_year_start
    return await session.scalar(
        select(Application.id)
        .where(
            Application.child_id.in_(child_ids),
            Application.program_id == wanted.program_id,
            Application.school_year == school_year(wanted.starts_on, opens),
            Application.status.in_(LIVE_STATUSES),
        )
        .limit(1),
    )
