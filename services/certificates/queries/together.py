"""One filing for several children of a family and several clubs."""

from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from services.certificates.errors import AlreadyApplied, TooManyApplications
from services.certificates.models import LIVE_STATUSES, Application
from services.certificates.queries.cases import preview
from services.certificates.queries.views import Preview
from services.certificates.rules import school_year
from services.core.actor import Actor
from services.core.errors import ServiceError
from services.families.queries import ChildView, family_children
from services.families.rules import Right
from services.programs.queries import GroupView, group
from services.territories.queries import territory


@dataclass(frozen=True, slots=True)
class Choice:
    """A club for a child in one filing: what would be sent, or why this one cannot be."""

    group: GroupView
    child: ChildView
    preview: Preview | None = None
    refused: ServiceError | None = None


async def basket(
    session: AsyncSession, actor: Actor, *, group_ids: Sequence[int], without: Collection[int] = (), now: datetime
) -> list[Choice]:
    """What one filing to these groups would send for own children, in the parent's own order of the groups.

    ``without`` are children who are left out. Nothing is written; what cannot be sent says why. Raises NotFound.
    """
    kids = [one for one in await family_children(session, actor, Right.ACT) if one.id not in without]
    used, found = await _live(session, [one.id for one in kids]), []
    for wanted in [await group(session, group_id) for group_id in group_ids]:
        for one in kids:
            choice = await _choice(session, actor, wanted, one, used[one.id], now)
            used[one.id] += choice.preview is not None
            found.append(choice)
    return found


async def _choice(
    session: AsyncSession, actor: Actor, wanted: GroupView, one: ChildView, used: int, now: datetime
) -> Choice:
    try:
        seen = await preview(session, actor, group_id=wanted.id, child_id=one.id, now=now)
        if number := await live_number(session, [one.id], wanted.id):
            raise AlreadyApplied(number)
        if used >= seen.territory.policy.applications_per_child:
            raise TooManyApplications(seen.territory.policy.applications_per_child)
    except ServiceError as refused:
        return Choice(wanted, one, refused=refused)
    return Choice(wanted, one, preview=seen)


async def _live(session: AsyncSession, child_ids: Sequence[int]) -> Counter[int]:
    rows = await session.execute(
        select(Application.child_id, func.count())
        .where(Application.child_id.in_(child_ids), Application.status.in_(LIVE_STATUSES))
        .group_by(Application.child_id)
    )
    return Counter({child_id: many for child_id, many in rows})  # noqa: C416 (a Row is no pair for mypy)


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
