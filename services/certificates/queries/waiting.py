"""Waiting lists as a family, a club and the body see them. Nobody but the family learns who stands there."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import aliased

from services.certificates.models import IN_LIST, WaitingEntry, WaitingStatus
from services.certificates.queries.together import live_number
from services.certificates.rules import check_age, first_day
from services.core.actor import Actor
from services.core.clock import local_date
from services.core.errors import NotFound, ServiceError
from services.families.queries import ChildView, child, child_ids, family_children
from services.families.rules import Right
from services.programs.queries import GroupView, group, groups
from services.programs.queries.shelf import groups_of_providers
from services.territories.queries import TerritoryView, territory

PAGE = 10
_LIVE = WaitingEntry.status.in_(IN_LIST)
_AHEAD = aliased(WaitingEntry)
_POSITION = (
    select(func.count())
    .select_from(_AHEAD)
    .where(_AHEAD.group_id == WaitingEntry.group_id, _AHEAD.status.in_(IN_LIST), _AHEAD.id <= WaitingEntry.id)
    .correlate(WaitingEntry)
    .scalar_subquery()
)
_SIZE = (
    select(func.count())
    .select_from(_AHEAD)
    .where(_AHEAD.group_id == WaitingEntry.group_id, _AHEAD.status.in_(IN_LIST))
    .correlate(WaitingEntry)
    .scalar_subquery()
)


@dataclass(frozen=True, slots=True)
class OwnPlace:
    """An own child's place: ``position`` of ``size``, from 1; an offered seat is held until ``answer_by``.

    ``party``: how many of the family are offered a seat by the same offer.
    """

    id: int
    group: GroupView
    child: ChildView
    position: int
    size: int
    is_offered: bool
    joined_at: datetime
    answer_by: datetime | None
    party: int


@dataclass(frozen=True, slots=True)
class Place:
    """A place as the club and the body see it: a number, no child."""

    number: int
    position: int
    joined_at: datetime
    is_offered: bool
    answer_by: datetime | None


@dataclass(frozen=True, slots=True)
class ListLine:
    """A group's list in short."""

    group: GroupView
    waiting: int
    offered: int


@dataclass(frozen=True, slots=True)
class ListPage:
    """A page of one list; ``page`` counts from 0 and is one that exists."""

    group: GroupView
    items: list[Place]
    page: int
    pages: int
    total: int


async def own_places(session: AsyncSession, actor: Actor, *, group_id: int | None = None) -> list[OwnPlace]:
    """Places of the actor's children, of all groups or of one: offered ones first, then the oldest."""
    whose = _LIVE & WaitingEntry.child_id.in_(child_ids(actor.person_id))
    return await _places(session, whose if group_id is None else whose & (WaitingEntry.group_id == group_id))


async def own_place(session: AsyncSession, actor: Actor, entry_id: int) -> OwnPlace:
    """One of them. Raises NotFound, also for a place that has ended."""
    whose = _LIVE & WaitingEntry.child_id.in_(child_ids(actor.person_id))
    found = await _places(session, whose & (WaitingEntry.id == entry_id))
    if not found:
        raise NotFound("place")
    return found[0]


async def _places(session: AsyncSession, which: ColumnElement[bool]) -> list[OwnPlace]:
    rows = (
        await session.execute(
            select(WaitingEntry, _POSITION.label("position"), _SIZE.label("size"))
            .where(which)
            .order_by(WaitingEntry.answer_by.is_(None), WaitingEntry.id)
        )
    ).all()
    known = await groups(session, {row.WaitingEntry.group_id for row in rows})
    return [
        OwnPlace(
            entry.id,
            known[entry.group_id],
            await child(session, entry.child_id),
            position,
            size,
            entry.status is WaitingStatus.OFFERED,
            entry.joined_at,
            entry.answer_by,
            await _party(session, entry),
        )
        for entry, position, size in rows
        if entry.group_id in known
    ]


async def _party(session: AsyncSession, entry: WaitingEntry) -> int:
    if entry.party is None or entry.status is not WaitingStatus.OFFERED:
        return 1
    same = (WaitingEntry.party == entry.party, WaitingEntry.status == WaitingStatus.OFFERED)
    return await session.scalar(select(func.count()).select_from(WaitingEntry).where(*same)) or 1


async def who_fits(session: AsyncSession, actor: Actor, *, group_id: int, now: datetime) -> list[ChildView]:
    """Own children who may stand in line for a group: of its age, neither there already nor with an application."""
    wanted = await group(session, group_id)
    place = await territory(session, wanted.territory_id)
    there = select(WaitingEntry.child_id).where(_LIVE, WaitingEntry.group_id == group_id)
    standing = set(await session.scalars(there))
    try:
        day = first_day(wanted, local_date(now, place.timezone), place.timezone)
    except ServiceError:
        return []
    found = []
    for one in await family_children(session, actor, Right.ACT):
        fits = one.id not in standing and _is_of_age(one, day, wanted, place)
        if fits and await live_number(session, [one.id], group_id) is None:
            found.append(one)
    return found


def _is_of_age(one: ChildView, day: date, wanted: GroupView, place: TerritoryView) -> bool:
    try:
        check_age(one.birth_date, day, wanted, place)
    except ServiceError:
        return False
    return True


async def lists(session: AsyncSession, actor: Actor) -> list[ListLine]:
    """Lists that the actor's clubs or territories have, the longest first."""
    rows: Sequence[tuple[int, WaitingStatus, int]] = [
        tuple(row)  # type: ignore[misc]
        for row in await session.execute(
            select(WaitingEntry.group_id, WaitingEntry.status, func.count())
            .where(_LIVE, _seen(actor))
            .group_by(WaitingEntry.group_id, WaitingEntry.status)
        )
    ]
    known = await groups(session, {of for of, _status, _many in rows})
    many = {(of, status): count for of, status, count in rows}
    lines = [
        ListLine(view, many.get((of, WaitingStatus.WAITING), 0), many.get((of, WaitingStatus.OFFERED), 0))
        for of, view in known.items()
    ]
    return sorted(lines, key=lambda line: (-line.waiting - line.offered, line.group.id))


async def waiting_list(session: AsyncSession, actor: Actor, *, group_id: int, page: int) -> ListPage:
    """A page of one list. Raises NotFound for another's group; the actor's own without a list is empty."""
    wanted = await group(session, group_id)
    if wanted.provider_id not in actor.providers and wanted.territory_id not in actor.staff_territories:
        raise NotFound("group")
    here = _LIVE & (WaitingEntry.group_id == group_id)
    total = await session.scalar(select(func.count()).select_from(WaitingEntry).where(here)) or 0
    page = min(max(page, 0), max(total - 1, 0) // PAGE)
    rows = await session.scalars(
        select(WaitingEntry).where(here).order_by(WaitingEntry.id).limit(PAGE).offset(page * PAGE)
    )
    items = [
        Place(entry.id, page * PAGE + at, entry.joined_at, entry.status is WaitingStatus.OFFERED, entry.answer_by)
        for at, entry in enumerate(rows, 1)
    ]
    return ListPage(wanted, items, page, max(1, -(-total // PAGE)), total)


def _seen(actor: Actor) -> ColumnElement[bool]:
    clubs = WaitingEntry.group_id.in_(groups_of_providers(actor.providers))
    return clubs | WaitingEntry.territory_id.in_(actor.staff_territories)
