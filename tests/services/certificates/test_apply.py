"""Applying: every refusal, the term, who is told, what the database decides."""

import asyncio
from datetime import UTC, date, datetime

import pytest
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession, async_sessionmaker

from services.calendar.models import CalendarDay
from services.certificates import actions, queries
from services.certificates.errors import AlreadyApplied, NotPayable, TooManyApplications, WrongAge
from services.certificates.models import Application, ApplicationStatus
from services.core.errors import NotFound
from services.families.actions import withdraw_consent
from services.families.errors import ConsentMissing
from services.families.rules import PERSONAL_DATA
from services.notices.models import Notice
from services.programs.errors import EnrolmentClosed, GroupFull
from services.programs.models import ProgramStatus
from tests.support.factories.certificates import NOW, Town, add_application, add_other_group, add_town
from tests.support.factories.families import add_own_child, add_parent
from tests.support.factories.programs import add_group, add_program

Sessions = async_sessionmaker[AsyncSession]


async def _town(sessions: Sessions, slug: str = "livny", **settings: int | str) -> Town:
    async with sessions() as session:
        town = await add_town(session, slug, **settings)  # type: ignore[arg-type]
        await session.commit()
        return town


async def _apply(sessions: Sessions, town: Town, **changes: int) -> actions.Receipt:
    asked = {"group_id": town.group_id, "child_id": town.child_id} | changes
    async with sessions() as session:
        receipt = await actions.apply(session, town.parent, **asked, now=NOW)
        await session.commit()
        return receipt


async def _count(sessions: Sessions) -> int:
    async with sessions() as session:
        return len(list(await session.scalars(select(Application.id)))) + len(
            list(await session.scalars(select(Notice.id)))
        )


async def _program_group(
    sessions: Sessions, town: Town, program: dict[str, object], group: dict[str, object] | None = None
) -> int:
    async with sessions() as session:
        ids = {"territory_id": town.territory_id, "provider_id": town.provider_id}
        program_id = await add_program(session, **ids, **program)  # type: ignore[arg-type]
        group_id = await add_group(session, program_id=program_id, **(group or {}))  # type: ignore[arg-type]
        await session.commit()
        return group_id


async def test_an_application_has_a_number_and_a_date(sessions: Sessions) -> None:
    town = await _town(sessions)
    receipt = await _apply(sessions, town)
    assert (receipt.due_on, receipt.submitted_at) == (date(2026, 9, 16), NOW)
    async with sessions() as session:
        own = await queries.own_application(session, town.parent, receipt.number, now=NOW)
    assert (own.facts.status, own.child_name, own.waiting.days) == (ApplicationStatus.SUBMITTED, "Мария", 7)
    assert own.group.free == 12


async def test_the_provider_and_the_body_are_told_without_personal_data(sessions: Sessions) -> None:
    town = await _town(sessions)
    number = (await _apply(sessions, town)).number
    async with sessions() as session:
        told = {(one.person_id, one.kind): one.data for one in await session.scalars(select(Notice))}
    due = {"number": number, "due_on": "2026-09-16"}
    assert told == {
        (town.club.person_id, "application_received"): due | {"free": 12, "capacity": 12},
        (town.clerk.person_id, "application_to_decide"): due,
        (town.second_clerk.person_id, "application_to_decide"): due,
    }


async def test_the_term_skips_holidays_and_moved_days(sessions: Sessions) -> None:
    town = await _town(sessions)
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
    town = await _town(sessions, "seversk")
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
    town = await _town(sessions)
    async with sessions() as session:
        stranger = await add_parent(session, territory_id=town.territory_id, phone="+79120000001")
        foreign = await add_own_child(session, stranger, now=NOW)
        await session.commit()
    for child_id in (foreign, 10**12):
        with pytest.raises(NotFound):
            await _apply(sessions, town, child_id=child_id)
    with pytest.raises(NotFound):
        await _apply(sessions, town, group_id=10**12)
    assert await _count(sessions) == 0


async def test_without_consent_nothing_is_sent(sessions: Sessions) -> None:
    town = await _town(sessions)
    async with sessions() as session:
        await withdraw_consent(session, town.parent, purpose=PERSONAL_DATA, now=NOW)
        await session.commit()
    with pytest.raises(ConsentMissing):
        await _apply(sessions, town)
    assert await _count(sessions) == 0


async def test_a_hidden_program_is_not_found(sessions: Sessions) -> None:
    town = await _town(sessions)
    group_id = await _program_group(sessions, town, {"status": ProgramStatus.HIDDEN})
    with pytest.raises(NotFound):
        await _apply(sessions, town, group_id=group_id)


async def test_a_program_that_the_certificate_does_not_pay(sessions: Sessions) -> None:
    town = await _town(sessions)
    group_id = await _program_group(sessions, town, {"is_payable": False})
    with pytest.raises(NotPayable):
        await _apply(sessions, town, group_id=group_id)


async def test_a_full_group(sessions: Sessions) -> None:
    town = await _town(sessions)
    group_id = await _program_group(sessions, town, {}, {"capacity": 3, "taken": 3})
    with pytest.raises(GroupFull):
        await _apply(sessions, town, group_id=group_id)


@pytest.mark.parametrize(
    ("group", "day"),
    [
        ({"closed_on": date(2026, 9, 3)}, date(2026, 9, 3)),
        ({"starts_on": date(2026, 1, 10), "ends_on": date(2026, 9, 6)}, date(2026, 9, 6)),
        ({"ends_on": date(2026, 9, 11)}, date(2026, 9, 11)),
    ],
    ids=["closed by the organiser", "course over", "no lesson ahead"],
)
async def test_closed_enrolment(sessions: Sessions, group: dict[str, object], day: date) -> None:
    town = await _town(sessions)
    group_id = await _program_group(sessions, town, {}, group)
    with pytest.raises(EnrolmentClosed) as refused:
        await _apply(sessions, town, group_id=group_id)
    assert refused.value.closed_on == day


@pytest.mark.parametrize(("ages", "bounds"), [((9, 12), (9, 12)), ((3, 7), (5, 7)), ((16, 21), (16, 17))])
async def test_the_wrong_age(sessions: Sessions, ages: tuple[int, int], bounds: tuple[int, int]) -> None:
    town = await _town(sessions)
    group_id = await _program_group(sessions, town, {"ages": ages})
    with pytest.raises(WrongAge) as refused:
        await _apply(sessions, town, group_id=group_id)
    assert (refused.value.age, refused.value.age_from, refused.value.age_to) == (8, *bounds)


async def test_the_age_is_taken_on_the_first_lesson(sessions: Sessions) -> None:
    town = await _town(sessions)
    async with sessions() as session:
        tomorrow = await add_own_child(session, town.parent, birth_date=date(2019, 9, 12), now=NOW)
        later = await add_own_child(session, town.parent, birth_date=date(2019, 9, 13), now=NOW)
        await session.commit()
    assert (await _apply(sessions, town, child_id=tomorrow)).number
    with pytest.raises(WrongAge):
        await _apply(sessions, town, child_id=later)


async def test_a_second_application_to_the_program_names_the_first(sessions: Sessions) -> None:
    town = await _town(sessions)
    first = await _apply(sessions, town)
    async with sessions() as session:
        sister_group = await add_group(session, program_id=town.program_id)
        await session.commit()
    before = await _count(sessions)
    for group_id in (town.group_id, sister_group):
        with pytest.raises(AlreadyApplied) as refused:
            await _apply(sessions, town, group_id=group_id)
        assert refused.value.number == first.number
    assert await _count(sessions) == before


async def test_a_double_press_makes_one_application(sessions: Sessions) -> None:
    town = await _town(sessions)
    done = await asyncio.gather(*(_apply(sessions, town) for _ in range(4)), return_exceptions=True)
    receipts = [one for one in done if isinstance(one, actions.Receipt)]
    assert len(receipts) == 1
    assert {one.number for one in done if isinstance(one, AlreadyApplied)} == {receipts[0].number}


async def test_the_limit_holds_for_presses_at_once(sessions: Sessions) -> None:
    town = await _town(sessions, applications_per_child="2")
    async with sessions() as session:
        groups = [await add_other_group(session, town) for _ in range(5)]
        await session.commit()
    done = await asyncio.gather(*(_apply(sessions, town, group_id=one) for one in groups), return_exceptions=True)
    assert sum(isinstance(one, actions.Receipt) for one in done) == 2
    assert {one.limit for one in done if isinstance(one, TooManyApplications)} == {2}
    async with sessions() as session:
        assert len(list(await session.scalars(select(Application.id)))) == 2


async def test_a_refusal_leaves_nothing_even_if_the_caller_commits(sessions: Sessions) -> None:
    town = await _town(sessions, applications_per_child="1")
    async with sessions() as session:
        other = await add_other_group(session, town)
        await add_application(session, town)
        await session.commit()
    before = await _count(sessions)
    async with sessions() as session:
        with pytest.raises(TooManyApplications):
            await add_application(session, town, group_id=other)
        await session.commit()
    assert await _count(sessions) == before


async def test_after_a_withdrawal_one_may_apply_again(sessions: Sessions) -> None:
    town = await _town(sessions)
    first = await _apply(sessions, town)
    async with sessions() as session:
        await actions.withdraw(session, town.parent, application_id=first.number, now=NOW)
        await session.commit()
    assert (await _apply(sessions, town)).number != first.number


async def test_a_preview_refuses_what_applying_would(sessions: Sessions) -> None:
    town = await _town(sessions)
    full = await _program_group(sessions, town, {}, {"capacity": 3, "taken": 3})
    async with sessions() as session:
        shown = await queries.preview(session, town.parent, group_id=town.group_id, child_id=town.child_id, now=NOW)
        with pytest.raises(GroupFull):
            await queries.preview(session, town.parent, group_id=full, child_id=town.child_id, now=NOW)
        with pytest.raises(NotFound):
            await queries.preview(session, town.clerk, group_id=town.group_id, child_id=town.child_id, now=NOW)
    assert (shown.due_on, shown.group.nominal) == (date(2026, 9, 16), 1_080_000)
    assert await _count(sessions) == 0
