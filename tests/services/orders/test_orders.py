"""The order never promises more than it has."""

import asyncio

import pytest
from sqlalchemy import update
from sqlalchemy.ext.asyncio import AsyncSession, async_sessionmaker

from services.core.errors import Invalid, Stale
from services.orders import actions, queries
from services.orders.errors import LimitBelowReserved, NoOrderLine, OrderExhausted
from services.orders.models import OrderLine
from services.orders.rules import Volume, lacking
from tests.support.factories.certificates import NOW, Town, add_territory, add_town
from tests.support.factories.orders import add_line, promise

Sessions = async_sessionmaker[AsyncSession]
CODE = "804200О.99.0.ББ52АЕ04000"


async def _reserve(sessions: Sessions, town: Town, code: str | None = None, *, hours: int = 72) -> int:
    async with sessions() as session:
        promised = promise(town, service_code=code, hours=hours, money=hours * 100)
        line_id = await actions.reserve(session, promised, actor_id=None, now=NOW)
        await session.commit()
        return line_id


async def _line(sessions: Sessions, line_id: int, territory_id: int) -> queries.LineView:
    async with sessions() as session:
        return {line.id: line for line in await queries.lines(session, territory_id, 2026)}[line_id]


async def _town(sessions: Sessions, **line: int) -> Town:
    async with sessions() as session:
        town = await add_town(session, **line)  # type: ignore[arg-type]
        await session.commit()
        return town


async def test_reserve_takes_one_child_hours_and_money(sessions: Sessions) -> None:
    town = await _town(sessions, children=2, hours=200, money=20_000)
    assert await _reserve(sessions, town) == town.line_id
    assert (await _line(sessions, town.line_id, town.territory_id)).left == Volume(1, 128, 12_800)


async def test_own_line_pays_before_the_common_one(sessions: Sessions) -> None:
    town = await _town(sessions)
    async with sessions() as session:
        own = await add_line(session, territory_id=town.territory_id, service_code=CODE)
        await session.commit()
    assert await _reserve(sessions, town, CODE) == own
    assert await _reserve(sessions, town, "804200О.99.0.ББ52АЖ24000") == town.line_id
    assert await _reserve(sessions, town, None) == town.line_id


async def test_an_exhausted_own_line_does_not_fall_to_the_common_one(sessions: Sessions) -> None:
    town = await _town(sessions)
    async with sessions() as session:
        await add_line(session, territory_id=town.territory_id, service_code=CODE, children=0)
        await session.commit()
    with pytest.raises(OrderExhausted):
        await _reserve(sessions, town, CODE)
    assert (await _line(sessions, town.line_id, town.territory_id)).reserved == Volume(0, 0, 0)


@pytest.mark.parametrize(
    ("limits", "what"),
    [
        ({"children": 0}, "children"),
        ({"hours": 71}, "hours"),
        ({"money": 7_199}, "money"),
        ({"children": 0, "hours": 0, "money": 0}, "children"),
    ],
)
async def test_exhausted_tells_what_ran_out(sessions: Sessions, limits: dict[str, int], what: str) -> None:
    town = await _town(sessions, **limits)
    with pytest.raises(OrderExhausted) as refused:
        await _reserve(sessions, town)
    assert (refused.value.what, refused.value.year) == (what, 2026)
    assert (await _line(sessions, town.line_id, town.territory_id)).reserved == Volume(0, 0, 0)


async def test_no_line_for_the_code_or_the_year(sessions: Sessions) -> None:
    async with sessions() as session:
        town = await add_town(session)
        await session.execute(update(OrderLine).values(year=2027))
        await add_line(session, territory_id=town.territory_id, service_code=CODE)
        await session.commit()
    with pytest.raises(NoOrderLine) as refused:
        await _reserve(sessions, town, None)
    assert (refused.value.year, refused.value.service_code) == (2026, None)


async def test_the_last_place_goes_to_one_of_many_at_once(sessions: Sessions) -> None:
    town = await _town(sessions, children=3)
    done = await asyncio.gather(*(_reserve(sessions, town) for _ in range(8)), return_exceptions=True)
    assert sum(isinstance(one, int) for one in done) == 3
    assert sum(isinstance(one, OrderExhausted) for one in done) == 5
    assert (await _line(sessions, town.line_id, town.territory_id)).left.children == 0


async def test_set_line_makes_changes_and_guards(sessions: Sessions) -> None:
    town = await _town(sessions)
    where = {"territory_id": town.territory_id, "year": 2026, "service_code": None}
    await _reserve(sessions, town)
    async with sessions() as session:
        assert await actions.set_line(session, **where, children=1, hours=72, money=7_200) == town.line_id
        await session.commit()
    assert (await _line(sessions, town.line_id, town.territory_id)).left == Volume(0, 0, 0)
    async with sessions() as session:
        with pytest.raises(LimitBelowReserved) as refused:
            await actions.set_line(session, **where, children=1, hours=71, money=7_200)
        with pytest.raises(Invalid):
            await actions.set_line(session, **where, children=1, hours=72, money=2**60)
    assert (refused.value.what, refused.value.reserved) == ("hours", 72)


async def test_a_new_line_written_twice_at_once_stands_once(sessions: Sessions) -> None:
    async with sessions() as session:
        territory_id = await add_territory(session)
        await session.commit()

    async def write(code: str | None) -> int:
        async with sessions() as session:
            line_id = await actions.set_line(
                session, territory_id=territory_id, year=2026, service_code=code, children=5, hours=5, money=5
            )
            await session.commit()
            return line_id

    for code in (None, CODE):
        done = await asyncio.gather(write(code), write(code), return_exceptions=True)
        assert all(isinstance(one, int | Stale) for one in done)
    async with sessions() as session:
        assert [line.service_code for line in await queries.lines(session, territory_id, 2026)] == [CODE, None]


@pytest.mark.parametrize(
    ("left", "wanted", "what"),
    [
        (Volume(1, 1, 1), Volume(1, 1, 1), None),
        (Volume(0, 9, 9), Volume(1, 1, 1), "children"),
        (Volume(9, 0, 0), Volume(1, 1, 1), "hours"),
        (Volume(9, 9, 0), Volume(1, 1, 1), "money"),
    ],
)
def test_lacking(left: Volume, wanted: Volume, what: str | None) -> None:
    assert lacking(left, wanted) == what
