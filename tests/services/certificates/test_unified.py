"""A second service makes one certificate of both; each line ends by itself, and every composition is kept."""

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession, async_sessionmaker

from services.certificates import actions
from services.certificates.models import CertificateStatus, UnifiedVersion
from services.certificates.queries.amounts import UnifiedView
from services.certificates.queries.genuine import Standing, genuine
from services.certificates.queries.unified import unified_of
from services.notices.models import Notice
from services.orders.queries import audit
from services.orders.queries.money import accounts_of
from tests.support.factories.certificates import NOW, Town, add_application, add_other_group, add_town

Sessions = async_sessionmaker[AsyncSession]


async def _two(session: AsyncSession, town: Town) -> tuple[list[int], UnifiedView | None]:
    cases = [await add_application(session, town)]
    for number in cases:
        await actions.approve(session, town.clerk, application_id=number, now=NOW)
        assert await unified_of(session, number) is None or len(cases) == 2
        if len(cases) < 2:
            cases.append(await add_application(session, town, group_id=await add_other_group(session, town)))
    return cases, await unified_of(session, cases[0])


def _states(view: UnifiedView | None) -> Sequence[str]:
    return [] if view is None else [line.status.value for line in view.lines]


async def test_a_second_service_extends_and_a_line_ends_by_itself(sessions: Sessions) -> None:
    async with sessions() as session:
        town = await add_town(session)
        cases, view = await _two(session, town)
        assert view is not None
        assert _states(view) == ["reserved", "reserved"]
        assert view.nominal == sum(line.left for line in view.lines)
        assert len({view.number, *(line.number for line in view.lines)}) == 3
        own = await genuine(session, view.lines[0].number, now=NOW)
        assert own.standing is Standing.REPLACED
        whole = await genuine(session, view.number, now=NOW)
        assert (whole.standing, len(whole.services)) == (Standing.RESERVED, 2)
        await actions.activate(session, application_id=cases[1], now=NOW)
        await actions.withdraw(session, town.parent, application_id=cases[0], now=NOW)
        after = await unified_of(session, cases[1])
        assert after is not None
        assert _states(after) == [CertificateStatus.RELEASED.value, CertificateStatus.ACTIVE.value]
        assert [version.services for version in after.versions] == [2, 1]
        at = {"application_id": cases[1], "now": NOW}
        await actions.suspend(session, town.clerk, ground="data_check", **at)
        told = select(Notice.data).where(Notice.kind == "certificate_suspended")
        assert [data["unified"] for data in await session.scalars(told)] == [view.number], "notices name the whole"
        await actions.resume(session, town.clerk, cause="cause_over", **at)
        last = select(UnifiedVersion.lines).where(UnifiedVersion.number == 3)
        assert [line["status"] for line in await session.scalar(last) or []] == ["released", "suspended"]
        assert after.nominal == after.lines[1].nominal
        kept = await session.scalar(select(UnifiedVersion.lines).where(UnifiedVersion.number == 1))
        assert kept is not None
        assert [line["number"] for line in kept] == [line.number for line in view.lines]
        assert [fault async for fault in audit(session)] == []


async def test_a_territory_may_keep_each_by_itself(sessions: Sessions) -> None:
    async with sessions() as session:
        _cases, view = await _two(session, await add_town(session, unified_certificate="0"))
        assert view is None


async def test_a_child_that_moves_has_an_account_in_each_territory(sessions: Sessions) -> None:
    """What the old territory promised stays its own; the new one opens an account, and nothing is made one of both."""
    async with sessions() as session:
        here, there = await add_town(session), await add_town(session, "seversk")
        numbers = [
            await add_application(session, town, parent=here.parent, child_id=here.child_id) for town in (here, there)
        ]
        for number, town in zip(numbers, (here, there), strict=True):
            await actions.approve(session, town.clerk, application_id=number, now=NOW)
        accounts = await accounts_of(session, [here.child_id])
        assert [(account.year, account.reserved) for account in accounts] == [(2026, 1_080_000)] * 2
        assert [await unified_of(session, number) for number in numbers] == [None, None]
        assert [fault async for fault in audit(session)] == []
