"""Words that staff make mean the same: found at once, on both engines, and by nobody else's staff."""

from datetime import UTC, date, datetime

import pytest
from sqlalchemy.ext.asyncio import AsyncSession, async_sessionmaker

from services.core.actor import Actor, Post, Role
from services.core.errors import Invalid, NotAllowed, NotFound
from services.programs import queries
from services.programs.actions import synonyms as actions
from services.programs.actions.synonyms import add_synonym, remove_synonym
from services.programs.queries.synonyms import synonym, synonyms
from services.programs.rules.pairs import read_pair
from services.territories.queries import TerritoryView, territory_by_slug
from tests.services.programs.places import town
from tests.support.factories.families import add_person
from tests.support.factories.programs import add_group, add_program

Sessions = async_sessionmaker[AsyncSession]
NOW = datetime(2026, 9, 3, 9, tzinfo=UTC)
TODAY = date(2026, 9, 3)


async def _clerk(session: AsyncSession, territory_id: int, role: Role = Role.CLERK) -> Actor:
    person = await add_person(session, territory_id=territory_id)
    return Actor(person.person_id, "ru", territory_id, (Post(role, territory_id),))


async def _town(sessions: Sessions) -> tuple[TerritoryView, Actor]:
    async with sessions() as session:
        place, provider_id = await town(session)
        program_id = await add_program(
            session, territory_id=place.id, provider_id=provider_id, title="Мехатроника", summary="Сборка машин."
        )
        await add_group(session, program_id=program_id)
        clerk = await _clerk(session, place.id)
        await session.commit()
    return place, clerk


async def _found(sessions: Sessions, place: TerritoryView, text: str) -> list[str]:
    async with sessions() as session:
        wish = await queries.understood(session, territory=place, text=text, today=TODAY)
        assert wish is not None
        found = await queries.search(session, territory=place, wish=wish, today=TODAY)
        return [card.title for card in found.items if not found.relaxed]


async def test_a_pair_is_found_at_once_both_ways_and_no_more_when_it_is_gone(sessions: Sessions) -> None:
    place, clerk = await _town(sessions)
    assert await _found(sessions, place, "шурупчики") == []
    async with sessions() as session:
        pair = await add_synonym(session, clerk, territory_id=place.id, text="шурупчик = Мехатроника", now=NOW)
        await session.commit()
    assert await _found(sessions, place, "шурупчики") == ["Мехатроника"]
    async with sessions() as session:
        await remove_synonym(session, clerk, synonym_id=pair)
        await session.commit()
    assert await _found(sessions, place, "шурупчики") == []


async def test_a_pair_is_there_once_whichever_side_is_first(sessions: Sessions) -> None:
    place, clerk = await _town(sessions)
    async with sessions() as session:
        await add_synonym(session, clerk, territory_id=place.id, text="робот = робототехника", now=NOW)
        for again in ("робототехника = Робот", "РОБОТ — Робототехника"):
            with pytest.raises(Invalid) as known:
                await add_synonym(session, clerk, territory_id=place.id, text=again, now=NOW)
            assert known.value.why == "known"
        await session.commit()
    async with sessions() as session:
        assert (await synonyms(session, clerk, territory_id=place.id)).total == 1


async def test_pairs_stand_by_the_alphabet_and_by_pages(sessions: Sessions) -> None:
    place, clerk = await _town(sessions)
    async with sessions() as session:
        for letter in "зжедгвба":
            await add_synonym(session, clerk, territory_id=place.id, text=f"{letter}{letter} = я{letter}", now=NOW)
        first, second, past = [await synonyms(session, clerk, territory_id=place.id, page=page) for page in (0, 1, 9)]
    assert [one.word for one in first.items] == ["аа", "бб", "вв", "гг", "дд", "ее"]
    assert [one.word for one in second.items] == ["жж", "зз"]
    assert past == second
    assert (first.pages, first.total) == (2, 8)


@pytest.mark.parametrize("role", [Role.CLERK, Role.CHIEF, Role.ADMIN])
async def test_only_the_staff_of_the_territory(sessions: Sessions, role: Role) -> None:
    place, clerk = await _town(sessions)
    async with sessions() as session:
        own = await add_synonym(session, clerk, territory_id=place.id, text="аа = бб", now=NOW)
        there = await territory_by_slug(session, "livny")
        other = await _clerk(session, there.id, role)
        parent = await add_person(session, territory_id=place.id)
        for stranger in (other, parent):
            with pytest.raises(NotAllowed):
                await add_synonym(session, stranger, territory_id=place.id, text="вв = гг", now=NOW)
            with pytest.raises(NotAllowed):
                await synonyms(session, stranger, territory_id=place.id)
            for number in (own, 404):
                with pytest.raises(NotFound):
                    await remove_synonym(session, stranger, synonym_id=number)
                with pytest.raises(NotFound):
                    await synonym(session, stranger, number)
        assert await add_synonym(session, other, territory_id=there.id, text="аа = бб", now=NOW)
        assert (await synonym(session, clerk, own)).word == "аа"


async def test_there_is_a_limit(sessions: Sessions, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(actions, "MOST", 1)
    place, clerk = await _town(sessions)
    async with sessions() as session:
        await add_synonym(session, clerk, territory_id=place.id, text="аа = бб", now=NOW)
        with pytest.raises(Invalid) as many:
            await add_synonym(session, clerk, territory_id=place.id, text="вв = гг", now=NOW)
    assert many.value.why == "many"


@pytest.mark.parametrize(
    ("text", "pair"),
    [
        ("робот = робототехника", ("робот", "робототехника")),
        ("  Робототехника=РОБОТ ", ("робот", "робототехника")),
        ("боевые искусства — единоборства", ("боевые искусства", "единоборства")),
        ("лего - конструирование", ("конструирование", "лего")),
        ("лего-конструирование = лего", ("лего", "лего конструирование")),
        ("IT: айти", ("it", "айти")),
    ],
)
def test_pairs_are_read(text: str, pair: tuple[str, str]) -> None:
    assert read_pair(text) == pair


@pytest.mark.parametrize(
    ("text", "why"),
    [
        *(
            ("робот", "format"),
            ("", "format"),
            ("а = б = в", "format"),
            ("😀 = робот", "format"),
            ("= робот", "format"),
        ),
        *(("робот = РОБОТ", "same"), ("ы" * 65 + " = робот", "long"), ("а б в г д = робот", "long")),
    ],
)
def test_what_is_no_pair_is_refused(text: str, why: str) -> None:
    with pytest.raises(Invalid) as refused:
        read_pair(text)
    assert (refused.value.field, refused.value.why) == ("synonym", why)
