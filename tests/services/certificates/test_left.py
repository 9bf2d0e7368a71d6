"""What a family's certificates have left, by the ledger and in lessons."""

from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy.ext.asyncio import AsyncSession, async_sessionmaker

from services.certificates import actions
from services.certificates.queries import Left, Money, left, own_application
from services.certificates.rules.cover import Cover, cover
from services.orders import actions as orders
from services.programs.rules import LessonView, lesson_days
from tests.support.factories.certificates import NOW, add_application, add_town
from tests.support.factories.families import add_kin, add_parent

Sessions = async_sessionmaker[AsyncSession]
NOMINAL = 72 * 15_000
ACT = datetime(2026, 9, 30, 12, tzinfo=UTC)
LAST = date(2027, 5, 29)
REST = (date(2027, 1, 2), date(2027, 5, 1))
COURSE = lesson_days([LessonView(5, "10:00", 90)], date(2026, 9, 7), date(2027, 5, 31), REST)
"""36 Saturdays."""


@pytest.mark.parametrize(
    ("kopecks", "nominal", "since", "goes"),
    [
        (624_000, 1_497_600, None, Cover(date(2026, 11, 28), is_end=False, lessons=3)),
        (624_000, 1_497_600, date(2026, 9, 30), Cover(date(2026, 12, 26), is_end=False, lessons=2)),
        (NOMINAL, NOMINAL, None, Cover(LAST, is_end=True, lessons=0)),
        (NOMINAL - 60_000, NOMINAL, date(2026, 9, 30), Cover(LAST, is_end=True, lessons=1)),
        (89_999, NOMINAL, None, Cover(None, is_end=False, lessons=2)),
        (90_000, NOMINAL, None, Cover(date(2026, 9, 26), is_end=False, lessons=0)),
        (29_999, NOMINAL, None, Cover(None, is_end=False, lessons=0)),
        (NOMINAL, NOMINAL, LAST, None),
        (0, 0, None, None),
    ],
)
def test_money_goes_so_far(kopecks: int, nominal: int, since: date | None, goes: Cover | None) -> None:
    assert len(COURSE) == 36
    assert cover(kopecks, nominal=nominal, course=COURSE, since=since) == goes


async def test_the_ledger_says_what_is_left_to_the_whole_family(sessions: Sessions) -> None:
    async with sessions() as session:
        town = await add_town(session)
        other = await add_kin(session, town.parent, town.child_id, now=NOW)
        stranger = await add_parent(session, territory_id=town.territory_id)
        number = await add_application(session, town)
        case = {"case_id": number, "actor_id": None}

        async def told() -> tuple[list[Left], Money | None]:
            sums = await left(session, other, today=NOW.date())
            assert await left(session, town.parent, today=NOW.date()) == sums
            assert await left(session, stranger, today=NOW.date()) == []
            return sums, (await own_application(session, other, number, now=NOW)).money

        assert await told() == ([], None)
        await actions.approve(session, town.clerk, application_id=number, now=NOW)
        whole = Cover(LAST, is_end=True, lessons=0)
        assert await told() == ([Left(town.child_id, NOMINAL)], Money(NOMINAL, 0, 0, whole))
        assert await left(session, other, today=date(2027, 6, 1)) == []
        await orders.commit(session, **case, now=NOW)  # type: ignore[arg-type]
        acts = {"actor_id": town.clerk.person_id, "case_id": number, "now": ACT}
        await orders.consume(session, paid=orders.Paid("9-1", 4, 456_000), **acts)  # type: ignore[arg-type]
        far = Cover(date(2027, 1, 30), is_end=False, lessons=3)
        assert await told() == ([Left(town.child_id, 624_000)], Money(0, 624_000, 456_000, far))
        back = {"act_line": "9-1", "reason": "counted anew", "now": ACT + timedelta(days=9)}
        await orders.reverse(session, town.clerk, **back)  # type: ignore[arg-type]
        assert (await told())[1] == Money(0, NOMINAL, 0, whole)
        await orders.consume(session, paid=orders.Paid("9-2", 4, 60_000), **acts)  # type: ignore[arg-type]
        assert (await told())[1] == Money(0, 1_020_000, 60_000, Cover(LAST, is_end=True, lessons=1))
        await orders.give_back(session, **case, reason="moved", now=ACT)  # type: ignore[arg-type]
        assert (await told())[0] == []
