from datetime import date

import pytest
from sqlalchemy import event
from sqlalchemy.ext.asyncio import AsyncSession, async_sessionmaker

from services.core.db import Database
from services.programs import queries
from services.programs.models import Focus, ProgramStatus
from services.programs.queries import Found
from tests.services.programs.places import shelf
from tests.support.factories.programs import add_group, add_program

Sessions = async_sessionmaker[AsyncSession]
TUESDAY = ((1, "17:00", 90),)


async def _stock(sessions: Sessions) -> int:
    async with sessions() as session:
        place = await shelf(session)
        robots = await add_program(session, **place)
        await add_group(session, program_id=robots, title="Первая", taken=12)
        await add_group(session, program_id=robots, title="Вторая", taken=9, lessons=((5, "12:00", 90), *TUESDAY))
        maths = await add_program(
            session,
            **place,
            title="Весёлая математика",
            summary="Ребёнок решает задачи на логику.",
            focus=Focus.SCIENCE,
            ages=(10, 13),
            is_payable=False,
        )
        await add_group(session, program_id=maths, lessons=TUESDAY)
        hidden = await add_program(session, **place, status=ProgramStatus.HIDDEN)
        await add_group(session, program_id=hidden)
        elsewhere = await add_program(session, **await shelf(session, "second"))
        await add_group(session, program_id=elsewhere)
        await session.commit()
    return place["territory_id"]


async def _search(
    sessions: Sessions, territory_id: int, text: str | None, focus: Focus | None = None, page: int = 0
) -> Found:
    async with sessions() as session:
        return await queries.search(session, territory_id=territory_id, text=text, focus=focus, page=page)


def _titles(found: Found) -> list[str]:
    return sorted(card.title for card in found.items)


ROBOTS, MATHS = "Робототехника: первые шаги", "Весёлая математика"


async def test_what_parents_type_finds_what_they_mean(sessions: Sessions) -> None:
    territory_id = await _stock(sessions)
    for text, expected in (
        (None, [MATHS, ROBOTS]),
        ("кружок", [MATHS, ROBOTS]),
        ("РОБОТЫ", [ROBOTS]),
        ("робота", [ROBOTS]),
        ("математике", [MATHS]),
        ("веселая", [MATHS]),
        ("весёлые", [MATHS]),
        ("техническая", [ROBOTS]),
        ("8 лет", [ROBOTS]),
        ("10 лет", [MATHS, ROBOTS]),
        ("17 лет", []),
        ("по субботам", [ROBOTS]),
        ("вторник", [MATHS, ROBOTS]),
        ("воскресенье", []),
        ("бесплатно", [ROBOTS]),
        ("робототехника для 8 лет по субботам", [ROBOTS]),
        ("математика для 8 лет", []),
        ("квиддич", []),
    ):
        found = await _search(sessions, territory_id, text)
        assert (text, _titles(found), found.total) == (text, expected, len(expected))


async def test_fewer_words_are_tried_when_all_find_nothing(sessions: Sessions) -> None:
    territory_id = await _stock(sessions)
    found = await _search(sessions, territory_id, "программируем роботов подводных")
    assert (_titles(found), found.understood and found.understood.relaxed) == ([ROBOTS], True)
    exact = await _search(sessions, territory_id, "программируем роботов")
    assert (_titles(exact), exact.understood and exact.understood.relaxed) == ([ROBOTS], False)


@pytest.mark.parametrize(
    "text", ["%", "_", "р%т", "' OR 1=1 --", "\\", "\x00", "12345", "😀" * 50, "ы" * 5000, "я " * 2500]
)
async def test_odd_texts_get_a_sensible_answer(sessions: Sessions, text: str) -> None:
    territory_id = await _stock(sessions)
    found = await _search(sessions, territory_id, text)
    assert found.total in {0, 2}
    assert (found.total == 2) == (text == "я " * 2500)  # a word that only serves asks for everything


async def test_a_card_shows_the_best_group_and_counts_those_that_suit(sessions: Sessions) -> None:
    territory_id = await _stock(sessions)
    (card,) = (await _search(sessions, territory_id, "роботы в субботу")).items
    assert (card.free, card.groups, [lesson.weekday for lesson in card.lessons]) == (3, 2, [1, 5])
    (card,) = (await _search(sessions, territory_id, "роботы во вторник")).items
    assert (card.free, card.groups, card.nominal, card.is_payable) == (3, 1, 1_080_000, True)


async def test_groups_whose_course_is_over_are_left_out(sessions: Sessions) -> None:
    territory_id = await _stock(sessions)
    async with sessions() as session:
        for today, total in ((date(2027, 5, 31), 2), (date(2027, 6, 1), 0)):
            found = await queries.search(session, territory_id=territory_id, text=None, focus=None, page=0, today=today)
            assert found.total == total


async def test_pages_show_each_program_once(sessions: Sessions) -> None:
    async with sessions() as session:
        place = await shelf(session)
        for number in range(14):
            program_id = await add_program(session, **place, title=f"Шахматы {number:02d}", focus=Focus.SPORT)
            await add_group(session, program_id=program_id, closed_on=date(2026, 9, 3) if number == 0 else None)
        await session.commit()
    pages = [await _search(sessions, place["territory_id"], "шахматы", Focus.SPORT, page) for page in range(3)]
    assert [(found.total, found.pages, found.page, len(found.items)) for found in pages] == [
        (14, 3, 0, 6),
        (14, 3, 1, 6),
        (14, 3, 2, 2),
    ]
    seen = [card.title for found in pages for card in found.items]
    assert len(set(seen)) == 14
    assert seen[-1] == "Шахматы 00"  # nobody can enter: it stands last
    assert (await _search(sessions, place["territory_id"], None, Focus.ART)).total == 0
    for beyond in (3, 10**30, -1):
        found = await _search(sessions, place["territory_id"], None, None, beyond)
        assert (found.page, found.total) == (0, 14)


async def test_a_page_takes_two_statements(sessions: Sessions, database: Database) -> None:
    territory_id = await _stock(sessions)
    statements: list[str] = []
    sync = database.engine.sync_engine
    async with sessions() as session:
        await session.connection()
        event.listen(sync, "before_cursor_execute", lambda *args: statements.append(args[2]))
        await queries.search(session, territory_id=territory_id, text="роботы 8 лет сб", focus=None, page=0)
    assert len(statements) == 2
