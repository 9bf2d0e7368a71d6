import asyncio
from datetime import date

import pytest
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncSession, async_sessionmaker

from services.core.errors import Invalid, NotFound
from services.programs import actions, queries
from services.programs.errors import EnrolmentClosed, GroupFull
from services.programs.models import Focus, Level, StudyForm
from services.programs.rules import LessonView
from tests.services.programs.places import shelf
from tests.support.factories.programs import ENDS_ON, STARTS_ON, add_group, add_program

Sessions = async_sessionmaker[AsyncSession]


async def _group(sessions: Sessions, *, taken: int = 0, capacity: int = 2, closed_on: date | None = None) -> int:
    async with sessions() as session:
        program_id = await add_program(session, **await shelf(session))
        group_id = await add_group(session, program_id=program_id, capacity=capacity, taken=taken, closed_on=closed_on)
        await session.commit()
    return group_id


async def _free(sessions: Sessions, group_id: int) -> int:
    async with sessions() as session:
        return (await queries.group(session, group_id)).free


async def test_a_seat_is_taken_and_given_back(sessions: Sessions) -> None:
    group_id = await _group(sessions)
    async with sessions() as session:
        await actions.take_seat(session, group_id)
        await session.commit()
    assert await _free(sessions, group_id) == 1
    async with sessions() as session:
        await actions.free_seat(session, group_id)
        await session.commit()
    assert await _free(sessions, group_id) == 2


async def test_the_last_seat_goes_to_one_of_two(sessions: Sessions) -> None:
    group_id = await _group(sessions, taken=1)

    async def enter() -> bool:
        async with sessions() as session:
            try:
                await actions.take_seat(session, group_id)
            except GroupFull:
                return False
            await asyncio.sleep(0)
            await session.commit()
            return True

    outcome = await asyncio.gather(*(enter() for _ in range(4)))
    assert sorted(outcome) == [False, False, False, True]
    assert await _free(sessions, group_id) == 0


async def test_a_full_group_and_a_closed_one_are_told_apart(sessions: Sessions) -> None:
    full = await _group(sessions, taken=2)
    async with sessions() as session:
        with pytest.raises(GroupFull):
            await actions.take_seat(session, full)
    async with sessions() as session:
        program_id = (await queries.group(session, full)).program_id
        closed = await add_group(session, program_id=program_id, closed_on=date(2026, 9, 3))
        await session.commit()
    async with sessions() as session:
        with pytest.raises(EnrolmentClosed) as refused:
            await actions.take_seat(session, closed)
        assert refused.value.closed_on == date(2026, 9, 3)


async def test_an_unknown_group_is_not_found(sessions: Sessions) -> None:
    async with sessions() as session:
        for deed in (actions.take_seat, actions.free_seat, queries.group, queries.siblings):
            with pytest.raises(NotFound):
                await deed(session, 404)


async def test_a_seat_that_nobody_took_is_a_defect(sessions: Sessions) -> None:
    group_id = await _group(sessions)
    async with sessions() as session:
        with pytest.raises(IntegrityError):
            await actions.free_seat(session, group_id)


async def test_a_program_with_groups_is_read_back(sessions: Sessions) -> None:
    async with sessions() as session:
        place = await shelf(session)
        program_id = await actions.add_program(session, _program(**place))
        week = (LessonView(5, "10:00", 90), LessonView(1, "17:00", 45))
        full, late, early = [
            await actions.add_group(
                session,
                actions.NewGroup(program_id, "Группа", 3, date(2026, 9, day), ENDS_ON, week, taken=taken),
            )
            for day, taken in ((1, 3), (9, 0), (5, 1))
        ]
        await session.commit()
    async with sessions() as session:
        views = await queries.groups_of(session, program_id)
        assert [view.id for view in views] == [early, late, full]
        assert await queries.siblings(session, full) == views
        assert await queries.groups(session, [early, 404]) == {early: views[0]}
        assert await queries.groups(session, []) == {}
        assert await queries.has_programs(session, place["territory_id"])
        assert not await queries.has_programs(session, 404)
    assert views[0].lessons == (week[1], week[0])
    assert (views[0].free, views[0].nominal, views[0].is_open, views[2].is_open) == (2, 720_000, True, False)
    assert views[0].service_code == "804200О.99.0.ББ52АЖ72000"


def _program(territory_id: int, provider_id: int, **changes: object) -> actions.NewProgram:
    facts = {
        "title": "Шахматы",
        "summary": "Учимся думать.",
        "focus": Focus.SPORT,
        "form": StudyForm.FULL_TIME,
        "level": Level.START,
        "service_code": "804200O.99.0.ББ52АЖ72000",
        "age_from": 6,
        "age_to": 9,
        "hours": 72,
        "hour_price": 10_000,
        "address": "ул. Мира, 1",
    }
    return actions.NewProgram(territory_id, provider_id, **(facts | changes))  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"title": " "}, "title"),
        ({"age_from": 10}, "ages"),
        ({"hours": 0}, "hours"),
        ({"hour_price": -1}, "hours"),
        ({"service_code": "804"}, "service_code"),
    ],
)
async def test_a_program_that_cannot_be_right_is_refused(
    sessions: Sessions, changes: dict[str, object], field: str
) -> None:
    async with sessions() as session:
        with pytest.raises(Invalid) as refused:
            await actions.add_program(session, _program(1, 1, **changes))
        assert refused.value.field == field


@pytest.mark.parametrize(
    ("group", "field"),
    [
        (actions.NewGroup(1, "", 0, STARTS_ON, ENDS_ON, (LessonView(5, "10:00", 90),)), "seats"),
        (actions.NewGroup(1, "", 2, STARTS_ON, ENDS_ON, (LessonView(5, "10:00", 90),), taken=3), "seats"),
        (actions.NewGroup(1, "", 2, ENDS_ON, STARTS_ON, (LessonView(5, "10:00", 90),)), "dates"),
        (actions.NewGroup(1, "", 2, STARTS_ON, ENDS_ON, ()), "lesson"),
        (actions.NewGroup(1, "", 2, STARTS_ON, ENDS_ON, (LessonView(7, "10:00", 90),)), "lesson"),
        (actions.NewGroup(1, "", 2, STARTS_ON, ENDS_ON, (LessonView(5, "25:00", 90),)), "lesson"),
        (actions.NewGroup(1, "", 2, STARTS_ON, ENDS_ON, (LessonView(5, "10:00", 0),)), "lesson"),
    ],
)
async def test_a_group_that_cannot_be_right_is_refused(sessions: Sessions, group: actions.NewGroup, field: str) -> None:
    async with sessions() as session:
        with pytest.raises(Invalid) as refused:
            await actions.add_group(session, group)
        assert refused.value.field == field
