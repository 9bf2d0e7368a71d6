"""What a parent keeps and waits for."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Generic, TypeVar

from sqlalchemy import and_, bindparam, func, select
from sqlalchemy.ext.asyncio import AsyncSession

from services.core.actor import Actor
from services.core.clock import local_date
from services.core.models import Person
from services.programs.models import Favourite, SeatWatch
from services.programs.queries.reading import GroupView, groups, groups_of_programs
from services.programs.queries.telling import awaits
from services.programs.rules.openness import Closed, why_closed
from services.territories.queries import TerritoryView, territories

PAGE = 5
"""Kept programs or awaited groups on one page of a list."""
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Wishes:
    """What the actor has asked of a group and its program. ``answered``: how many of the told have applied since."""

    is_kept: bool = False
    seen_seats: int | None = None
    is_watched: bool = False
    told_at: datetime | None = None
    answered: int = 0


@dataclass(frozen=True, slots=True)
class Kept:
    """A kept program: ``group`` is the best of its groups, None if the program has left the catalogue.

    ``seats`` are free in all groups that take children today; ``closed`` says why there is no such group.
    """

    program_id: int
    group: GroupView | None
    closed: Closed | None
    seats: int
    seen_seats: int | None


@dataclass(frozen=True, slots=True)
class Watched:
    """An awaited group; ``closed`` is None when it takes children today."""

    group_id: int
    group: GroupView | None
    closed: Closed | None


@dataclass(frozen=True, slots=True)
class Page(Generic[T]):
    """A page of a list; ``page`` counts from 0 and is one that exists."""

    items: list[T]
    page: int
    pages: int
    total: int


_ASKED = (
    select(
        Favourite.person_id.label("kept"),
        Favourite.seen_seats,
        SeatWatch.person_id.label("watch"),
        SeatWatch.told_at,
    )
    .select_from(Person)
    .outerjoin(Favourite, and_(Favourite.person_id == Person.id, Favourite.program_id == bindparam("program")))
    .outerjoin(SeatWatch, and_(SeatWatch.person_id == Person.id, awaits(), SeatWatch.group_id == bindparam("group")))
    .where(Person.id == bindparam("person"))
)
"""Every card asks this: built once."""


async def wishes(session: AsyncSession, actor: Actor, view: GroupView) -> Wishes:
    """What the actor has asked of this group and its program; one statement, one more for whoever was told."""
    these = {"person": actor.person_id, "program": view.program_id, "group": view.id}
    asked = await session.execute(_ASKED, these)
    row = asked.one_or_none()
    if row is None:
        return Wishes()
    answers = await answered(session, [view.id]) if row.told_at is not None else {}
    return Wishes(
        is_kept=row.kept is not None,
        seen_seats=row.seen_seats,
        is_watched=row.watch is not None,
        told_at=row.told_at,
        answered=answers.get(view.id, 0),
    )


async def answered(session: AsyncSession, ids: Iterable[int]) -> dict[int, int]:
    """How many of those who waited for a group have applied since it takes children, by group; one statement."""
    rows = await session.execute(
        select(SeatWatch.group_id, func.count())
        .where(SeatWatch.group_id.in_(sorted(set(ids))), SeatWatch.answered_at.is_not(None))
        .group_by(SeatWatch.group_id)
    )
    return {group_id: many for group_id, many in rows}  # noqa: C416 (a Row is no pair for mypy)


async def favourites(session: AsyncSession, actor: Actor, *, page: int, now: datetime) -> Page[Kept]:
    """The actor's kept programs, the last kept first, in five statements."""
    own = Favourite.person_id == actor.person_id
    total = await session.scalar(select(func.count()).select_from(Favourite).where(own)) or 0
    page = _real_page(page, total)
    rows = await session.execute(
        select(Favourite.program_id, Favourite.seen_seats)
        .where(own)
        .order_by(Favourite.added_at.desc(), Favourite.program_id.desc())
        .limit(PAGE)
        .offset(page * PAGE)
    )
    seen = {program_id: seats for program_id, seats in rows}  # noqa: C416 (a Row is no pair for mypy)
    known = await groups_of_programs(session, seen)
    lands = await _lands(session) if known else {}
    kept = [_kept(program_id, known.get(program_id, []), lands, now, seats) for program_id, seats in seen.items()]
    return Page(kept, page, _pages(total), total)


async def watched(session: AsyncSession, actor: Actor, *, page: int, now: datetime) -> Page[Watched]:
    """The groups that the actor waits for, the last asked first, in five statements."""
    own = and_(SeatWatch.person_id == actor.person_id, awaits())
    total = await session.scalar(select(func.count()).select_from(SeatWatch).where(own)) or 0
    page = _real_page(page, total)
    ids = list(
        await session.scalars(
            select(SeatWatch.group_id)
            .where(own)
            .order_by(SeatWatch.since.desc(), SeatWatch.group_id.desc())
            .limit(PAGE)
            .offset(page * PAGE)
        )
    )
    known = await groups(session, ids)
    lands = await _lands(session) if known else {}
    items = [Watched(one, known.get(one), _closed(known.get(one), lands, now)) for one in ids]
    return Page(items, page, _pages(total), total)


def seats_now(views: Iterable[GroupView], place: TerritoryView, now: datetime) -> int:
    """Free seats in those of the groups that take children now."""
    today = local_date(now, place.timezone)
    return sum(view.free for view in views if why_closed(view, today, place.timezone) is None)


def best(views: list[GroupView], place: TerritoryView, now: datetime) -> GroupView:
    """The group to show first: one that takes children, then the one that begins first."""
    today = local_date(now, place.timezone)
    return min(views, key=lambda one: (why_closed(one, today, place.timezone) is not None, one.starts_on, one.id))


def _kept(
    program_id: int, views: list[GroupView], lands: Mapping[int, TerritoryView], now: datetime, seen: int | None
) -> Kept:
    if not views:
        return Kept(program_id, None, None, 0, seen)
    place = lands[views[0].territory_id]
    first = best(views, place, now)
    return Kept(program_id, first, _closed(first, lands, now), seats_now(views, place, now), seen)


def _closed(view: GroupView | None, lands: Mapping[int, TerritoryView], now: datetime) -> Closed | None:
    if view is None:
        return None
    zone = lands[view.territory_id].timezone
    return why_closed(view, local_date(now, zone), zone)


async def _lands(session: AsyncSession) -> dict[int, TerritoryView]:
    return {land.id: land for land in await territories(session)}


def _real_page(page: int, total: int) -> int:
    return min(max(page, 0), max(total - 1, 0) // PAGE)


def _pages(total: int) -> int:
    return max(1, -(-total // PAGE))
