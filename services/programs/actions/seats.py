"""Taking and giving back seats of a group, and keeping what comes free for those who stand in its waiting list.

``Group.taken`` counts every seat that nobody may have now. ``Group.kept`` of them came free while somebody waited
(``Group.awaited``): the waiting list has them first.
"""

from sqlalchemy import case, func, update
from sqlalchemy.ext.asyncio import AsyncSession

from services.core.errors import NotFound
from services.programs.actions.wishes import wait_again
from services.programs.errors import EnrolmentClosed, GroupFull
from services.programs.models import Group, Offer
from services.programs.queries.shelf import published_offer


async def take_seat(session: AsyncSession, group_id: int) -> None:
    """Take one seat of a group for a child; of two who want the last seat the database gives it to one.

    A seat that is kept for the waiting list is taken last: the list offers what the filed applications leave.
    Raises GroupFull, EnrolmentClosed with the day, or NotFound.
    """
    offer = published_offer(group_id)
    is_open = (Offer.closed_on.is_(None), Offer.is_withdrawn.is_(False))
    capacity = offer.with_only_columns(Offer.capacity).where(*is_open).scalar_subquery()
    is_free = Group.taken < capacity
    is_kept = (Group.kept > 0) & (Group.taken <= capacity)
    taken = await session.execute(
        update(Group)
        .where(Group.id == group_id, is_free | is_kept, Group.leaving_since.is_(None))
        .values(
            taken=case((is_free, Group.taken + 1), else_=Group.taken),
            kept=case((is_free, Group.kept), else_=Group.kept - 1),
        )
        .returning(Group.id)
        .execution_options(synchronize_session=False),
    )
    if taken.one_or_none() is not None:
        await wait_again(session, group_id)
        return
    closed = func.coalesce(Group.leaving_since, Offer.closed_on).label("closed_on")
    seen = offer.join(Group, Group.id == Offer.group_id).with_only_columns(closed, Offer.is_withdrawn)
    told = (await session.execute(seen)).one_or_none()
    if told is None or told.is_withdrawn:
        raise NotFound("group")
    raise GroupFull if told.closed_on is None else EnrolmentClosed(told.closed_on)


async def free_seat(session: AsyncSession, group_id: int) -> None:
    """Give back a seat that was taken; where somebody waits it is kept for the waiting list at once.

    Raises NotFound; a seat nobody took is refused by the table as a defect.
    """
    await _change(
        session,
        group_id,
        taken=case((Group.awaited > 0, Group.taken), else_=Group.taken - 1),
        kept=case((Group.awaited > 0, Group.kept + 1), else_=Group.kept),
    )


async def await_seat(session: AsyncSession, group_id: int, *, more: int) -> None:
    """Count ``more`` (or, below nought, fewer) children in the waiting list; the last one leaves nothing kept.

    Raises NotFound.
    """
    ends = Group.awaited + more <= 0
    await _change(
        session,
        group_id,
        awaited=Group.awaited + more,
        taken=case((ends, Group.taken - Group.kept), else_=Group.taken),
        kept=case((ends, 0), else_=Group.kept),
    )


async def fit_kept(session: AsyncSession, group_id: int) -> None:
    """The organiser made the group smaller: kept seats that are no more are not kept. Raises NotFound."""
    capacity = func.coalesce(published_offer(group_id).with_only_columns(Offer.capacity).scalar_subquery(), 0)
    over = Group.taken - capacity
    less = case((over <= 0, 0), (over < Group.kept, over), else_=Group.kept)
    await _change(session, group_id, taken=Group.taken - less, kept=Group.kept - less)


async def _change(session: AsyncSession, group_id: int, **values: object) -> None:
    changed = await session.execute(
        update(Group)
        .where(Group.id == group_id)
        .values(**values)
        .returning(Group.id)
        .execution_options(synchronize_session=False),
    )
    if changed.one_or_none() is None:
        raise NotFound("group")
