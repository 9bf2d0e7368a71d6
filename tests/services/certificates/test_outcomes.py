"""What becomes of a case: withdrawn by its parent, or a certificate in force."""

import asyncio

import pytest

from services.certificates import actions, queries
from services.certificates.errors import TooLateToWithdraw
from services.certificates.models import ApplicationStatus, CertificateStatus
from services.core.errors import NotFound, Stale
from tests.services.certificates.scene import Sessions, approve, scene, state, withdraw
from tests.support.factories.certificates import (
    NOW,
)


async def test_a_parent_withdraws_what_nobody_decided(sessions: Sessions) -> None:
    town, number = await scene(sessions)
    for actor in (town.clerk, town.club):
        with pytest.raises(NotFound):
            await withdraw(sessions, actor, number)
    await withdraw(sessions, town.parent, number)
    assert (await state(sessions, town, number)).status is ApplicationStatus.WITHDRAWN
    with pytest.raises(Stale):
        await withdraw(sessions, town.parent, number)


async def test_an_approved_case_is_not_withdrawn_by_a_button(sessions: Sessions) -> None:
    town, number = await scene(sessions)
    await approve(sessions, town.clerk, number)
    before = await state(sessions, town, number)
    with pytest.raises(TooLateToWithdraw):
        await withdraw(sessions, town.parent, number)
    assert await state(sessions, town, number) == before


async def test_a_withdrawal_and_an_approval_at_once(sessions: Sessions) -> None:
    town, number = await scene(sessions)
    done = await asyncio.gather(
        approve(sessions, town.clerk, number), withdraw(sessions, town.parent, number), return_exceptions=True
    )
    after = await state(sessions, town, number)
    assert sum(isinstance(one, Stale) for one in done) == 1
    assert (after.status is ApplicationStatus.AWAITING_CONTRACT) == (after.taken == 1) == (after.certificates == 1)


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
