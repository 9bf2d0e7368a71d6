"""The waiting list on both databases: order, the held seat, its term, and that seats and books always agree."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import select, update
from sqlalchemy.ext.asyncio import AsyncSession, async_sessionmaker

from services.certificates import actions, queries
from services.certificates.actions import erasing
from services.certificates.errors import AlreadyApplied, OfferOver, WrongAge
from services.certificates.models import Application, WaitingEntry, WaitingStatus
from services.certificates.rules.waiting import hold_until
from services.core.actor import Actor
from services.core.db import Database
from services.core.errors import NotFound, Stale
from services.notices.models import Notice
from services.programs.errors import GroupFull, SeatsThere
from services.programs.models import Group, Offer
from services.programs.queries import group
from tests.support.books import unbalanced
from tests.support.factories.certificates import NOW, Town, add_application, add_town
from tests.support.factories.families import add_own_child, add_parent

Sessions = async_sessionmaker[AsyncSession]
MOSCOW = ZoneInfo("Europe/Moscow")
once = pytest.mark.parametrize("engine_name", ["sqlite"], indirect=True)
"""What no database could do otherwise than the other."""


@pytest.mark.parametrize(
    ("at", "hours", "until"),
    [
        ("2026-09-07 09:00", 10, "2026-09-07 19:00"),
        ("2026-09-07 20:00", 2, "2026-09-08 09:00"),  # an hour before nine in the evening, an hour after eight
        ("2026-09-07 23:30", 1, "2026-09-08 09:00"),
        ("2026-09-07 08:00", 24, "2026-09-08 19:00"),
        ("2026-09-07 12:00", 48, "2026-09-10 21:00"),
    ],
)
def test_the_clock_of_an_offer_stands_still_at_night(at: str, hours: int, until: str) -> None:
    moment = datetime.fromisoformat(at).replace(tzinfo=MOSCOW)
    assert hold_until(moment, hours, MOSCOW) == datetime.fromisoformat(until).replace(tzinfo=MOSCOW)


async def _full(sessions: Sessions, capacity: int = 1) -> tuple[Town, int]:
    """A full group: its seats belong to approved applications; the number of one of them."""
    async with sessions() as session:
        town = await add_town(session, capacity=capacity)
        number = await add_application(session, town)
        await actions.approve(session, town.clerk, application_id=number, now=NOW)
        for _ in range(capacity - 1):
            parent, child = await _family(session, town)
            other = await add_application(session, town, parent=parent, child_id=child)
            await actions.approve(session, town.clerk, application_id=other, now=NOW)
        await session.commit()
    return town, number


async def _family(session: AsyncSession, town: Town) -> tuple[Actor, int]:
    parent = await add_parent(session, territory_id=town.territory_id)
    return parent, await add_own_child(session, parent, now=NOW)


async def _joined(sessions: Sessions, town: Town, many: int = 1) -> tuple[Actor, list[int], list[int]]:
    """A family in the line with so many children: its parent, the children, the places."""
    async with sessions() as session:
        parent, child = await _family(session, town)
        children = [child, *[await add_own_child(session, parent, now=NOW) for _ in range(many - 1)]]
        places = await actions.join(session, parent, group_id=town.group_id, children=children, now=NOW)
        await session.commit()
    return parent, children, places


async def _tend(sessions: Sessions, town: Town, now: datetime = NOW) -> int:
    async with sessions() as session:
        offered = await actions.tend(session, group_id=town.group_id, now=now)
        await session.commit()
        return offered


async def _do(sessions: Sessions, deed: object, *args: object, **how: object) -> object:
    async with sessions() as session:
        done = await deed(session, *args, **how)  # type: ignore[operator]
        await session.commit()
        return done


async def _statuses(sessions: Sessions) -> list[str]:
    async with sessions() as session:
        return [one.value for one in await session.scalars(select(WaitingEntry.status).order_by(WaitingEntry.id))]


async def test_a_freed_seat_goes_down_the_line_and_to_nobody_else(sessions: Sessions, database: Database) -> None:
    town, number = await _full(sessions)
    first, _, [first_place] = await _joined(sessions, town)
    second, _, [second_place] = await _joined(sessions, town)
    async with sessions() as session:
        stranger, child = await _family(session, town)
        assert await actions.join(session, second, group_id=town.group_id, children=[], now=NOW) == []
        assert [one.position for one in await queries.own_places(session, second)] == [2]
        with pytest.raises(NotFound):
            await queries.own_place(session, second, first_place)
        await session.commit()
    assert await _tend(sessions, town) == 0
    await _do(sessions, actions.withdraw, town.parent, application_id=number, now=NOW)
    async with sessions() as session:
        assert (await group(session, town.group_id)).free == 0  # kept: a stranger cannot jump the queue
        with pytest.raises(GroupFull):
            await add_application(session, town, parent=stranger, child_id=child)
    assert await _tend(sessions, town) == 1
    assert await _tend(sessions, town) == 0  # run twice, done once
    assert await _statuses(sessions) == ["offered", "waiting"]
    with pytest.raises(Stale):
        await _do(sessions, actions.accept_seat, second, entry_id=second_place, together=False, now=NOW)
    with pytest.raises(NotFound):
        await _do(sessions, actions.accept_seat, second, entry_id=first_place, together=False, now=NOW)
    async with sessions() as session:
        until = (await queries.own_place(session, first, first_place)).answer_by
    assert until is not None
    late = until + timedelta(seconds=1)
    with pytest.raises(OfferOver):
        await _do(sessions, actions.accept_seat, first, entry_id=first_place, together=False, now=late)
    assert await _tend(sessions, town, late) == 1  # the same round ends the first offer and makes the next
    assert await _statuses(sessions) == ["lapsed", "offered"]
    [receipt] = await _do(sessions, actions.accept_seat, second, entry_id=second_place, together=True, now=late)  # type: ignore[misc]
    with pytest.raises(AlreadyApplied):
        await _do(sessions, actions.accept_seat, second, entry_id=second_place, together=True, now=late)
    await _do(sessions, actions.approve, town.clerk, application_id=receipt.number, now=late)
    assert await unbalanced(database) == []
    async with sessions() as session:
        kinds = list(await session.scalars(select(Notice.kind).where(Notice.kind.like("seat%")).order_by(Notice.id)))
        assert kinds == ["seat_offered", "seat_offer_over", "seat_offered"]


@once
@pytest.mark.parametrize("end", ["refuse", "withdraw", "erase", "decline"])
async def test_an_end_of_any_kind_gives_the_held_seat_to_the_next(
    sessions: Sessions, database: Database, end: str
) -> None:
    town, number = await _full(sessions)
    first, _, [place] = await _joined(sessions, town)
    await _joined(sessions, town)
    await _do(sessions, actions.withdraw, town.parent, application_id=number, now=NOW)
    await _tend(sessions, town)
    if end == "decline":
        await _do(sessions, actions.leave, first, entry_id=place, together=True, now=NOW)
    else:
        [receipt] = await _do(sessions, actions.accept_seat, first, entry_id=place, together=True, now=NOW)  # type: ignore[misc]
        case = {"application_id": receipt.number, "now": NOW}
        if end == "refuse":
            await _do(sessions, actions.refuse, town.clerk, ground="contradictory_data", **case)
        elif end == "withdraw":
            await _do(sessions, actions.withdraw, first, **case)
        else:
            await _do(sessions, erasing.erase, first.person_id, years=5)
    assert await unbalanced(database) == []
    assert await _tend(sessions, town) == 1
    assert (await _statuses(sessions))[-1] == "offered"
    assert await unbalanced(database) == []


@once
async def test_brothers_and_sisters_are_offered_seats_together(sessions: Sessions, database: Database) -> None:
    town, number = await _full(sessions)
    parent, children, places = await _joined(sessions, town, many=2)
    async with sessions() as session:
        small = await add_own_child(session, parent, birth_date=NOW.date().replace(year=2021), now=NOW)
        with pytest.raises(WrongAge):
            await actions.join(session, parent, group_id=town.group_id, children=[small], now=NOW)
    async with sessions() as session:
        await session.execute(update(Offer).where(Offer.group_id == town.group_id).values(capacity=2))
        await session.commit()
    assert await _tend(sessions, town) == 1  # more seats: one for the elder
    await _do(sessions, actions.withdraw, town.parent, application_id=number, now=NOW)
    assert await _tend(sessions, town) == 1
    done = await _do(sessions, actions.accept_seat, parent, entry_id=places[0], together=True, now=NOW)
    assert len(done) == 2  # type: ignore[arg-type]
    async with sessions() as session:
        held = await session.scalars(select(Application.child_id).where(Application.seat_held))
        assert sorted(held) == sorted(children)
        assert (await group(session, town.group_id)).taken == 2
    assert await unbalanced(database) == []


@once
async def test_what_was_filed_before_goes_before_the_line(sessions: Sessions, database: Database) -> None:
    async with sessions() as session:
        town = await add_town(session, capacity=1)
        number = await add_application(session, town)
        parent, child = await _family(session, town)
        filed = await add_application(session, town, parent=parent, child_id=child)
        await actions.approve(session, town.clerk, application_id=number, now=NOW)
        await session.commit()
    await _joined(sessions, town)
    await _do(sessions, actions.withdraw, town.parent, application_id=number, now=NOW)
    assert await _tend(sessions, town) == 0
    await _do(sessions, actions.approve, town.clerk, application_id=filed, now=NOW)
    assert await unbalanced(database) == []


async def test_joining_and_leaving_are_harmless_twice_and_a_smaller_group_keeps_no_seat(
    sessions: Sessions, database: Database
) -> None:
    town, number = await _full(sessions, capacity=2)
    parent, children, [place] = await _joined(sessions, town)
    wish = {"group_id": town.group_id, "children": children, "now": NOW}
    assert await _do(sessions, actions.join, parent, **wish) == []
    await _do(sessions, actions.withdraw, town.parent, application_id=number, now=NOW)
    async with sessions() as session:
        await session.execute(update(Offer).where(Offer.group_id == town.group_id).values(capacity=1))
        await session.commit()
    assert await _tend(sessions, town) == 0  # the organiser made it smaller: the seat is no more
    assert await unbalanced(database) == []
    async with sessions() as session:
        assert [line.waiting for line in await queries.lists(session, town.club)] == [1]
        seen = await queries.waiting_list(session, town.clerk, group_id=town.group_id, page=9)
        assert [(one.number, one.position) for one in seen.items] == [(place, 1)]
        with pytest.raises(NotFound):
            await queries.waiting_list(session, town.parent, group_id=town.group_id, page=0)
    await _do(sessions, actions.leave, parent, entry_id=place, together=False, now=NOW)
    with pytest.raises(Stale):
        await _do(sessions, actions.leave, parent, entry_id=place, together=False, now=NOW)
    async with sessions() as session:
        await session.execute(update(Offer).where(Offer.group_id == town.group_id).values(capacity=3))
        await session.commit()
    with pytest.raises(SeatsThere):
        await _do(sessions, actions.join, parent, **wish)


@once
async def test_a_course_that_is_over_ends_its_line(sessions: Sessions, database: Database) -> None:
    town, number = await _full(sessions)
    await _joined(sessions, town)
    await _joined(sessions, town)
    await _do(sessions, actions.withdraw, town.parent, application_id=number, now=NOW)
    await _tend(sessions, town)
    over = NOW + timedelta(days=300)
    async with sessions() as session:
        assert await actions.lists_to_tend(session, now=over) == [town.group_id]
    await _tend(sessions, town, over)
    assert await _statuses(sessions) == [WaitingStatus.LAPSED, WaitingStatus.GONE]
    async with sessions() as session:
        seats = (await session.execute(select(Group.taken, Group.kept, Group.awaited))).one()
        assert tuple(seats) == (0, 0, 0)
        assert await actions.lists_to_tend(session, now=over) == []
    assert await unbalanced(database) == []
