"""Whom to tell that a group takes children, and who was told of one that takes nobody any more."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from itertools import groupby

from sqlalchemy import ColumnElement, Select, and_, or_, select, tuple_
from sqlalchemy.ext.asyncio import AsyncSession

from services.core.clock import local_date
from services.programs.models import Edition, Group, Offer, ProgramStatus, SeatWatch
from services.programs.queries.shelf import is_live
from services.territories.queries import territories

Pair = tuple[int, int]
"""A person and a group."""
Days = Mapping[date, list[int]]
"""Today's dates, each with the territories that have it."""


async def to_tell(
    session: AsyncSession,
    *,
    awake: Select[int],
    days: Days,
    without: Iterable[int],
    most: int,
) -> list[Pair]:
    """Who waits to be told of a group that takes children: pairs by group, at most ``most``.

    ``awake`` selects the persons who may be told at this hour, ``days`` maps a day to the territories that have it
    today, ``without`` are groups to leave out.
    """
    rows = await session.execute(
        select(SeatWatch.person_id, SeatWatch.group_id)
        .where(SeatWatch.told_at.is_(None), awaits(), SeatWatch.person_id.in_(awake))
        .where(SeatWatch.group_id.not_in(sorted(without)), _is_open(days))
        .order_by(SeatWatch.group_id, SeatWatch.since)
        .limit(most)
    )
    return [(person_id, group_id) for person_id, group_id in rows]


async def has_stale(session: AsyncSession, days: Days) -> bool:
    """Whether anybody was told of a group, or has answered, that takes nobody any more."""
    return await session.scalar(select(SeatWatch.group_id).where(stale(days)).limit(1)) is not None


def stale(days: Days) -> ColumnElement[bool]:
    """Watches whose people were told or have answered, and whose group takes nobody now."""
    is_done = or_(SeatWatch.told_at.is_not(None), SeatWatch.answered_at.is_not(None))
    return and_(is_done, ~_is_open(days))


def _is_open(days: Days) -> ColumnElement[bool]:
    """Whether the group of a watch takes children: looked up for each watch, for there are few beside all groups."""
    return (
        select(Offer.id)
        .join(Edition, Edition.id == Offer.edition_id)
        .join(Group, Group.id == Offer.group_id)
        .where(Offer.group_id == SeatWatch.group_id, takes_children(days))
        .correlate(SeatWatch)
        .exists()
    )


def takes_children(days: Days) -> ColumnElement[bool]:
    """Whether a group, by its live edition and offer, takes children on its territory's day: ``rules.openness`` in SQL.

    The one thing that SQL does not see is a course with a few days left and no lesson on them.
    """
    window = or_(
        *(
            and_(
                Edition.territory_id.in_(ids),
                or_(Offer.opens_on.is_(None), Offer.opens_on <= day),
                or_(Offer.closes_on.is_(None), Offer.closes_on >= day),
                Offer.ends_on >= day,
            )
            for day, ids in days.items()
        ),
    )
    is_shown = and_(Edition.status == ProgramStatus.PUBLISHED, Offer.is_withdrawn.is_(False), is_live())
    is_offered = and_(is_shown, Edition.is_payable.is_(True))
    is_open = and_(Offer.closed_on.is_(None), Group.leaving_since.is_(None), Offer.is_dated.is_(True))
    return and_(is_offered, is_open, Group.taken < Offer.capacity, window)


async def days_of(session: AsyncSession, now: datetime) -> dict[date, list[int]]:
    """Today's dates with the territories that have them: the country has at most two at once."""
    todays = sorted((local_date(now, land.timezone), land.id) for land in await territories(session))
    return {day: [land for _day, land in lands] for day, lands in groupby(todays, key=lambda one: one[0])}


def is_one_of(pairs: list[Pair]) -> ColumnElement[bool]:
    """Watches of these persons for these groups."""
    return tuple_(SeatWatch.person_id, SeatWatch.group_id).in_(pairs)


def awaits() -> ColumnElement[bool]:
    """Watches that go on: whoever has applied to the group waits no more."""
    return SeatWatch.answered_at.is_(None)
