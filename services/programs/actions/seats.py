"""Taking and giving back seats of a group."""

from sqlalchemy import update
from sqlalchemy.ext.asyncio import AsyncSession

from services.core.errors import NotFound
from services.programs.actions.wishes import wait_again
from services.programs.errors import EnrolmentClosed, GroupFull
from services.programs.models import Group, Offer
from services.programs.queries.shelf import published_offer


async def take_seat(session: AsyncSession, group_id: int) -> None:
    """Take one seat of a group for a child; of two who want the last seat the database gives it to one.

    Raises GroupFull, EnrolmentClosed with the day, or NotFound.
    """
    offer = published_offer(group_id)
    is_open = (Offer.closed_on.is_(None), Offer.is_withdrawn.is_(False))
    capacity = offer.with_only_columns(Offer.capacity).where(*is_open).scalar_subquery()
    taken = await session.execute(
        update(Group)
        .where(Group.id == group_id, Group.taken < capacity)
        .values(taken=Group.taken + 1)
        .returning(Group.id)
        .execution_options(synchronize_session=False),
    )
    if taken.one_or_none() is not None:
        await wait_again(session, group_id)
        return
    told = (await session.execute(offer.with_only_columns(Offer.closed_on, Offer.is_withdrawn))).one_or_none()
    if told is None or told.is_withdrawn:
        raise NotFound("group")
    raise GroupFull if told.closed_on is None else EnrolmentClosed(told.closed_on)


async def free_seat(session: AsyncSession, group_id: int) -> None:
    """Give back a seat that was taken. Raises NotFound; a seat nobody took is refused by the table as a defect."""
    freed = await session.execute(
        update(Group)
        .where(Group.id == group_id)
        .values(taken=Group.taken - 1)
        .returning(Group.id)
        .execution_options(synchronize_session=False),
    )
    if freed.one_or_none() is None:
        raise NotFound("group")
