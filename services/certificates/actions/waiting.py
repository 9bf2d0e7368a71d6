"""A child's place in the waiting list of a full group: joined and left by the family, its offer answered in one tap."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import ColumnElement, func, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from services.certificates import rules
from services.certificates.actions.applying import Receipt, Wish, file
from services.certificates.errors import AlreadyApplied, OfferOver
from services.certificates.models import IN_LIST, WaitingEntry, WaitingStatus
from services.certificates.queries.together import live_number
from services.core.actor import Actor
from services.core.clock import local_date
from services.core.db import refused_by_database
from services.core.errors import NotFound, Stale
from services.families.queries import child_ids, family_child
from services.families.rules import Right
from services.programs.actions import await_seat, free_seat
from services.programs.errors import SeatsThere, TooManyWishes
from services.programs.queries import GroupView, group
from services.programs.rules.openness import Bar, why_closed
from services.territories.queries import territory

MOST = 60
"""Places that a person may have in waiting lists at once."""
Live = WaitingEntry.status.in_(IN_LIST)


async def join(
    session: AsyncSession, actor: Actor, *, group_id: int, children: Sequence[int], now: datetime
) -> list[int]:
    """Stand in line with own children; return the ids of the places made. A child who stands there already, stays.

    Nothing else is touched: neither applications nor money. Raises NotFound, RightMissing, SeatsThere, what
    ``rules.refusal`` says of a group that takes nobody at all, WrongAge, AlreadyApplied, TooManyWishes, Stale.
    """
    wanted = await group(session, group_id)
    await _check_full(session, wanted, now)
    here = (WaitingEntry.group_id == group_id, Live)
    there = set(await session.scalars(select(WaitingEntry.child_id).where(*here)))
    made = [await _place(session, actor, wanted, one, now) for one in dict.fromkeys(children) if one not in there]
    await _check_room(session, actor, len(made))
    session.add_all(made)
    again = Stale("place")
    with refused_by_database({"uq_waiting_entries_live": again, "waiting_entries.group_id": again}):
        await session.flush()
    if len(made) > 1:
        for entry in made:
            entry.party = made[0].id
        await session.flush()
    if made:
        await await_seat(session, group_id, more=len(made))
    return [entry.id for entry in made]


async def _check_full(session: AsyncSession, wanted: GroupView, now: datetime) -> None:
    zone = (await territory(session, wanted.territory_id)).timezone
    closed = why_closed(wanted, local_date(now, zone), zone)
    if closed is None:
        raise SeatsThere(wanted.id)
    if closed.why is not Bar.FULL:
        raise rules.refusal(closed, wanted)


async def _place(session: AsyncSession, actor: Actor, wanted: GroupView, child_id: int, now: datetime) -> WaitingEntry:
    child = await family_child(session, actor, child_id, Right.ACT)
    place = await territory(session, wanted.territory_id)
    day = rules.first_day(wanted, local_date(now, place.timezone), place.timezone)
    rules.check_age(child.birth_date, day, wanted, place)
    if number := await live_number(session, [child_id], wanted.id):
        raise AlreadyApplied(number)
    return WaitingEntry(
        territory_id=place.id, group_id=wanted.id, child_id=child_id, parent_id=actor.person_id, joined_at=now
    )


async def _check_room(session: AsyncSession, actor: Actor, more: int) -> None:
    """A person's touches come one after another, so the count is true."""
    own = select(func.count()).select_from(WaitingEntry).where(WaitingEntry.parent_id == actor.person_id, Live)
    if (await session.scalar(own) or 0) + more > MOST:
        raise TooManyWishes(MOST)


async def leave(session: AsyncSession, actor: Actor, *, entry_id: int, together: bool, now: datetime) -> int:
    """Leave the line, or say no to an offered seat: the next family is offered it. Returns the group.

    ``together``: with the brothers and sisters who are offered a seat too. Raises NotFound, RightMissing, Stale.
    """
    entries = await _own(session, actor, entry_id, together=together)
    for entry in entries:
        await end(session, entry, WaitingStatus.LEFT, now)
    return entries[0].group_id


async def accept(session: AsyncSession, actor: Actor, *, entry_id: int, together: bool, now: datetime) -> list[Receipt]:
    """Take the offered seat: an application is filed, and the seat is held for it until it is decided.

    All of ``together`` are filed or none. Raises NotFound, RightMissing, OfferOver after the term, Stale for what is
    not offered, and what ``actions.apply`` raises; the offer then stands to its term.
    """
    async with session.begin_nested():
        entries = await _own(session, actor, entry_id, together=together)
        return [await _accept(session, actor, entry, now) for entry in entries]


async def _accept(session: AsyncSession, actor: Actor, entry: WaitingEntry, now: datetime) -> Receipt:
    answered = await session.scalar(
        update(WaitingEntry)
        .where(WaitingEntry.id == entry.id, WaitingEntry.status == WaitingStatus.OFFERED, WaitingEntry.answer_by >= now)
        .values(status=WaitingStatus.ACCEPTED, ended_at=now)
        .returning(WaitingEntry.id)
        .execution_options(synchronize_session=False)
    )
    if answered is None:
        raise await _why_not(session, entry)
    wanted = await group(session, entry.group_id)
    wish = Wish(wanted, await territory(session, wanted.territory_id), entry.child_id, seat_held=True)
    receipt = await file(session, actor, wish, now=now)
    mine = update(WaitingEntry).where(WaitingEntry.id == entry.id).values(application_id=receipt.number)
    await session.execute(mine.execution_options(synchronize_session=False))
    await await_seat(session, entry.group_id, more=-1)
    return receipt


async def _why_not(session: AsyncSession, entry: WaitingEntry) -> AlreadyApplied | Stale:
    """A second press, an answer after the term, or a place that is offered nothing."""
    now_is = await session.get(WaitingEntry, entry.id, populate_existing=True)
    if now_is is not None and now_is.application_id is not None:
        return AlreadyApplied(now_is.application_id)
    is_late = now_is is not None and now_is.status in {WaitingStatus.OFFERED, WaitingStatus.LAPSED}
    return OfferOver(entry.group_id) if is_late else Stale("place")


async def _own(session: AsyncSession, actor: Actor, entry_id: int, *, together: bool) -> list[WaitingEntry]:
    """The place and, ``together``, those of the same party that are offered a seat. Raises NotFound, RightMissing."""
    own = WaitingEntry.child_id.in_(child_ids(actor.person_id))
    entry = await session.scalar(select(WaitingEntry).where(WaitingEntry.id == entry_id, own))
    if entry is None:
        raise NotFound("place")
    which: ColumnElement[bool] = WaitingEntry.id == entry_id
    if together and entry.party is not None:
        which |= (WaitingEntry.party == entry.party) & (WaitingEntry.status == WaitingStatus.OFFERED)
    entries = list(await session.scalars(select(WaitingEntry).where(which, own).order_by(WaitingEntry.id)))
    for one in entries:
        await family_child(session, actor, one.child_id, Right.ACT)
    return entries


async def end(session: AsyncSession, entry: WaitingEntry, status: WaitingStatus, now: datetime) -> None:
    """A place in the line ends; a seat that was offered to it is free for the next. Raises Stale.

    A family that leaves when it was offered a seat has declined it.
    """
    was = await session.scalar(select(WaitingEntry.status).where(WaitingEntry.id == entry.id, Live).with_for_update())
    if was is None:
        raise Stale("place")
    offered = was is WaitingStatus.OFFERED
    told = WaitingStatus.DECLINED if offered and status is WaitingStatus.LEFT else status
    ended = update(WaitingEntry).where(WaitingEntry.id == entry.id).values(status=told, ended_at=now)
    await session.execute(ended.execution_options(synchronize_session=False))
    await await_seat(session, entry.group_id, more=-1)
    if offered:
        await free_seat(session, entry.group_id)
