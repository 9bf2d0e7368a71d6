"""What a family's certificates have left."""

from datetime import UTC, date, datetime

from sqlalchemy import update
from sqlalchemy.ext.asyncio import AsyncSession, async_sessionmaker

from services.certificates import actions
from services.certificates.models import Certificate, CertificateStatus
from services.certificates.queries import left
from tests.support.factories.certificates import NOW, add_application, add_town
from tests.support.factories.families import add_parent

Sessions = async_sessionmaker[AsyncSession]
NOMINAL = 72 * 15_000


async def test_a_reserved_one_has_all_an_active_one_what_is_ahead_a_released_one_nothing(sessions: Sessions) -> None:
    async with sessions() as session:
        town = await add_town(session)
        number = await add_application(session, town)
        assert await left(session, town.parent, today=NOW.date()) == []
        await actions.approve(session, town.clerk, application_id=number, now=NOW)
        (all_of_it,) = await left(session, town.parent, today=NOW.date())
        assert (all_of_it.child_id, all_of_it.kopecks) == (town.child_id, NOMINAL)
        term = {"valid_from": date(2026, 9, 1), "valid_to": date(2026, 9, 10)}
        await session.execute(update(Certificate).values(status=CertificateStatus.ACTIVE, **term))
        days = [date(2026, 8, 20), date(2026, 9, 1), date(2026, 9, 6), date(2026, 9, 10)]
        money = [[one.kopecks for one in await left(session, town.parent, today=day)] for day in days]
        assert money == [[NOMINAL], [NOMINAL], [NOMINAL // 2], [NOMINAL // 10]]
        assert await left(session, town.parent, today=date(2026, 9, 11)) == []
        await session.execute(update(Certificate).values(status=CertificateStatus.RELEASED))
        assert await left(session, town.parent, today=date(2026, 9, 1)) == []


async def test_nobody_sees_another_familys_money(sessions: Sessions) -> None:
    async with sessions() as session:
        town = await add_town(session)
        number = await add_application(session, town)
        await actions.approve(session, town.clerk, application_id=number, now=NOW)
        stranger = await add_parent(session, territory_id=town.territory_id, phone="+79123456780")
        assert await left(session, stranger, today=datetime(2026, 9, 7, tzinfo=UTC).date()) == []
        assert await left(session, town.parent, today=NOW.date())
