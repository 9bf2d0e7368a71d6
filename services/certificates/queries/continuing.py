"""Who is enrolled, in a school year or at a club, and what came after: for the rooms above."""

from collections.abc import Collection
from dataclasses import dataclass

from sqlalchemy import Select, select
from sqlalchemy.ext.asyncio import AsyncSession

from services.certificates.models import LIVE_STATUSES, Application, ApplicationStatus


@dataclass(frozen=True, slots=True)
class Continuing:
    """An application whose child is enrolled."""

    number: int
    child_id: int
    parent_id: int
    program_id: int
    provider_id: int
    group_id: int


_ENROLLED = select(
    *(Application.id, Application.child_id, Application.parent_id),
    *(Application.program_id, Application.provider_id, Application.group_id),
).where(Application.status == ApplicationStatus.ENROLLED, Application.blocked_until.is_(None))


async def continuing(
    session: AsyncSession, *, territory_id: int, school_year: int, after: int, most: int
) -> list[Continuing]:
    """The next applications by number behind ``after`` whose children are enrolled in a school year."""
    ours = (Application.territory_id == territory_id, Application.school_year == school_year)
    rows = await session.execute(_ENROLLED.where(*ours, Application.id > after).order_by(Application.id).limit(most))
    return [Continuing(*row) for row in rows]


async def enrolled_at(
    session: AsyncSession,
    *,
    provider_id: int,
    program_id: int | None = None,
    group_id: int | None = None,
    besides: Select[int],
) -> list[Continuing]:
    """Everybody enrolled at a provider, in one program or one group of it, family by family.

    ``besides`` selects numbers to leave out.
    """
    where = [Application.provider_id == provider_id, Application.id.not_in(besides)]
    if program_id is not None:
        where.append(Application.program_id == program_id)
    if group_id is not None:
        where.append(Application.group_id == group_id)
    rows = await session.execute(_ENROLLED.where(*where).order_by(Application.parent_id, Application.id))
    return [Continuing(*row) for row in rows]


@dataclass(frozen=True, slots=True)
class Stand:
    """Where a case stands, and the last one that was asked in its place."""

    number: int
    status: ApplicationStatus
    parent_id: int
    group_id: int
    successor: int | None
    succeeded_by: ApplicationStatus | None
    new_group: int | None


async def stands(session: AsyncSession, numbers: Collection[int]) -> dict[int, Stand]:
    """Where each of these cases stands."""
    own = select(Application.id, Application.status, Application.parent_id, Application.group_id)
    rows = await session.execute(own.where(Application.id.in_(set(numbers))))
    after = await session.execute(
        select(Application.transfer_of, Application.id, Application.status, Application.group_id)
        .where(Application.transfer_of.in_(set(numbers)))
        .order_by(Application.id)
    )
    heirs = {row[0]: (row[1], row[2], row[3]) for row in after}
    return {row.id: Stand(*row, *heirs.get(row.id, (None, None, None))) for row in rows}


async def courses_of(session: AsyncSession, child_id: int) -> dict[int, int]:
    """Programs that a child attends or has asked for, each with the group."""
    live = (Application.child_id == child_id, Application.status.in_(LIVE_STATUSES))
    rows = await session.execute(select(Application.program_id, Application.group_id).where(*live))
    return {row.program_id: row.group_id for row in rows}


async def has_filed(session: AsyncSession, *, child_id: int, program_id: int, school_year: int) -> bool:
    """Whether the child has a live application to the program for a school year."""
    found = await session.scalar(
        select(Application.id).where(
            Application.child_id == child_id,
            Application.program_id == program_id,
            Application.school_year == school_year,
            Application.status.in_(LIVE_STATUSES),
        )
    )
    return found is not None
