"""Links counted by source."""

import asyncio
from datetime import date

import pytest
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession, async_sessionmaker

from services.programs.actions import count_visit, visits
from services.programs.models import LinkVisit
from services.programs.queries.visits import visits_by_source
from tests.services.programs.places import place

Sessions = async_sessionmaker[AsyncSession]
DAY = date(2026, 9, 7)


async def _visit(sessions: Sessions, land: int, source: str | None, day: date = DAY, kind: str = "p") -> None:
    async with sessions() as session:
        await count_visit(session, territory_id=land, kind=kind, source=source, day=day)
        await session.commit()


async def _counted(sessions: Sessions, land: int, first: date = DAY, last: date = DAY) -> dict[str, int]:
    async with sessions() as session:
        return await visits_by_source(session, land, first=first, last=last)


@pytest.fixture
async def land(sessions: Sessions) -> int:
    async with sessions() as session:
        made = await place(session)
        await session.commit()
        return made


async def test_visits_add_up_by_source_kind_and_day(sessions: Sessions, land: int) -> None:
    for source, kind in (("qr", "p"), ("QR", "p"), ("qr", "t"), ("school-3", "t"), (None, "p"), ("", "p")):
        await _visit(sessions, land, source, kind=kind)
    await _visit(sessions, land, "qr", day=date(2026, 9, 8))
    assert await _counted(sessions, land) == {"qr": 3, "direct": 2, "school-3": 1}
    assert (await _counted(sessions, land, last=date(2026, 9, 8)))["qr"] == 4
    assert await _counted(sessions, land, first=date(2026, 9, 9), last=date(2026, 9, 9)) == {}


@pytest.mark.parametrize("source", ["a" * 17, "a_b", "-a", "кот", "<b>", "a b"])
async def test_a_source_that_is_none_is_counted_as_other(sessions: Sessions, land: int, source: str) -> None:
    await _visit(sessions, land, source)
    assert await _counted(sessions, land) == {"other": 1}


async def test_made_up_sources_do_not_fill_the_table(
    sessions: Sessions, land: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(visits, "MOST_SOURCES", 3)
    for source in ("a", "b", "c", "d", "e", "a"):
        await _visit(sessions, land, source)
    assert await _counted(sessions, land) == {"a": 2, "other": 2, "b": 1, "c": 1}
    await _visit(sessions, land, "d", day=date(2026, 9, 8))
    assert await _counted(sessions, land, first=date(2026, 9, 8), last=date(2026, 9, 8)) == {"d": 1}


async def test_visits_at_the_same_moment_are_all_counted(sessions: Sessions, land: int) -> None:
    await asyncio.gather(*(_visit(sessions, land, "qr") for _visitor in range(8)))
    assert await _counted(sessions, land) == {"qr": 8}
    async with sessions() as session:
        assert len(list(await session.scalars(select(LinkVisit.visits)))) == 1
