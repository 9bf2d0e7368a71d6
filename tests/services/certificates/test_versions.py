"""A certificate after its approval: suspended and in force again, amended, over, converted; every step is a version."""

from datetime import date, timedelta

import pytest
from sqlalchemy import select, update
from sqlalchemy.ext.asyncio import AsyncSession, async_sessionmaker

from services.certificates import actions, queries
from services.certificates.errors import StillInUse
from services.certificates.models import Certificate, CertificateStatus
from services.certificates.queries import Standing
from services.certificates.rules import changes
from services.certificates.rules.changes import WAYS, Change
from services.certificates.rules.lifecycle import Party
from services.core.actor import Actor, Role
from services.core.errors import Invalid, NotFound, Stale
from services.families.actions import child_answers, correct_child
from services.notices.models import Notice
from services.orders.actions import Paid, consume
from services.orders.queries import held
from tests.support.factories.certificates import (
    NOW,
    Town,
    add_application,
    add_other_group,
    add_post,
    add_territory,
    add_town,
)

Sessions = async_sessionmaker[AsyncSession]
C = CertificateStatus


async def _enrolled(session: AsyncSession, town: Town, **who: int) -> int:
    number = await add_application(session, town, **who)  # type: ignore[arg-type]
    await actions.approve(session, town.clerk, application_id=number, now=NOW)
    await actions.activate(session, application_id=number, now=NOW)
    return number


async def _kinds(session: AsyncSession, actor: Actor) -> list[str]:
    rows = await session.scalars(select(Notice.kind).where(Notice.person_id == actor.person_id).order_by(Notice.id))
    return [kind for kind in rows if kind.startswith("certificate_")]


def test_the_table_knows_every_state_and_no_suspension_without_a_ground() -> None:
    assert {way.end for way in WAYS} == set(C)
    assert changes.starts(Change.SUSPEND, Party.BODY) == (C.ACTIVE,)
    assert not [way for way in WAYS if way.deed in {Change.SUSPEND, Change.CONVERT} and way.who != {Party.BODY}]


async def test_suspended_by_a_person_on_a_ground_and_in_force_again_by_itself(sessions: Sessions) -> None:
    async with sessions() as session:
        town = await add_town(session)
        number = await _enrolled(session, town)
        chosen = {"application_id": number, "now": NOW}
        stranger = await add_post(session, Role.CLERK, await add_territory(session, "seversk"))
        with pytest.raises(NotFound):
            await actions.suspend(session, stranger, ground="data_check", **chosen)
        with pytest.raises(Invalid):
            await actions.suspend(session, town.clerk, ground="whim", **chosen)
        with pytest.raises(Stale):
            await actions.resume(session, town.clerk, cause="by_mistake", **chosen)
        till = await actions.suspend(session, town.clerk, ground="data_check", **chosen)
        assert till == date(2026, 10, 7)
        with pytest.raises(Stale):
            await actions.suspend(session, town.second_clerk, ground="data_check", **chosen)
        view = await queries.certificate_of(session, number)
        assert (await queries.genuine(session, view.number, now=NOW)).standing is Standing.SUSPENDED
        assert not (await actions.age(session, now=NOW + timedelta(days=30)))["resumed"]
        assert (await actions.age(session, now=NOW + timedelta(days=31)))["resumed"] == 1
        await actions.suspend(session, town.clerk, ground="family_asked", **chosen)
        await actions.resume(session, town.clerk, cause="by_mistake", **chosen)
        made = await queries.history_of(session, number)
        assert [one.deed for one in made][:3] == [Change.RESERVE, Change.ACTIVATE, Change.SUSPEND]
        assert {one.code for one in made} == {None, "data_check", "term_over", "family_asked", "by_mistake"}
        assert [one.no for one in made] == list(range(1, 7))
        days = (await queries.paying(session, [number]))[number]
        paid = [date(2026, 9, 6), date(2026, 9, 7), date(2026, 10, 7), date(2026, 10, 8), date(2027, 6, 1)]
        assert [days.pays(day) for day in paid] == [False, False, False, True, False], "no act consumes of a suspension"
        assert [fault async for fault in queries.audit(session)] == []
        assert (await _kinds(session, town.parent)).count("certificate_suspended") == 2
        assert "certificate_resumed_club" in await _kinds(session, town.club)


async def test_a_corrected_birth_date_moves_the_last_day_and_the_eighteenth_birthday_ends_it(
    sessions: Sessions,
) -> None:
    async with sessions() as session:
        town = await add_town(session)
        number = await _enrolled(session, town)
        was = (await queries.certificate_of(session, number)).valid_to
        answers = await child_answers(session, town.parent, child_id=town.child_id)
        answers["birth_date"] = "20.12.2008"
        await correct_child(session, town.parent, child_id=town.child_id, answers=answers, now=NOW)
        assert await actions.follow_birth_date(session, child_id=town.child_id, now=NOW) == 1
        assert await actions.follow_birth_date(session, child_id=town.child_id, now=NOW) == 0
        view = await queries.certificate_of(session, number)
        assert view.valid_to == date(2026, 12, 19)
        assert (await queries.history_of(session, number))[-1].changed == {
            "valid_to": [was.isoformat(), "2026-12-19"],
        }
        day = timedelta(days=(date(2026, 12, 19) - NOW.date()).days)
        assert not (await actions.age(session, now=NOW + day))["expired"]
        assert (await actions.age(session, now=NOW + day + timedelta(days=1)))["expired"] == 1
        assert (await queries.certificate_of(session, number)).status is C.EXPIRED
        assert [fault async for fault in queries.audit(session)] == []
        assert await _kinds(session, town.parent) == ["certificate_ended"]
        assert "certificate_amended" in await _kinds(session, town.clerk)


async def test_what_is_not_used_is_told_once_and_converted_by_a_person_where_the_rule_allows(
    sessions: Sessions,
) -> None:
    async with sessions() as session:
        town = await add_town(session, convert_days="60")
        idle = await _enrolled(session, town)
        later, much_later = NOW + timedelta(days=31), NOW + timedelta(days=61)
        assert not (await actions.age(session, now=later))["unused"], "before the first act nobody's money is used"
        used = await _used(session, town)
        with pytest.raises(StillInUse):
            await actions.convert(session, town.clerk, application_id=idle, now=much_later)
        assert (await actions.age(session, now=later))["unused"] == 1
        assert not (await actions.age(session, now=later))["unused"]
        for number, now in ((idle, later), (used, much_later)):
            with pytest.raises(StillInUse):
                await actions.convert(session, town.clerk, application_id=number, now=now)
        await actions.convert(session, town.clerk, application_id=idle, now=much_later)
        assert (await held(session, [idle]))[idle].money_committed == 0
        assert [fault async for fault in queries.audit(session)] == []
        assert await _kinds(session, town.parent) == ["certificate_unused", "certificate_converted"]


async def _used(session: AsyncSession, town: Town) -> int:

    number = await _enrolled(session, town, group_id=await add_other_group(session, town))
    await consume(session, case_id=number, paid=Paid("act:1", 2, 100), actor_id=None, now=NOW)
    await session.execute(update(Certificate).where(Certificate.application_id == number).values(unused_told_at=NOW))
    return number
