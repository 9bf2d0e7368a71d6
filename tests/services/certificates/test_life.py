"""Steps between filing and enrolment, on a real database: whose turn, by when, what is kept of it."""

from datetime import date, datetime, timedelta

import pytest
from sqlalchemy import Update, select, update

from services.certificates import actions, queries
from services.certificates.errors import ClubHasNotAnswered, WrongAge
from services.certificates.models import Application, ApplicationStatus, ApplicationStep, CertificateStatus
from services.certificates.rules.lifecycle import Deed, Party
from services.contracts import actions as contracts
from services.core.actor import Role
from services.core.errors import Invalid, NotAllowed, NotFound, Stale
from services.notices.models import Notice
from services.orders.models import OrderLine
from services.orders.rules import Volume
from services.programs.errors import GroupFull
from services.programs.models import Edition
from services.territories.queries import shipped_texts
from services.territories.rules import parse
from tests.services.certificates.scene import Sessions, approve, scene, state
from tests.support.factories.certificates import NOW, Town, add_application, add_post, add_territory, add_town
from tests.support.factories.families import add_own_child

S = ApplicationStatus


@pytest.fixture(scope="session", params=["sqlite"])
def engine_name(request: pytest.FixtureRequest) -> str:
    """One engine: guarded UPDATEs are tried on both in test_decide and test_outcomes."""
    name: str = request.param
    return name


async def _steps(sessions: Sessions, number: int) -> list[tuple[str, str]]:
    async with sessions() as session:
        found = await session.execute(
            select(ApplicationStep.deed, ApplicationStep.party)
            .where(ApplicationStep.application_id == number)
            .order_by(ApplicationStep.id)
        )
        return [(row.deed, row.party) for row in found]


async def _kinds(sessions: Sessions, person_id: int) -> list[str]:
    async with sessions() as session:
        found = await session.scalars(select(Notice.kind).where(Notice.person_id == person_id).order_by(Notice.id))
        return list(found)


async def _settled(sessions: Sessions, **policy: str) -> tuple[Town, int]:
    async with sessions() as session:
        town = await add_town(session, **policy)  # type: ignore[arg-type]
        number = await add_application(session, town)
        await session.commit()
        return town, number


async def test_a_return_stops_the_term_and_an_answer_lets_it_run_on(sessions: Sessions) -> None:
    town, number = await scene(sessions)
    async with sessions() as session:
        with pytest.raises(NotFound):
            await actions.send_back(session, town.parent, application_id=number, remark="paper_missing", now=NOW)
        with pytest.raises(Invalid):
            await actions.clarify(session, town.club, application_id=number, remark="health", now=NOW)
        later = NOW + timedelta(days=2)
        await actions.clarify(session, town.club, application_id=number, remark="paper_missing", now=later)
        await session.commit()
    async with sessions() as session:
        own = await queries.own_application(session, town.parent, number, now=NOW)
        assert (own.facts.status, own.turn.turn, own.turn.by) == (S.RETURNED, Party.PARENT, date(2026, 9, 16))
        with pytest.raises(Stale):
            await actions.approve(session, town.clerk, application_id=number, now=NOW)
        answered = NOW + timedelta(days=8)
        await actions.mend(session, town.parent, application_id=number, now=answered)
        await session.commit()
    async with sessions() as session:
        own = await queries.own_application(session, town.parent, number, now=NOW)
    assert (own.facts.status, own.facts.due_on, own.facts.submitted_at) == (S.REGISTERED, date(2026, 9, 22), NOW)
    assert await _steps(sessions, number) == [
        ("file", "parent"),
        ("register", "system"),
        ("return", "provider"),
        ("answer", "parent"),
    ]
    assert "application_returned" in await _kinds(sessions, town.parent.person_id)
    assert "application_mended" in await _kinds(sessions, town.clerk.person_id)


async def test_what_nobody_mended_goes_back_to_a_person(sessions: Sessions) -> None:
    town, number = await scene(sessions)
    async with sessions() as session:
        await actions.send_back(session, town.clerk, application_id=number, remark="call_us", now=NOW)
        assert await actions.resume_unanswered(session, now=NOW + timedelta(days=7)) == 0
        assert await actions.resume_unanswered(session, now=NOW + timedelta(days=8)) == 1
        assert await actions.resume_unanswered(session, now=NOW + timedelta(days=8)) == 0
        await session.commit()
    assert (await state(sessions, town, number)).status is S.REGISTERED
    assert (await _steps(sessions, number))[-1] == ("resume", "system")


async def test_a_test_has_the_longer_term_of_the_policy(sessions: Sessions) -> None:
    town, number = await scene(sessions)
    async with sessions() as session:
        await actions.invite(session, town.club, application_id=number, now=NOW + timedelta(days=1))
        await session.commit()
        due_on = await session.scalar(select(Application.due_on).where(Application.id == number))
    assert due_on == date(2026, 11, 10)  # 45 working days from 7 September, 4 November is a holiday
    async with sessions() as session:
        await actions.refuse_as_club(session, town.club, application_id=number, ground="test_failed", now=NOW)
        await session.commit()
    assert (await state(sessions, town, number)).status is S.REFUSED
    assert "application_refused_by_club" in await _kinds(sessions, town.clerk.person_id)


async def test_the_body_waits_for_the_club_as_long_as_its_term_runs(sessions: Sessions) -> None:
    town, number = await _settled(sessions, seat_by_club="1")
    with pytest.raises(ClubHasNotAnswered) as refused:
        await approve(sessions, town.clerk, number)
    assert refused.value.club_by == date(2026, 9, 10)
    assert (await state(sessions, town, number)).status is S.REGISTERED
    async with sessions() as session:
        await actions.approve(session, town.clerk, application_id=number, now=NOW + timedelta(days=4))
        await session.rollback()
        await actions.accept(session, town.club, application_id=number, now=NOW)
        await actions.approve(session, town.clerk, application_id=number, now=NOW)
        await session.commit()
    assert (await state(sessions, town, number)).status is S.AWAITING_CONTRACT


async def test_a_rule_approves_what_fits_and_refuses_nothing(sessions: Sessions) -> None:
    town, number = await _settled(sessions, approve_by_rule="1")
    async with sessions() as session:
        code = parse(shipped_texts()["livny.toml"], file="livny").services[0].code
        await session.execute(update(Edition).values(service_code=code))
        sibling = await add_own_child(session, town.parent, now=NOW)
        poor = await add_application(session, town, child_id=sibling)
        made = await contracts.accept(session, town.club, application_id=number, now=NOW)
        await session.execute(_spend(town))
        assert await contracts.accept(session, town.club, application_id=poor, now=NOW) is None
        await session.commit()
        applied = await session.scalar(
            select(ApplicationStep.applied).where(
                ApplicationStep.application_id == number, ApplicationStep.deed == Deed.APPROVE.value
            )
        )
    assert made is not None
    assert (await state(sessions, town, poor)).status is S.APPROVED
    assert applied is not None
    assert {one["rule"]: (one["version"], one["fits"], one["value"]) for one in applied} | {
        "age": (1, True, "99"),
        "seat": (2, True, "12"),
        "order": (1, True, "1/72/1080000"),
    } == {one["rule"]: (one["version"], one["fits"], one["value"]) for one in applied}
    assert (await _steps(sessions, number))[-1] == ("approve", "system")


def _spend(town: Town) -> Update:
    return update(OrderLine).where(OrderLine.id == town.line_id).values(children_limit=OrderLine.children_reserved)


async def test_an_unsigned_offer_lapses_and_is_taken_up_again_while_there_is_a_seat(sessions: Sessions) -> None:
    town, number = await scene(sessions, capacity=1)
    async with sessions() as session:
        first = await contracts.approve(session, town.clerk, application_id=number, now=NOW)
        assert await contracts.lapse_unsigned(session, now=NOW + timedelta(days=4)) == 0
        assert await contracts.lapse_unsigned(session, now=NOW + timedelta(days=5)) == 1
        await session.commit()
    lapsed = await state(sessions, town, number)
    assert (lapsed.status, lapsed.taken, lapsed.reserved) == (S.LAPSED, 0, Volume(0, 0, 0))
    assert "offer_lapsed" in await _kinds(sessions, town.parent.person_id)
    later = NOW + timedelta(days=6)
    async with sessions() as session:
        with pytest.raises(NotFound):
            await contracts.renew(session, town.clerk, application_id=number, now=later)
        second = await contracts.renew(session, town.parent, application_id=number, now=later)
        await session.commit()
        assert second.id != first.id
        assert second.sign_by > first.sign_by
        assert (await queries.certificate_of(session, number)).status is CertificateStatus.RESERVED
        with pytest.raises(Stale):
            await contracts.renew(session, town.parent, application_id=number, now=later)
        assert await contracts.withdraw(session, town.parent, application_id=number, now=later)
        await session.commit()
    ended = await state(sessions, town, number)
    assert (ended.status, ended.taken, ended.reserved) == (S.WITHDRAWN, 0, Volume(0, 0, 0))


async def test_a_lapsed_offer_without_a_seat_stays_so(sessions: Sessions) -> None:
    town, number = await scene(sessions, capacity=1)
    later = NOW + timedelta(days=5)
    async with sessions() as session:
        await contracts.approve(session, town.clerk, application_id=number, now=NOW)
        await contracts.lapse_unsigned(session, now=later)
        other = await add_application(
            session, town, child_id=await add_own_child(session, town.parent, now=NOW), now=later
        )
        await contracts.approve(session, town.clerk, application_id=other, now=later)
        await session.commit()
        with pytest.raises(GroupFull):
            await contracts.renew(session, town.parent, application_id=number, now=later)
        await session.commit()
    assert (await state(sessions, town, number)).status is S.LAPSED


async def test_clerks_are_warned_before_the_chief_and_the_family_told_after(sessions: Sessions) -> None:
    town, number = await scene(sessions)
    told = [await _watch(sessions, datetime(2026, 9, day, 6, tzinfo=NOW.tzinfo)) for day in (14, 15, 15, 16, 17, 18)]
    assert told == [(0, 0), (1, 0), (0, 0), (0, 0), (0, 1), (0, 0)]
    assert [kind for kind in await _kinds(sessions, town.clerk.person_id) if kind.startswith("terms")] == ["terms_end"]
    chief = [kind for kind in await _kinds(sessions, town.second_clerk.person_id) if kind.startswith("terms")]
    assert chief == ["terms_end", "terms_over"]
    assert "application_late" in await _kinds(sessions, town.parent.person_id)
    async with sessions() as session:
        foreign = await add_post(session, Role.CLERK, await add_territory(session, "seversk"))
        with pytest.raises(NotAllowed):
            await queries.punctuality(session, foreign, territory_id=town.territory_id, now=NOW)
        late = NOW + timedelta(days=20)
        found = await queries.punctuality(session, town.clerk, territory_id=town.territory_id, now=late)
        assert (found.percent, found.late_now) == (None, 1)
        await actions.refuse(session, town.clerk, application_id=number, ground="age", now=late)
        for _ in range(2):
            child_id = await add_own_child(session, town.parent, now=NOW)
            timely = await add_application(session, town, child_id=child_id, now=late)
            await actions.approve(session, town.clerk, application_id=timely, now=late)
        found = await queries.punctuality(session, town.clerk, territory_id=town.territory_id, now=late)
    assert (found.decided, found.in_time, found.percent, found.late_now) == (3, 2, 66, 0)


async def _watch(sessions: Sessions, now: datetime) -> tuple[int, int]:
    async with sessions() as session:
        told = await actions.watch_terms(session, now=now)
        await session.commit()
        return told["warned"], told["late"]


async def test_siblings_are_filed_in_one_breath_or_not_at_all(sessions: Sessions) -> None:
    async with sessions() as session:
        town = await add_town(session)
        brother = await add_own_child(session, town.parent, now=NOW)
        grown = await add_own_child(session, town.parent, birth_date=date(2012, 1, 1), now=NOW)
        await session.commit()
        group = town.group_id
        both = [(group, town.child_id), (group, brother)]
        with pytest.raises(WrongAge):
            await actions.apply_all(session, town.parent, choices=[*both, (group, grown)], now=NOW)
        await session.commit()
        assert not list(await session.scalars(select(Application.id)))
        receipts = await actions.apply_all(session, town.parent, choices=both, now=NOW)
        await session.commit()
    assert len({receipt.number for receipt in receipts}) == 2
