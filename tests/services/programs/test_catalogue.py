"""The demo's catalogue is believable, and the search finds in it what the demo promises."""

import re
from collections import Counter
from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy.ext.asyncio import AsyncSession, async_sessionmaker

from bot.demo.catalogue import put_catalogue, read, school_year_end
from services.programs import queries
from services.programs.models import Focus
from services.programs.queries import Found
from services.territories.actions import load_shipped
from services.territories.queries import TerritoryView, territories
from services.territories.rules import normal_code

Sessions = async_sessionmaker[AsyncSession]
TODAY = date(2026, 11, 22)
SHELF = read()
SLUGS = {row["territory"] for row in SHELF.providers.values()}


async def _stock(sessions: Sessions) -> list[TerritoryView]:
    async with sessions() as session:
        await load_shipped(session, now=datetime(2026, 11, 22, tzinfo=UTC))
        known = await territories(session)
        for _again in range(2):
            await put_catalogue(session, territories={one.slug: one.id for one in known}, today=TODAY)
        await session.commit()
    return known


async def _found(session: AsyncSession, place: TerritoryView, text: str) -> Found:
    wish = await queries.understood(session, territory=place, text=text, today=TODAY)
    assert wish is not None
    found = await queries.search(session, territory=place, wish=wish, today=TODAY)
    assert found.relaxed == ()
    return found


async def test_every_territory_has_a_full_shelf(sessions: Sessions) -> None:
    known = await _stock(sessions)
    assert len(known) == len(SLUGS) == 5
    async with sessions() as session:
        for place in known:
            everything = await queries.search(session, territory=place, today=TODAY)
            assert everything.total >= 12
            assert all(everything.facets.focus[focus] >= 2 for focus in Focus)
            robots = await _found(session, place, "робототехника для 8 лет по субботам бесплатно")
            assert robots.items[0].free >= 3
            in_english = await _found(session, place, "robotics for 8 years on Saturday free")
            assert in_english.total == robots.total


async def test_codes_are_those_of_the_act(sessions: Sessions) -> None:
    for place in await _stock(sessions):
        listed = {normal_code(service.code) for service in place.pack.services}
        mine = {key for key, row in SHELF.providers.items() if row["territory"] == place.slug}
        rows = [row for row in SHELF.programs if row["provider"] in mine]
        used = {row["code"] for row in rows if "code" in row}
        assert used <= listed
        if listed:  # what no listed service covers is not paid by a certificate
            assert {row["title"] for row in rows if "code" not in row} == {
                row["title"] for row in rows if not row.get("is_payable", True)
            }


def test_providers_are_of_all_kinds() -> None:
    for slug in SLUGS:
        rows = [row for row in SHELF.providers.values() if row["territory"] == slug]
        private = [row for row in rows if row["sector"] == "private"]
        assert len(private) >= 2
        assert any(row["is_npo"] for row in private)
    for row in SHELF.providers.values():
        assert re.fullmatch(r"Л\d{3}-\d{5}-\d{2}/\d{8}", row["licence"])
        assert row["inn"].startswith("0000")


def test_seats_are_of_all_kinds_and_hours_agree_with_the_week() -> None:
    groups = [group for row in SHELF.programs for group in row["groups"]]
    free = Counter(group["seats"][1] - group["seats"][0] for group in groups)
    assert free[0] >= 5
    assert free[1] >= 5
    assert sum("closed" in group for group in groups) >= 2
    assert all(group["starts"] <= 10 for group in groups)
    assert len({row["title"] for row in SHELF.programs}) == len(SHELF.programs) >= 66
    for row in SHELF.programs:
        youngest, oldest = row["ages"]
        assert 5 <= youngest < oldest <= 17
        for group in row["groups"]:
            week = sum(max(1, int(lesson.split()[2]) // 45) for lesson in group["lessons"])
            assert (row["title"], row["hours"]) == (row["title"], 36 * week)


@pytest.mark.parametrize(
    ("today", "end"),
    [
        (date(2026, 11, 22), date(2027, 5, 31)),
        (date(2027, 4, 1), date(2027, 5, 31)),
        (date(2027, 4, 2), date(2028, 5, 31)),
        (date(2027, 6, 1), date(2028, 5, 31)),
        (date(2028, 2, 29), date(2028, 5, 31)),
    ],
)
def test_the_school_year_ends_on_the_next_31_may_that_is_not_too_near(today: date, end: date) -> None:
    assert school_year_end(today) == end
    assert end - today >= timedelta(days=60)
