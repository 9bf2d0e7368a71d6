"""Groups that somebody stands in line for, and the seats of them that may be offered."""

from datetime import date

from sqlalchemy import or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from services.programs.models import Edition, Group, Offer, ProgramStatus
from services.programs.queries.shelf import is_live, published_offer


async def awaited_groups(session: AsyncSession, *, day: date) -> list[int]:
    """Groups with a waiting list where something may be done: a seat is kept or free, or the course is over."""
    stands = (
        select(Offer.id)
        .join(Edition, Edition.id == Offer.edition_id)
        .where(
            Offer.group_id == Group.id,
            Offer.is_withdrawn.is_(False),
            Offer.ends_on >= day,
            Edition.status == ProgramStatus.PUBLISHED,
            is_live(),
        )
        .correlate(Group)
    )
    has_seats = stands.where(Group.taken < Offer.capacity).exists()
    worth = or_(Group.kept > 0, has_seats, ~stands.exists())
    return list(await session.scalars(select(Group.id).where(Group.awaited > 0, worth).order_by(Group.id)))


async def seats_for_list(session: AsyncSession, group_id: int) -> int:
    """Seats of a group that are kept for its waiting list or free; whoever asks is alone with the group till the end.

    The row is locked: of two processes that look after one list, the second waits and then sees what the first did.
    """
    mine = await session.execute(select(Group.taken, Group.kept).where(Group.id == group_id).with_for_update())
    row = mine.one_or_none()
    if row is None:
        return 0
    capacity = await session.scalar(published_offer(group_id).with_only_columns(Offer.capacity)) or 0
    taken, kept = row
    return kept + max(0, capacity - taken)
