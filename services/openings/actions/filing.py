"""The one door to filing: open or not, and the order key that the application gets."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import insert
from sqlalchemy.ext.asyncio import AsyncSession

from services.certificates import actions as certificates
from services.certificates.actions import Receipt
from services.core.actor import Actor
from services.openings.errors import NotOpenYet, WindowOver
from services.openings.models import OpeningEntry
from services.openings.queries import OpeningView, live_for_group


async def apply(session: AsyncSession, actor: Actor, *, group_id: int, child_id: int, now: datetime) -> Receipt:
    """Apply as ``certificates.actions.apply`` does, where and when an opening lets; its moment is the order key.

    Raises NotOpenYet, WindowOver, and what applying raises.
    """
    opening = await gate(session, group_id=group_id, now=now)
    receipt = await certificates.apply(session, actor, group_id=group_id, child_id=child_id, now=now)
    if opening is not None:
        await enter(session, opening, number=receipt.number, group_id=group_id, child_id=child_id, now=now)
    return receipt


async def apply_all(
    session: AsyncSession, actor: Actor, *, choices: Sequence[tuple[int, int]], now: datetime
) -> list[Receipt]:
    """One filing for several (group, child), all or none. Raises as :func:`apply` does."""
    async with session.begin_nested():
        return [await apply(session, actor, group_id=wanted, child_id=child, now=now) for wanted, child in choices]


async def gate(session: AsyncSession, *, group_id: int, now: datetime) -> OpeningView | None:
    """Whether filing into a group is open now: the opening it goes into, None where filing is free.

    Raises NotOpenYet before the hour, WindowOver until the results are out.
    """
    found = await live_for_group(session, group_id)
    if found is None:
        return None
    opening = found[1]
    if now < opening.opens_at:
        raise NotOpenYet(opening.id, opening.opens_at, opening.zone, opening.mode)
    if now >= opening.closes_at:
        raise WindowOver(opening.id, opening.closes_at, opening.zone)
    return opening


async def enter(
    session: AsyncSession, opening: OpeningView, *, number: int, group_id: int, child_id: int, now: datetime
) -> None:
    """Give an application its order key. It is written in the transaction of the application itself."""
    await session.execute(
        insert(OpeningEntry),
        {
            "number": number,
            "opening_id": opening.id,
            "child_id": child_id,
            "group_id": group_id,
            "filed_at": now,
        },
    )
