"""Decisions: all or nothing, one of two clerks, only the own territory."""

import asyncio
from datetime import date, timedelta

import pytest
from sqlalchemy import select

from services.certificates import actions, queries
from services.certificates.errors import WrongAge
from services.certificates.models import Application, ApplicationStatus, CertificateStatus
from services.core.actor import Role
from services.core.errors import Invalid, NotFound, Stale
from services.notices.models import Notice
from services.orders.errors import NoOrderLine, OrderExhausted
from services.orders.rules import Volume
from services.programs.errors import CourseOver, GroupFull
from tests.services.certificates.scene import Sessions, State, approve, refuse, scene, state, withdraw
from tests.support.factories.certificates import (
    NOW,
    add_application,
    add_other_group,
    add_post,
    add_territory,
    add_town,
)
from tests.support.factories.families import add_own_child, add_parent
from tests.support.factories.programs import add_group, add_program


async def test_an_approval_takes_seat_order_and_certificate(sessions: Sessions) -> None:
    town, number = await scene(sessions)
    approval = await approve(sessions, town.clerk, number)
    assert await state(sessions, town, number) == State(
        ApplicationStatus.AWAITING_CONTRACT, 1, Volume(1, 72, 1_080_000), 1
    )
    async with sessions() as session:
        certificate = await queries.certificate_of(session, number)
        decided_by = await session.scalar(select(Application.decided_by).where(Application.id == number))
    assert decided_by == town.clerk.person_id
    assert approval.number.startswith(f"2026-{number:06d}-")
    assert certificate.number == approval.number
    assert (approval.hours, approval.nominal, certificate.status) == (72, 1_080_000, CertificateStatus.RESERVED)
    assert (approval.valid_from, approval.valid_to) == (date(2026, 9, 7), date(2027, 5, 31))
    assert (approval.parent_id, approval.child_id) == (town.parent.person_id, town.child_id)


async def test_a_certificate_ends_before_the_eighteenth_birthday(sessions: Sessions) -> None:
    async with sessions() as session:
        town = await add_town(session)
        teenager = await add_own_child(session, town.parent, birth_date=date(2009, 2, 10), now=NOW)
        group_id = await add_other_group(session, town, ages=(14, 17))
        number = await add_application(session, town, child_id=teenager, group_id=group_id)
        await session.commit()
    assert (await approve(sessions, town.clerk, number)).valid_to == date(2027, 2, 9)


async def test_the_order_of_the_year_of_the_first_lesson_pays(sessions: Sessions) -> None:
    async with sessions() as session:
        town = await add_town(session)
        spring = await add_group(session, program_id=town.program_id, starts_on=date(2027, 1, 11))
        number = await add_application(session, town, group_id=spring)
        await session.commit()
    with pytest.raises(NoOrderLine) as refused:
        await approve(sessions, town.clerk, number)
    assert refused.value.year == 2027


@pytest.mark.parametrize(
    ("limit", "what"), [({"children": 0}, "children"), ({"hours": 71}, "hours"), ({"money": 9}, "money")]
)
@pytest.mark.parametrize("commits", [False, True], ids=["rolled back", "committed all the same"])
async def test_an_exhausted_order_leaves_nothing(
    sessions: Sessions, limit: dict[str, int], what: str, commits: bool
) -> None:
    town, number = await scene(sessions, **limit)
    before = await state(sessions, town, number)
    async with sessions() as session:
        with pytest.raises(OrderExhausted) as refused:
            await actions.approve(session, town.clerk, application_id=number, now=NOW)
        if commits:
            await session.commit()
    assert refused.value.what == what
    assert await state(sessions, town, number) == before
    assert before == State(ApplicationStatus.REGISTERED, 0, Volume(0, 0, 0), 0)


async def test_the_last_seat_goes_to_one_of_two(sessions: Sessions) -> None:
    town, first = await scene(sessions, capacity=1)
    async with sessions() as session:
        other = await add_parent(session, territory_id=town.territory_id, phone="+79120000002")
        child_id = await add_own_child(session, other, now=NOW)
        second = await add_application(session, town, parent=other, child_id=child_id)
        await session.commit()
    done = await asyncio.gather(
        approve(sessions, town.clerk, first), approve(sessions, town.second_clerk, second), return_exceptions=True
    )
    assert sum(isinstance(one, actions.Approval) for one in done) == 1
    assert sum(isinstance(one, GroupFull) for one in done) == 1
    loser = second if isinstance(done[1], GroupFull) else first
    assert await state(sessions, town, loser) == State(ApplicationStatus.REGISTERED, 1, Volume(1, 72, 1_080_000), 1)


async def test_two_clerks_at_once_decide_once(sessions: Sessions) -> None:
    town, number = await scene(sessions)
    done = await asyncio.gather(
        approve(sessions, town.clerk, number),
        approve(sessions, town.second_clerk, number),
        refuse(sessions, town.second_clerk, number),
        return_exceptions=True,
    )
    assert sum(isinstance(one, Stale) for one in done) == 2
    after = await state(sessions, town, number)
    assert (after.taken, after.certificates) in {(1, 1), (0, 0)}
    assert (after.status is ApplicationStatus.REFUSED) == (after.taken == 0)


async def test_a_decided_case_is_stale_for_everybody(sessions: Sessions) -> None:
    town, number = await scene(sessions)
    await refuse(sessions, town.clerk, number)
    before = await state(sessions, town, number)
    with pytest.raises(Stale):
        await approve(sessions, town.second_clerk, number)
    with pytest.raises(Stale):
        await refuse(sessions, town.clerk, number)
    with pytest.raises(Stale):
        await withdraw(sessions, town.parent, number)
    assert await state(sessions, town, number) == before


async def test_only_staff_of_that_territory_decide(sessions: Sessions) -> None:
    town, number = await scene(sessions)
    async with sessions() as session:
        foreign = await add_post(session, Role.CLERK, await add_territory(session, "seversk"))
        await session.commit()
    before = await state(sessions, town, number)
    for actor in (town.parent, town.club, foreign):
        with pytest.raises(NotFound):
            await approve(sessions, actor, number)
        with pytest.raises(NotFound):
            await refuse(sessions, actor, number)
    with pytest.raises(NotFound):
        await approve(sessions, town.clerk, 10**12)
    assert await state(sessions, town, number) == before


async def test_an_approval_too_late_for_the_course(sessions: Sessions) -> None:
    town, number = await scene(sessions)
    async with sessions() as session:
        with pytest.raises(CourseOver):
            await actions.approve(session, town.clerk, application_id=number, now=NOW + timedelta(days=365))


async def test_an_approval_after_the_child_has_grown_up(sessions: Sessions) -> None:
    async with sessions() as session:
        town = await add_town(session)
        program_id = await add_program(
            session, territory_id=town.territory_id, provider_id=town.provider_id, ages=(7, 8)
        )
        group_id = await add_group(session, program_id=program_id, ends_on=date(2028, 5, 31))
        number = await add_application(session, town, group_id=group_id)
        await session.commit()
    async with sessions() as session:
        with pytest.raises(WrongAge):
            await actions.approve(session, town.clerk, application_id=number, now=NOW + timedelta(days=300))


async def test_a_refusal_names_its_ground_to_the_parent_only(sessions: Sessions) -> None:
    town, number = await scene(sessions)
    await refuse(sessions, town.clerk, number, "contradictory_data")
    async with sessions() as session:
        told = {
            one.kind: (one.person_id, one.data)
            for one in await session.scalars(
                select(Notice).where(Notice.kind.in_(["application_refused", "application_closed"]))
            )
        }
        own = await queries.own_application(session, town.parent, number, now=NOW)
    assert told == {
        "application_refused": (
            town.parent.person_id,
            {
                "number": number,
                "ground": "contradictory_data",
                "child_id": town.child_id,
                "complain_by": "2026-10-07",
                "others": [],
            },
        ),
        "application_closed": (town.club.person_id, {"number": number, "status": "refused"}),
    }
    assert (own.facts.status, own.facts.ground) == (ApplicationStatus.REFUSED, "contradictory_data")
    assert await state(sessions, town, number) == State(ApplicationStatus.REFUSED, 0, Volume(0, 0, 0), 0)


async def test_an_unknown_ground_is_invalid(sessions: Sessions) -> None:
    town, number = await scene(sessions)
    with pytest.raises(Invalid) as refused:
        await refuse(sessions, town.clerk, number, "because")
    assert (refused.value.field, refused.value.why) == ("ground", "unknown")
    assert (await state(sessions, town, number)).status is ApplicationStatus.REGISTERED
