"""Who is enrolled in a school year and may go on in the next: for the rooms above."""

from dataclasses import dataclass

from sqlalchemy import select
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


async def continuing(
    session: AsyncSession, *, territory_id: int, school_year: int, after: int, most: int
) -> list[Continuing]:
    """The next applications by number behind ``after`` whose children are enrolled in a school year."""
    rows = await session.execute(
        select(
            *(Application.id, Application.child_id, Application.parent_id),
            *(Application.program_id, Application.provider_id, Application.group_id),
        )
        .where(
            Application.territory_id == territory_id,
            Application.school_year == school_year,
            Application.status == ApplicationStatus.ENROLLED,
            Application.blocked_until.is_(None),
            Application.id > after,
        )
        .order_by(Application.id)
        .limit(most)
    )
    return [Continuing(*row) for row in rows]


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
