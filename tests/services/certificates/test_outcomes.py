"""What becomes of a case: withdrawn by its parent, or a certificate in force."""

import asyncio

import pytest

from services.certificates import actions, queries
from services.certificates.errors import TooLateToWithdraw
from services.certificates.models import ApplicationStatus, CertificateStatus
from services.core.errors import NotFound, Stale
from services.orders.rules import Volume
from tests.services.certificates.scene import Sessions, State, approve, scene, state, withdraw
from tests.support.factories.certificates import NOW, add_application


async def test_a_parent_withdraws_what_nobody_decided(sessions: Sessions) -> None:
    town, number = await scene(sessions)
    for actor in (town.clerk, town.club):
        with pytest.raises(NotFound):
            await withdraw(sessions, actor, number)
    await withdraw(sessions, town.parent, number)
    assert (await state(sessions, town, number)).status is ApplicationStatus.WITHDRAWN
    with pytest.raises(Stale):
        await withdraw(sessions, town.parent, number)


async def test_an_approved_case_is_taken_back_with_all_that_it_holds_an_enrolled_one_is_not(sessions: Sessions) -> None:
    town, number = await scene(sessions)
    await approve(sessions, town.clerk, number)
    await withdraw(sessions, town.parent, number)
    assert await state(sessions, town, number) == State(ApplicationStatus.WITHDRAWN, 0, Volume(0, 0, 0), 1)
    async with sessions() as session:
        other = await add_application(session, town)
        await actions.approve(session, town.clerk, application_id=other, now=NOW)
        await actions.activate(session, application_id=other, now=NOW)
        await session.commit()
    before = await state(sessions, town, other)
    with pytest.raises(TooLateToWithdraw):
        await withdraw(sessions, town.parent, other)
    assert await state(sessions, town, other) == before


async def test_a_withdrawal_and_an_approval_at_once(sessions: Sessions) -> None:
    town, number = await scene(sessions)
    done = await asyncio.gather(
        approve(sessions, town.clerk, number), withdraw(sessions, town.parent, number), return_exceptions=True
    )
    after = await state(sessions, town, number)
    assert all(one is None or isinstance(one, actions.Approval | Stale) for one in done)
    assert (after.status, after.taken, after.reserved) == (ApplicationStatus.WITHDRAWN, 0, Volume(0, 0, 0))


async def test_the_contract_in_force_makes_the_certificate_active(sessions: Sessions) -> None:
    town, number = await scene(sessions)
    async with sessions() as session:
        with pytest.raises(Stale):
            await actions.activate(session, application_id=number, now=NOW)
        with pytest.raises(NotFound):
            await actions.activate(session, application_id=10**12, now=NOW)
    await approve(sessions, town.clerk, number)
    async with sessions() as session:
        await actions.activate(session, application_id=number, now=NOW)
        await session.commit()
    async with sessions() as session:
        own = await queries.own_application(session, town.parent, number, now=NOW)
        with pytest.raises(Stale):
            await actions.activate(session, application_id=number, now=NOW)
    assert own.certificate is not None
    assert (own.facts.status, own.certificate.status) == (ApplicationStatus.ENROLLED, CertificateStatus.ACTIVE)
    assert own.certificate.activated_at == NOW
