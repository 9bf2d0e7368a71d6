"""Applying: every refusal, the term, who is told, what the database decides."""

from contextlib import nullcontext
from datetime import UTC, date, datetime

import pytest
from sqlalchemy import select

from services.calendar.models import CalendarDay
from services.certificates import actions, queries
from services.certificates.errors import NotPayable, WrongAge
from services.certificates.models import ApplicationStatus
from services.core.errors import NotFound, Refused
from services.families.queries import consents
from services.notices.models import Notice
from services.programs.errors import (
    CourseOver,
    EnrolmentClosed,
    EnrolmentLate,
    EnrolmentNotYet,
    GroupFull,
    NoTimetable,
)
from services.programs.models import ProgramStatus
from tests.services.certificates.applying import Sessions, apply, count, given_town, program_group
from tests.support.factories.certificates import NOW
from tests.support.factories.families import add_own_child, add_parent


async def test_an_application_has_a_number_and_a_date(sessions: Sessions) -> None:
    town = await given_town(sessions)
    receipt = await apply(sessions, town)
    assert (receipt.due_on, receipt.submitted_at) == (date(2026, 9, 16), NOW)
    async with sessions() as session:
        own = await queries.own_application(session, town.parent, receipt.number, now=NOW)
    assert (own.facts.status, own.child.first_name, own.waiting.days) == (ApplicationStatus.REGISTERED, "Мария", 7)
    assert own.group.free == 12


async def test_the_provider_and_the_body_are_told_without_personal_data(sessions: Sessions) -> None:
    town = await given_town(sessions)
    number = (await apply(sessions, town)).number
    async with sessions() as session:
        told = {(one.person_id, one.kind): one.data for one in await session.scalars(select(Notice))}
    due = {"number": number, "due_on": "2026-09-16"}
    assert told == {
        (town.club.person_id, "application_received"): due | {"free": 12, "capacity": 12},
        (town.clerk.person_id, "application_to_decide"): due,
        (town.second_clerk.person_id, "application_to_decide"): due,
    }


async def test_the_term_skips_holidays_and_moved_days(sessions: Sessions) -> None:
    town = await given_town(sessions)
    async with sessions() as session:
        session.add(CalendarDay(day=date(2026, 11, 6), is_working=False, source="Moved day"))
        await session.flush()
        receipt = await actions.apply(
            session,
            town.parent,
            group_id=town.group_id,
            child_id=town.child_id,
            now=datetime(2026, 11, 2, 9, tzinfo=UTC),
        )
        await session.commit()
    assert receipt.due_on == date(2026, 11, 13)


async def test_the_term_begins_on_the_territorys_own_day(sessions: Sessions) -> None:
    town = await given_town(sessions, "seversk")
    async with sessions() as session:
        receipt = await actions.apply(
            session,
            town.parent,
            group_id=town.group_id,
            child_id=town.child_id,
            now=datetime(2026, 9, 7, 18, tzinfo=UTC),
        )
    assert receipt.due_on == date(2026, 9, 17)


async def test_somebody_elses_child_is_not_found(sessions: Sessions) -> None:
    town = await given_town(sessions)
    async with sessions() as session:
        stranger = await add_parent(session, territory_id=town.territory_id, phone="+79120000001")
        foreign = await add_own_child(session, stranger, now=NOW)
        await session.commit()
    for child_id in (foreign, 10**12):
        with pytest.raises(NotFound):
            await apply(sessions, town, child_id=child_id)
    with pytest.raises(NotFound):
        await apply(sessions, town, group_id=10**12)
    assert await count(sessions) == 0


async def test_filing_needs_no_consent(sessions: Sessions) -> None:
    town = await given_town(sessions)
    async with sessions() as session:
        assert await consents(session, town.parent.person_id) == frozenset()
    assert (await apply(sessions, town)).number


async def test_a_hidden_program_is_not_found(sessions: Sessions) -> None:
    town = await given_town(sessions)
    group_id = await program_group(sessions, town, {"status": ProgramStatus.HIDDEN})
    with pytest.raises(NotFound):
        await apply(sessions, town, group_id=group_id)


async def test_a_program_that_the_certificate_does_not_pay(sessions: Sessions) -> None:
    town = await given_town(sessions)
    group_id = await program_group(sessions, town, {"is_payable": False})
    with pytest.raises(NotPayable):
        await apply(sessions, town, group_id=group_id)


async def test_a_full_group(sessions: Sessions) -> None:
    town = await given_town(sessions)
    group_id = await program_group(sessions, town, {}, {"capacity": 3, "taken": 3})
    with pytest.raises(GroupFull):
        await apply(sessions, town, group_id=group_id)


@pytest.mark.parametrize(
    ("group", "refusal"),
    [
        ({"closed_on": date(2026, 9, 3)}, EnrolmentClosed(date(2026, 9, 3))),
        ({"starts_on": date(2026, 1, 10), "ends_on": date(2026, 9, 6)}, CourseOver(date(2026, 9, 6))),
        ({"ends_on": date(2026, 9, 11)}, CourseOver(date(2026, 9, 11))),
        ({"is_dated": False}, NoTimetable()),
        ({"opens_on": date(2026, 9, 8)}, EnrolmentNotYet(date(2026, 9, 8))),
        ({"closes_on": date(2026, 9, 6)}, EnrolmentLate(date(2026, 9, 6))),
    ],
    ids=["closed by the organiser", "course over", "no lesson ahead", "no days", "not yet", "late"],
)
async def test_closed_enrolment(sessions: Sessions, group: dict[str, object], refusal: Refused) -> None:
    town = await given_town(sessions)
    group_id = await program_group(sessions, town, {}, group)
    with pytest.raises(type(refusal)) as refused:
        await apply(sessions, town, group_id=group_id)
    assert refused.value.args == refusal.args


async def test_the_days_of_the_window_are_inclusive(sessions: Sessions) -> None:
    town = await given_town(sessions)
    window = {"opens_on": NOW.date(), "closes_on": NOW.date()}
    assert (await apply(sessions, town, group_id=await program_group(sessions, town, {}, window))).number


@pytest.mark.parametrize(("ages", "bounds"), [((9, 12), (9, 13)), ((3, 7), (5, 8)), ((16, 21), (16, 18))])
async def test_the_wrong_age(sessions: Sessions, ages: tuple[int, int], bounds: tuple[int, int]) -> None:
    town = await given_town(sessions)
    group_id = await program_group(sessions, town, {"ages": ages})
    with pytest.raises(WrongAge) as refused:
        await apply(sessions, town, group_id=group_id)
    assert (refused.value.from_months, refused.value.below_months) == (12 * bounds[0], 12 * bounds[1])
    assert refused.value.months == 8 * 12 + 3


@pytest.mark.parametrize(("first", "suits"), [(99, True), (100, False)])
async def test_ages_are_counted_in_months(sessions: Sessions, first: int, suits: bool) -> None:
    town = await given_town(sessions)
    group_id = await program_group(sessions, town, {}, {"from_months": first, "below_months": 120})
    with nullcontext() if suits else pytest.raises(WrongAge):
        await apply(sessions, town, group_id=group_id)


async def test_the_age_is_taken_on_the_first_lesson(sessions: Sessions) -> None:
    town = await given_town(sessions)
    async with sessions() as session:
        tomorrow = await add_own_child(session, town.parent, birth_date=date(2019, 9, 12), now=NOW)
        later = await add_own_child(session, town.parent, birth_date=date(2019, 9, 13), now=NOW)
        await session.commit()
    assert (await apply(sessions, town, child_id=tomorrow)).number
    with pytest.raises(WrongAge):
        await apply(sessions, town, child_id=later)


async def test_a_preview_refuses_what_applying_would(sessions: Sessions) -> None:
    town = await given_town(sessions)
    full = await program_group(sessions, town, {}, {"capacity": 3, "taken": 3})
    async with sessions() as session:
        shown = await queries.preview(session, town.parent, group_id=town.group_id, child_id=town.child_id, now=NOW)
        with pytest.raises(GroupFull):
            await queries.preview(session, town.parent, group_id=full, child_id=town.child_id, now=NOW)
        with pytest.raises(NotFound):
            await queries.preview(session, town.clerk, group_id=town.group_id, child_id=town.child_id, now=NOW)
    assert (shown.due_on, shown.group.nominal) == (date(2026, 9, 16), 1_080_000)
    assert await count(sessions) == 0
