"""Own cases whose lessons overlap those of a group."""

from datetime import date

import pytest

from services.certificates import actions, queries
from services.programs.models import SeatWatch
from services.programs.queries import group
from tests.services.certificates.applying import Sessions, given_town
from tests.support.factories.certificates import NOW, add_application, add_other_group
from tests.support.factories.families import add_kin, add_own_child


async def test_a_live_case_at_the_same_hour_is_told(sessions: Sessions) -> None:
    town = await given_town(sessions)
    async with sessions() as session:
        number = await add_application(session, town)
        other = await group(session, await add_other_group(session, town))
        (clash,) = await queries.clashes(session, town.parent, other)
        assert (clash.number, clash.child_id, clash.held.starts_at) == (number, town.child_id, "10:00")
        assert await queries.clashes(session, town.clerk, other) == []
        relative = await add_kin(session, town.parent, town.child_id, now=NOW)
        assert [one.number for one in await queries.clashes(session, relative, other)] == [number]
        assert await queries.clashes(session, town.parent, await group(session, town.group_id)) == []
        await actions.withdraw(session, town.parent, application_id=number, now=NOW)
        assert await queries.clashes(session, town.parent, other) == []


async def test_only_the_child_in_question(sessions: Sessions) -> None:
    town = await given_town(sessions)
    async with sessions() as session:
        await add_application(session, town)
        second = await add_own_child(session, town.parent, now=NOW)
        other = await group(session, await add_other_group(session, town))
        assert len(await queries.clashes(session, town.parent, other, child_id=town.child_id)) == 1
        assert await queries.clashes(session, town.parent, other, child_id=second) == []


@pytest.mark.parametrize(
    "other",
    [{"lessons": ((5, "11:30", 45),)}, {"starts_on": date(2027, 6, 1), "ends_on": date(2027, 8, 31)}],
)
async def test_other_hours_and_other_months_are_free(sessions: Sessions, other: dict[str, object]) -> None:
    town = await given_town(sessions)
    async with sessions() as session:
        await add_application(session, town)
        free = await group(session, await add_other_group(session, town, **other))  # type: ignore[arg-type]
        assert await queries.clashes(session, town.parent, free) == []


async def test_applying_ends_the_watch(sessions: Sessions) -> None:
    town = await given_town(sessions)
    async with sessions() as session:
        session.add(SeatWatch(person_id=town.parent.person_id, group_id=town.group_id, since=NOW, told_at=NOW))
        await session.flush()
        await add_application(session, town)
        await session.commit()
    async with sessions() as session:
        watch = await session.get_one(SeatWatch, (town.parent.person_id, town.group_id))
        assert watch.answered_at == NOW
