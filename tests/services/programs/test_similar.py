"""Programs like a full one: the field, the ages, seats, words and place."""

from datetime import date
from typing import Any

import pytest
from sqlalchemy.ext.asyncio import AsyncSession, async_sessionmaker

from services.programs import queries
from services.programs.models import Focus, ProgramStatus
from services.programs.queries.similar import Similar, similar
from tests.services.programs.places import shelf
from tests.support.factories.programs import add_group, add_program

Sessions = async_sessionmaker[AsyncSession]
TODAY = date(2026, 9, 7)
HERE = {"latitude": 53.9, "longitude": 86.7}


async def _found(sessions: Sessions, *others: dict[str, Any], place: dict[str, float] | None = None) -> list[Similar]:
    """What is like «Робототехника для малышей» among these."""
    async with sessions() as session:
        ids = await shelf(session)
        program_id = await add_program(
            session, **ids, title="Робототехника для малышей", **(HERE if place is None else place)
        )
        wanted = await add_group(session, program_id=program_id, capacity=1, taken=1)
        for other in others:
            group = other.pop("group", {})
            made = await add_program(session, **(ids | {"focus": Focus.TECH, **HERE} | other))
            await add_group(session, program_id=made, **group)
        await session.commit()
    async with sessions() as session:
        return await similar(session, await queries.group(session, wanted), today=TODAY)


async def test_shared_words_come_first_and_then_the_nearest(sessions: Sessions) -> None:
    found = await _found(
        sessions,
        {"title": "Авиамоделирование", "latitude": 53.91},
        {"title": "Картинг", "latitude": 54.9, "longitude": 86.9},
        {"title": "Спортивная робототехника", "latitude": 54.5},
        {"title": "Судомоделирование"},
    )
    assert [one.title for one in found] == ["Спортивная робототехника", "Судомоделирование", "Авиамоделирование"]
    assert found[1].km == pytest.approx(0)
    assert found[2].km == pytest.approx(1.1, abs=0.1)
    assert (found[0].free, found[0].weekdays, found[0].from_months) == (12, 32, 84)


@pytest.mark.parametrize(
    "other",
    [
        {"focus": Focus.ART},
        {"ages": (11, 14)},
        {"ages": (3, 6)},
        {"is_payable": False},
        {"status": ProgramStatus.HIDDEN},
        {"group": {"capacity": 2, "taken": 2}},
        {"group": {"closed_on": date(2026, 9, 1)}},
        {"group": {"ends_on": date(2026, 9, 6)}},
        {"group": {"opens_on": date(2026, 9, 8)}},
    ],
)
async def test_what_does_not_help_is_not_offered(sessions: Sessions, other: dict[str, Any]) -> None:
    assert await _found(sessions, {"title": "Робототехника"} | other) == []


async def test_ages_that_touch_by_a_year_suit(sessions: Sessions) -> None:
    found = await _found(sessions, {"title": "Роботы", "ages": (10, 14)}, {"title": "Механики", "ages": (4, 7)})
    assert {one.title for one in found} == {"Роботы", "Механики"}


async def test_a_program_is_offered_once_by_its_earliest_group(sessions: Sessions) -> None:
    async with sessions() as session:
        ids = await shelf(session)
        wanted = await add_group(session, program_id=await add_program(session, **ids), capacity=1, taken=1)
        other = await add_program(session, **ids)
        late = await add_group(session, program_id=other, starts_on=date(2026, 9, 9))
        early = await add_group(session, program_id=other, starts_on=date(2026, 9, 2))
        await session.commit()
        (found,) = await similar(session, await queries.group(session, wanted), today=TODAY)
    assert (found.group_id, found.km) == (early, None)
    assert early > late


async def test_three_at_most_and_none_of_another_territory(sessions: Sessions) -> None:
    async with sessions() as session:
        far = await shelf(session, "second")
        await add_group(session, program_id=await add_program(session, **far))
        await session.commit()
    titles = [f"Роботы {number}" for number in "абвгд"]
    found = await _found(sessions, *({"title": title} for title in titles), place={})
    assert len(found) == 3
    assert {one.title for one in found} <= set(titles)
