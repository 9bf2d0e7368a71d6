"""The one door to filing: open or not, and the order key that the application gets."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import insert
from sqlalchemy.ext.asyncio import AsyncSession

from services.certificates import actions as certificates
from services.certificates.actions import Assistant, Receipt, Wish
from services.core.actor import Actor
from services.core.errors import ServiceError
from services.openings.errors import NotOpenYet, NotTogether, WindowOver
from services.openings.models import OpeningEntry
from services.openings.queries import OpeningView, live_for
from services.programs.queries import GroupView, group
from services.territories.queries import TerritoryView, territory

_ENTER = insert(OpeningEntry.__table__)  # type: ignore[arg-type]  # (the table of a class is a Table, typed as any FROM)


@dataclass(frozen=True, slots=True)
class Filed:
    """The receipt, and the opening in whose order the application has its place; None where filing was free."""

    receipt: Receipt
    opening: OpeningView | None


async def apply(
    session: AsyncSession,
    actor: Actor,
    *,
    group_id: int,
    child_id: int,
    now: datetime,
    assistant: Assistant | None = None,
) -> Filed:
    """Apply as ``certificates.actions.apply`` does, where and when an opening lets; its moment is the order key.

    Raises NotOpenYet, WindowOver, and what applying raises.
    """
    wanted, place, opening = await gate(session, group_id=group_id, now=now)
    wish = Wish(wanted, place, child_id, in_order=opening is not None)
    return await _enter(session, await certificates.file(session, actor, wish, now=now, assistant=assistant), opening)


async def ask_transfer(
    session: AsyncSession, actor: Actor, *, application_id: int, group_id: int, now: datetime
) -> Filed:
    """Ask that an enrolled child goes over to another program; where a group is being opened, in the order of all.

    Raises NotOpenYet, WindowOver, and what ``certificates.actions.ask_transfer`` raises.
    """
    wanted, place, opening = await gate(session, group_id=group_id, now=now)
    wish = Wish(wanted, place, in_order=opening is not None, transfer_of=application_id)
    return await _enter(session, await certificates.ask_transfer(session, actor, wish, now=now), opening)


async def _enter(session: AsyncSession, receipt: Receipt, opening: OpeningView | None) -> Filed:
    if opening is not None:
        own = receipt.own
        entry = {"number": receipt.number, "child_id": own.child.id, "group_id": own.group.id}
        await session.execute(_ENTER, {"opening_id": opening.id, "filed_at": receipt.submitted_at, **entry})
    return Filed(receipt, opening)


async def apply_all(
    session: AsyncSession, actor: Actor, *, choices: Sequence[tuple[int, int]], now: datetime
) -> list[Filed]:
    """One filing for several (group, child) in the parent's own order, all or none. Raises NotTogether."""
    filed = []
    async with session.begin_nested():
        for wanted, child in choices:
            try:
                filed.append(await apply(session, actor, group_id=wanted, child_id=child, now=now))
            except ServiceError as refused:
                raise NotTogether(wanted, child, refused) from refused
    return filed


async def gate(
    session: AsyncSession, *, group_id: int, now: datetime
) -> tuple[GroupView, TerritoryView, OpeningView | None]:
    """Whether filing into a group is open now: the group, and the opening it goes into; None where filing is free.

    Raises NotFound, NotOpenYet before the hour, WindowOver until the results are out.
    """
    wanted = await group(session, group_id)
    place = await territory(session, wanted.territory_id)
    opening = await live_for(session, wanted, place)
    if opening is None:
        return wanted, place, None
    if now < opening.opens_at:
        raise NotOpenYet(opening.id, opening.opens_at, opening.zone, opening.mode)
    if now >= opening.closes_at:
        raise WindowOver(opening.id, opening.closes_at, opening.zone)
    return wanted, place, opening
