"""A typed place is found in the pack and in the catalogue's own addresses; what others would bring is counted."""

from datetime import UTC, date, datetime

from sqlalchemy.ext.asyncio import AsyncSession, async_sessionmaker

from services.programs.models import Focus, ProgramStatus
from services.programs.queries import Filters, Near, search
from services.programs.queries.counting import counts
from services.programs.queries.placing import locate
from services.programs.rules import Wish
from services.territories.actions import load_shipped
from services.territories.queries import TerritoryView, territory_by_slug
from tests.services.programs.places import town
from tests.support.factories.programs import add_group, add_program
from tests.support.factories.providers import add_provider

Sessions = async_sessionmaker[AsyncSession]
TODAY = date(2026, 9, 3)
HOUSES = {
    "г. Ливны, ул. Садовая, 1": (52.43, 37.60),
    "г. Ливны, ул. Садовая, д. 15": (52.44, 37.61),
    "г. Ливны, улица Садовая, 3А": (52.45, 37.62),
    "г. Ливны, пр-т Победы, 7": (52.50, 37.70),
}


async def _streets(sessions: Sessions) -> TerritoryView:
    async with sessions() as session:
        place, provider_id = await town(session, "livny")
        for address, (lat, lon) in HOUSES.items():
            program_id = await add_program(
                session,
                territory_id=place.id,
                provider_id=provider_id,
                address=address,
                latitude=lat,
                longitude=lon,
                focus=Focus.SPORT if "Победы" in address else Focus.TECH,
            )
            await add_group(session, program_id=program_id)
        hidden = {"address": "ул. Тайная, 1", "latitude": 1.0, "longitude": 1.0}
        await add_program(
            session, territory_id=place.id, provider_id=provider_id, status=ProgramStatus.HIDDEN, **hidden
        )
        nowhere = {"address": "ул. Безвестная, 1", "latitude": None, "longitude": None}
        await add_program(session, territory_id=place.id, provider_id=provider_id, **nowhere)
        await load_shipped(session, now=datetime(2026, 9, 1, tzinfo=UTC))
        there = await territory_by_slug(session, "seversk")
        other = await add_provider(session, territory_id=there.id)
        elsewhere = {"address": "ул. Чужая, 1", "latitude": 50.0, "longitude": 80.0}
        await add_program(session, territory_id=there.id, provider_id=other, **elsewhere)
        await session.commit()
    return place


PLACES = {
    "Ливны": (52.425, 37.608),
    "в Ливнах": (52.425, 37.608),
    "г. ливны": (52.425, 37.608),
    "беломестненская слобода": (52.418, 37.622),
    "улица Садовая": (52.44, 37.61),
    "на садовой": (52.44, 37.61),
    "Ливны, Садовая 15, кв. 4": (52.44, 37.61),
    "садовая, 1": (52.43, 37.60),
    "садовая 99": (52.44, 37.61),
    "Победы": (52.50, 37.70),
    "Ливны, улица Несуществующая": (52.425, 37.608),
}
NOWHERE = (
    "улица Тайная",
    "Безвестная 1",
    "Чужая",
    "шахматы",
    "",
    "😀",
    "%",
    "_______",
    "15",
    "'; DROP TABLE editions;--",
)


async def test_where_it_is(sessions: Sessions) -> None:
    place = await _streets(sessions)
    async with sessions() as session:
        found = {typed: await locate(session, territory=place, typed=typed) for typed in (*PLACES, *NOWHERE)}
    points = {typed: (round(one.lat, 3), round(one.lon, 3)) for typed, one in found.items() if one is not None}
    assert points == PLACES


async def test_what_others_would_bring_is_what_a_search_finds(sessions: Sessions) -> None:
    place = await _streets(sessions)
    tries = [
        (Wish(), Filters()),
        (Wish(), Filters(focus=Focus.SPORT)),
        (Wish(words=("робототехника",)), Filters(near=Near(52.43, 37.60, 1))),
        (Wish(words=("нетакогослова",)), Filters()),
        (Wish(words=("робототехника",), weekdays=(2,)), Filters()),
    ]
    async with sessions() as session:
        assert await counts(session, territory=place, tries=tries, today=TODAY) == [
            *((4, False), (1, False), (1, False), (0, False), (0, False))
        ]
        assert await counts(session, territory=place, tries=[], today=TODAY) == []
        relaxed = await search(session, territory=place, wish=tries[4][0], today=TODAY)
        assert relaxed.relaxed == ("days",)
        assert relaxed.total == 4
