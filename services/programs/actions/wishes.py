"""Keep a program at hand; wait for a seat of a group."""

from datetime import datetime

from sqlalchemy import ColumnElement, and_, bindparam, delete, func, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from services.core.actor import Actor
from services.core.clock import local_date
from services.core.db import OnBoth
from services.notices.actions import opt_out
from services.notices.rules import SEATS
from services.programs.errors import NothingToWaitFor, SeatsThere, TooManyWishes
from services.programs.models import Favourite, Group, Offer, SeatWatch
from services.programs.queries import group, groups_of
from services.programs.queries.shelf import published_offer
from services.programs.queries.wishes import seats_now
from services.programs.rules.openness import can_wait, why_closed
from services.territories.queries import territory

MOST = 60
"""Programs that a person keeps, and groups that a person awaits."""

_KEEP = OnBoth(lambda insert: insert(Favourite.__table__).on_conflict_do_nothing())
_WATCH = OnBoth(
    lambda insert: insert(SeatWatch.__table__).on_conflict_do_update(
        index_elements=["person_id", "group_id"],
        set_={"since": insert(SeatWatch.__table__).excluded.since, "told_at": None, "answered_at": None},
    )
)
_SEAT_WATCH = SeatWatch.__table__
_ANSWER = (
    update(_SEAT_WATCH)  # type: ignore[arg-type]  # (the table of a class is a Table, typed as any FROM)
    .where(
        _SEAT_WATCH.c.person_id == bindparam("person"),
        _SEAT_WATCH.c.group_id == bindparam("group"),
        _SEAT_WATCH.c.answered_at.is_(None),
    )
    .values(answered_at=bindparam("now"))
)


async def keep(session: AsyncSession, actor: Actor, *, group_id: int, now: datetime) -> None:
    """Keep the program of a group among the favourites; kept already, it stays. Raises NotFound or TooManyWishes."""
    view = await group(session, group_id)
    await _check_room(session, Favourite, actor)
    place = await territory(session, view.territory_id)
    seats = seats_now(await groups_of(session, view.program_id), place, now)
    this = {"person_id": actor.person_id, "program_id": view.program_id, "added_at": now, "seen_seats": seats}
    await session.execute(_KEEP.of(session), this)


async def let_go(session: AsyncSession, actor: Actor, *, program_id: int) -> None:
    """Take a program away from the favourites; nothing if it is not there."""
    await session.execute(
        delete(Favourite).where(Favourite.person_id == actor.person_id, Favourite.program_id == program_id)
    )


async def saw(session: AsyncSession, actor: Actor, *, program_id: int, seats: int) -> None:
    """Note what the owner of a favourite has seen on its card, so that the list tells what has changed since."""
    mine = and_(Favourite.person_id == actor.person_id, Favourite.program_id == program_id)
    await session.execute(update(Favourite).where(mine).values(seen_seats=seats))


async def watch(session: AsyncSession, actor: Actor, *, group_id: int, now: datetime) -> None:
    """Wait to be told when the group takes children; asked twice, it is asked once.

    Messages about seats are switched on again for the person: they have just asked for one. Raises NotFound,
    SeatsThere, NothingToWaitFor or TooManyWishes.
    """
    view = await group(session, group_id)
    zone = (await territory(session, view.territory_id)).timezone
    closed = why_closed(view, local_date(now, zone), zone)
    if closed is None:
        raise SeatsThere(group_id)
    if not can_wait(view, closed):
        raise NothingToWaitFor
    await _check_room(session, SeatWatch, actor)
    this = {"person_id": actor.person_id, "group_id": group_id, "since": now, "told_at": None, "answered_at": None}
    await session.execute(_WATCH.of(session), this)
    await opt_out(session, actor, topic=SEATS, out=False, now=now)


async def unwatch(session: AsyncSession, actor: Actor, *, group_id: int) -> None:
    """Wait no more; nothing if the actor does not."""
    await session.execute(delete(SeatWatch).where(_mine(actor, group_id)))


async def answer(session: AsyncSession, actor: Actor, *, group_id: int, now: datetime) -> None:
    """The actor has applied to the group: the watch, if there is one, has done its work."""
    await session.execute(_ANSWER, {"person": actor.person_id, "group": group_id, "now": now})


async def wait_again(session: AsyncSession, group_id: int) -> None:
    """A seat was taken: if it was the last, those who were told of it wait for the next one."""
    capacity = published_offer(group_id).with_only_columns(Offer.capacity).scalar_subquery()
    is_full = select(Group.id).where(Group.id == group_id, Group.taken >= capacity).exists()
    await end_round(session, and_(SeatWatch.group_id == group_id, is_full))


async def end_round(session: AsyncSession, which: ColumnElement[bool]) -> None:
    """Forget the watches that were answered; whoever was told and did not answer is to be told again next time."""
    done = SeatWatch.answered_at.is_not(None)
    quietly = {"synchronize_session": False}
    await session.execute(delete(SeatWatch).where(which, done).execution_options(**quietly))
    told = SeatWatch.told_at.is_not(None)
    await session.execute(update(SeatWatch).where(which, told).values(told_at=None).execution_options(**quietly))


def _mine(actor: Actor, group_id: int) -> ColumnElement[bool]:
    return and_(SeatWatch.person_id == actor.person_id, SeatWatch.group_id == group_id)


async def _check_room(session: AsyncSession, kind: type[Favourite] | type[SeatWatch], actor: Actor) -> None:
    """A person's touches come one after another, so the count is true."""
    many = await session.scalar(select(func.count()).select_from(kind).where(kind.person_id == actor.person_id))
    if (many or 0) >= MOST:
        raise TooManyWishes(MOST)
