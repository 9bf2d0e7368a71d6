"""Kept programs, awaited groups, and who is told of seats."""

import asyncio
from datetime import UTC, date, datetime, timedelta
from types import SimpleNamespace
from typing import Any

import pytest
from sqlalchemy import select, update
from sqlalchemy.ext.asyncio import AsyncSession, async_sessionmaker

from bot import watches
from services.core.actor import Actor
from services.core.db import Database
from services.core.errors import NotFound
from services.notices.actions import opt_out
from services.notices.models import Notice
from services.notices.queries import opted_out
from services.notices.rules import SEATS
from services.programs import actions, queries
from services.programs.actions import wishes as deeds
from services.programs.actions.telling import tell
from services.programs.errors import NothingToWaitFor, SeatsThere, TooManyWishes
from services.programs.models import Edition, Group, Offer, ProgramStatus, SeatWatch
from services.programs.queries import wishes as reads
from services.programs.queries.telling import days_of, takes_children
from services.programs.rules.openness import Bar, why_closed
from tests.support.factories.certificates import add_territory
from tests.support.factories.families import add_person
from tests.support.factories.programs import add_group, add_program
from tests.support.factories.providers import add_provider

Sessions = async_sessionmaker[AsyncSession]
NOW = datetime(2026, 9, 7, 7, 42, tzinfo=UTC)
"""A Monday, by day in Moscow."""
NIGHT = datetime(2026, 9, 7, 20, 0, tzinfo=UTC)
CLOSED_ON = date(2026, 9, 3)


async def _scene(sessions: Sessions, people: int = 1, **group: Any) -> Any:
    """A program with a full group and people of its territory."""
    async with sessions() as session:
        territory_id = await add_territory(session)
        place = {"territory_id": territory_id, "provider_id": await add_provider(session, territory_id=territory_id)}
        program_id = await add_program(session, **place)
        group_id = await add_group(session, program_id=program_id, **({"capacity": 2, "taken": 2} | group))
        actors = [await add_person(session, territory_id=place["territory_id"]) for _one in range(people)]
        await session.commit()
    return SimpleNamespace(**place, program_id=program_id, group_id=group_id, actors=actors, actor=actors[0])


async def _watch(sessions: Sessions, actor: Actor, group_id: int, now: datetime = NOW) -> None:
    async with sessions() as session:
        await actions.watch(session, actor, group_id=group_id, now=now)
        await session.commit()


async def _free(sessions: Sessions, group_id: int) -> None:
    async with sessions() as session:
        await actions.free_seat(session, group_id)
        await session.commit()


async def _take(sessions: Sessions, group_id: int) -> None:
    async with sessions() as session:
        await actions.take_seat(session, group_id)
        await session.commit()


async def _told(sessions: Sessions) -> list[tuple[int, dict[str, Any]]]:
    """Persons and data of the notices so far."""
    async with sessions() as session:
        rows = await session.execute(
            select(Notice.person_id, Notice.data).where(Notice.kind == "seat_free").order_by(Notice.id)
        )
        return [(person, data) for person, data in rows]


async def _look(database: Database, now: datetime = NOW) -> int:
    return await watches.once(database, lambda: now)


async def _offer(sessions: Sessions, group_id: int, **values: Any) -> None:
    async with sessions() as session:
        await session.execute(update(Offer).where(Offer.group_id == group_id).values(**values))
        await session.commit()


# waiting


async def test_a_freed_seat_is_told_once_to_all_who_wait(database: Database, sessions: Sessions) -> None:
    scene = await _scene(sessions, people=3)
    for actor in scene.actors[:2]:
        await _watch(sessions, actor, scene.group_id)
    assert await _look(database) == 0
    await _free(sessions, scene.group_id)
    assert await _look(database) == 2
    assert await _look(database) == 0
    told = await _told(sessions)
    assert [person for person, _data in told] == [actor.person_id for actor in scene.actors[:2]]
    assert told[0][1] == {
        "group": scene.group_id,
        "title": "Робототехника: первые шаги",
        "week": [[5, "10:00"]],
        "seats": 1,
        "answered": 0,
    }


async def test_it_is_told_again_only_after_the_group_was_full_again(database: Database, sessions: Sessions) -> None:
    scene = await _scene(sessions)
    await _watch(sessions, scene.actor, scene.group_id)
    await _free(sessions, scene.group_id)
    assert await _look(database) == 1
    await _free(sessions, scene.group_id)
    assert await _look(database) == 0, "a second seat of the same opening"
    for _seat in range(2):
        await _take(sessions, scene.group_id)
    await _free(sessions, scene.group_id)  # nobody looked while it was full
    assert await _look(database) == 1
    assert [data["seats"] for _person, data in await _told(sessions)] == [1, 1]


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ({"taken": 2}, {"capacity": 3}),
        ({"taken": 0, "closed_on": CLOSED_ON}, {"closed_on": None}),
        ({"taken": 0, "closes_on": CLOSED_ON}, {"closes_on": date(2026, 10, 1)}),
        ({"taken": 0, "opens_on": date(2026, 9, 8)}, {"opens_on": NOW.date()}),
    ],
    ids=["more seats", "reopened", "prolonged", "opened"],
)
async def test_what_else_lets_children_in(
    database: Database, sessions: Sessions, before: dict[str, Any], after: dict[str, Any]
) -> None:
    scene = await _scene(sessions, **before)
    await _watch(sessions, scene.actor, scene.group_id)
    assert await _look(database) == 0
    await _offer(sessions, scene.group_id, **after)
    assert await _look(database) == 1
    await _offer(sessions, scene.group_id, closed_on=CLOSED_ON)
    assert await _look(database) == 0
    await _offer(sessions, scene.group_id, closed_on=None)
    assert await _look(database) == 1


async def test_who_has_applied_is_told_no_more_and_is_counted(database: Database, sessions: Sessions) -> None:
    scene = await _scene(sessions, people=2)
    first, second = scene.actors
    for actor in scene.actors:
        await _watch(sessions, actor, scene.group_id)
    await _free(sessions, scene.group_id)
    assert await _look(database) == 2
    async with sessions() as session:
        await actions.answer(session, first, group_id=scene.group_id, now=NOW)
        await session.commit()
        view = await queries.group(session, scene.group_id)
        assert (await reads.wishes(session, first, view)).is_watched is False
        shown = await reads.wishes(session, second, view)
    assert (shown.is_watched, shown.told_at, shown.answered) == (True, NOW, 1)
    await _take(sessions, scene.group_id)
    await _free(sessions, scene.group_id)
    assert await _look(database) == 1
    person, data = (await _told(sessions))[-1]
    assert (person, data["answered"]) == (second.person_id, 0)
    async with sessions() as session:
        assert list(await session.scalars(select(SeatWatch.person_id))) == [second.person_id]


@pytest.mark.parametrize("is_taken_by_night", [False, True])
async def test_the_night_is_waited_for_and_the_morning_tells_what_is_left(
    database: Database, sessions: Sessions, *, is_taken_by_night: bool
) -> None:
    scene = await _scene(sessions)
    await _watch(sessions, scene.actor, scene.group_id)
    await _free(sessions, scene.group_id)
    assert await _look(database, NIGHT) == 0
    if is_taken_by_night:
        await _take(sessions, scene.group_id)
    assert await _look(database, NIGHT + timedelta(hours=12)) == int(not is_taken_by_night)


async def test_the_demo_tells_by_night(database: Database, sessions: Sessions) -> None:
    scene = await _scene(sessions)
    await _watch(sessions, scene.actor, scene.group_id)
    await _free(sessions, scene.group_id)
    assert await watches.once(database, lambda: NIGHT, by_night=True) == 1


async def test_whoever_has_no_territory_lives_by_the_capitals_night(database: Database, sessions: Sessions) -> None:
    scene = await _scene(sessions)
    async with sessions() as session:
        traveller = await add_person(session)
        await session.commit()
    await _watch(sessions, traveller, scene.group_id)
    await _free(sessions, scene.group_id)
    assert await _look(database, NIGHT) == 0
    assert await _look(database, NIGHT + timedelta(hours=12)) == 1


async def _full_group(sessions: Sessions, scene: Any) -> int:
    async with sessions() as session:
        group_id = await add_group(session, program_id=scene.program_id, capacity=1, taken=1)
        await session.commit()
        return group_id


async def test_two_processes_do_not_tell_twice(database: Database, sessions: Sessions) -> None:
    scene = await _scene(sessions, people=5)
    for actor in scene.actors:
        await _watch(sessions, actor, scene.group_id)
    await _free(sessions, scene.group_id)
    assert sum(await asyncio.gather(*(_look(database) for _process in range(4)))) == 5
    assert len(await _told(sessions)) == 5


async def test_more_people_than_one_transaction_takes(
    database: Database, sessions: Sessions, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(watches, "BATCH", 2)
    scene = await _scene(sessions, people=5)
    for actor in scene.actors:
        await _watch(sessions, actor, scene.group_id)
    await _free(sessions, scene.group_id)
    assert await _look(database) == 5
    assert len({person for person, _data in await _told(sessions)}) == 5


async def test_a_waiting_list_goes_first(sessions: Sessions) -> None:
    scene = await _scene(sessions)
    await _watch(sessions, scene.actor, scene.group_id)
    await _free(sessions, scene.group_id)
    pair = [(scene.actor.person_id, scene.group_id)]
    for kept, people in ((1, 0), (0, 1)):  # a seat that is kept for the list is nobody else's
        async with sessions() as session:
            counted = Group.taken + (1 if kept else -1)
            await session.execute(update(Group).where(Group.id == scene.group_id).values(kept=kept, taken=counted))
            told = await tell(session, pair, now=NOW)
            assert (told.people, told.barred) == (people, {scene.group_id} if kept else set())
            await session.commit()


async def test_a_group_with_no_lesson_ahead_is_not_told_of(database: Database, sessions: Sessions) -> None:
    scene = await _scene(sessions, ends_on=date(2026, 9, 18))
    await _watch(sessions, scene.actor, scene.group_id)
    await _free(sessions, scene.group_id)
    assert await _look(database, NOW + timedelta(days=8)) == 0  # a Tuesday; its Saturday is past the end


async def test_asking_switches_the_messages_on_again(sessions: Sessions) -> None:
    scene = await _scene(sessions)
    async with sessions() as session:
        await opt_out(session, scene.actor, topic=SEATS, out=True, now=NOW)
        await session.commit()
    await _watch(sessions, scene.actor, scene.group_id)
    async with sessions() as session:
        assert SEATS not in await opted_out(session, scene.actor)


@pytest.mark.parametrize(
    ("group", "program", "refusal"),
    [
        ({"taken": 1}, {}, SeatsThere),
        ({}, {"is_payable": False}, NothingToWaitFor),
        ({}, {"status": ProgramStatus.HIDDEN}, NothingToWaitFor),
        ({"is_dated": False}, {}, NothingToWaitFor),
        ({"ends_on": date(2026, 9, 5)}, {}, NothingToWaitFor),
    ],
)
async def test_what_cannot_be_waited_for(
    sessions: Sessions, group: dict[str, Any], program: dict[str, Any], refusal: type[Exception]
) -> None:
    scene = await _scene(sessions, **group)
    async with sessions() as session:
        if program:
            await session.execute(update(Edition).values(**program))
        with pytest.raises(refusal):
            await actions.watch(session, scene.actor, group_id=scene.group_id, now=NOW)
        with pytest.raises(NotFound):
            await actions.watch(session, scene.actor, group_id=404, now=NOW)


async def test_awaited_groups_are_listed_and_let_go(sessions: Sessions) -> None:
    scene = await _scene(sessions, people=2)
    later = await _full_group(sessions, scene)
    await _watch(sessions, scene.actor, scene.group_id)
    await _watch(sessions, scene.actor, later, NOW + timedelta(minutes=1))
    await _watch(sessions, scene.actor, later, NOW + timedelta(minutes=2))
    async with sessions() as session:
        found = await reads.watched(session, scene.actor, page=9, now=NOW)
        assert [one.group_id for one in found.items] == [later, scene.group_id]
        assert (found.page, found.pages, found.total) == (0, 1, 2)
        assert found.items[0].closed is not None
        assert found.items[0].closed.why is Bar.FULL
        await actions.unwatch(session, scene.actors[1], group_id=later)
        await actions.unwatch(session, scene.actor, group_id=later)
        await session.commit()
        assert (await reads.watched(session, scene.actor, page=0, now=NOW)).total == 1


async def test_sql_and_the_rule_agree_on_who_takes_children(sessions: Sessions) -> None:
    scene = await _scene(sessions, taken=0)
    day, before, after = NOW.date(), NOW.date() - timedelta(days=1), NOW.date() + timedelta(days=1)
    variants: list[dict[str, Any]] = [
        {},
        *({name: value} for name in ("opens_on", "closes_on", "ends_on") for value in (before, day, after)),
        {"closed_on": before},
        {"is_dated": False},
        {"taken": 12},
        {"opens_on": before, "closes_on": after},
    ]
    async with sessions() as session:
        for values in variants:
            lessons = ((day.weekday(), "23:00", 45), (after.weekday(), "10:00", 45))
            given = {"lessons": lessons, "ends_on": values.get("ends_on", after), "starts_on": date(2026, 9, 1)}
            rest = {name: value for name, value in values.items() if name != "ends_on"}
            await add_group(session, program_id=scene.program_id, **given, **rest)
        days = await days_of(session, NOW)
        offered = select(Offer.group_id).join(Edition, Edition.id == Offer.edition_id)
        opened = set(await session.scalars(offered.join(Group, Group.id == Offer.group_id).where(takes_children(days))))
        place = await queries.groups_of(session, scene.program_id)
        zone = (await reads.territories(session))[0].timezone
    assert opened == {view.id for view in place if why_closed(view, day, zone) is None}
    assert 0 < len(opened) < len(place)


# keeping


async def test_a_kept_program_is_listed_with_what_has_changed(sessions: Sessions) -> None:
    scene = await _scene(sessions, taken=0)
    async with sessions() as session:
        await actions.keep(session, scene.actor, group_id=scene.group_id, now=NOW)
        await actions.keep(session, scene.actor, group_id=scene.group_id, now=NOW)
        await session.commit()
    await _take(sessions, scene.group_id)
    async with sessions() as session:
        (kept,) = (await reads.favourites(session, scene.actor, page=0, now=NOW)).items
        assert (kept.seats, kept.seen_seats, kept.closed) == (1, 2, None)
        await actions.saw(session, scene.actor, program_id=scene.program_id, seats=1)
        await session.commit()
    await _offer(sessions, scene.group_id, closed_on=CLOSED_ON)
    async with sessions() as session:
        (kept,) = (await reads.favourites(session, scene.actor, page=0, now=NOW)).items
        assert (kept.seats, kept.seen_seats) == (0, 1)
        assert kept.closed is not None
        assert kept.closed.day == CLOSED_ON
        view = await queries.group(session, scene.group_id)
        shown = await reads.wishes(session, scene.actor, view)
        assert (shown.is_kept, shown.seen_seats, shown.is_watched) == (True, 1, False)
        await actions.let_go(session, scene.actor, program_id=scene.program_id)
        await session.commit()
        assert (await reads.favourites(session, scene.actor, page=0, now=NOW)).items == []
        assert await reads.wishes(session, scene.actor, view) == reads.Wishes()
        assert await reads.wishes(session, Actor(0, "ru"), view) == reads.Wishes()


async def test_favourites_are_paged_and_the_open_group_is_shown(sessions: Sessions) -> None:
    scene = await _scene(sessions)
    async with sessions() as session:
        open_later = await add_group(session, program_id=scene.program_id, starts_on=date(2026, 9, 20), capacity=5)
        await actions.keep(session, scene.actor, group_id=scene.group_id, now=NOW)
        for number in range(7):
            program_id = await add_program(
                session, territory_id=scene.territory_id, provider_id=scene.provider_id, title=f"Хор {number}"
            )
            group_id = await add_group(session, program_id=program_id)
            await actions.keep(session, scene.actor, group_id=group_id, now=NOW + timedelta(minutes=number + 1))
        await session.commit()
        first = await reads.favourites(session, scene.actor, page=0, now=NOW)
        last = await reads.favourites(session, scene.actor, page=1, now=NOW)
    assert [one.group.title for one in first.items if one.group] == [f"Хор {number}" for number in range(6, 1, -1)]
    assert (len(last.items), last.pages, last.total) == (3, 2, 8)
    assert last.items[2].group is not None
    assert (last.items[2].group.id, last.items[2].seats) == (open_later, 5)


async def test_a_program_without_an_edition_is_still_listed(sessions: Sessions) -> None:
    scene = await _scene(sessions)
    async with sessions() as session:
        await actions.keep(session, scene.actor, group_id=scene.group_id, now=NOW)
        await session.execute(update(Edition).values(since=5))
        await session.commit()
        (kept,) = (await reads.favourites(session, scene.actor, page=0, now=NOW)).items
    assert (kept.group, kept.seats, kept.closed) == (None, 0, None)


async def test_nobody_keeps_without_end(sessions: Sessions, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(deeds, "MOST", 1)
    scene = await _scene(sessions)
    other = await _full_group(sessions, scene)
    await _watch(sessions, scene.actor, scene.group_id)
    async with sessions() as session:
        await actions.keep(session, scene.actor, group_id=scene.group_id, now=NOW)
        for deed in (actions.keep, actions.watch):
            with pytest.raises(TooManyWishes) as refused:
                await deed(session, scene.actor, group_id=other, now=NOW)
            assert refused.value.limit == 1
