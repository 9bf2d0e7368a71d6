"""The desk's overrides, read with one statement."""

from datetime import date

from sqlalchemy import event
from sqlalchemy.ext.asyncio import AsyncSession, async_sessionmaker

from services.calendar.models import CalendarDay
from services.calendar.queries import add_working_days, working_days_left
from services.core.db import Database

THURSDAY = date(2026, 9, 3)


async def _override(sessions: async_sessionmaker[AsyncSession]) -> None:
    async with sessions() as session:
        session.add(CalendarDay(day=date(2026, 9, 4), is_working=False, source="Распоряжение о переносе"))
        session.add(CalendarDay(day=date(2026, 9, 5), is_working=True, source="Распоряжение о переносе"))
        session.add(CalendarDay(day=date(2026, 9, 7), is_working=False, source="День города"))
        await session.commit()


async def test_a_term_without_overrides(sessions: async_sessionmaker[AsyncSession]) -> None:
    async with sessions() as session:
        assert await add_working_days(session, THURSDAY, 7) == date(2026, 9, 14)
        assert await working_days_left(session, THURSDAY, date(2026, 9, 14)) == 7


async def test_overrides_move_the_term(sessions: async_sessionmaker[AsyncSession]) -> None:
    await _override(sessions)
    async with sessions() as session:
        assert await add_working_days(session, THURSDAY, 2) == date(2026, 9, 8)
        assert await working_days_left(session, THURSDAY, date(2026, 9, 8)) == 2
        assert await working_days_left(session, date(2026, 9, 8), date(2026, 9, 8)) == 0
        assert await working_days_left(session, date(2026, 9, 9), date(2026, 9, 8)) == 0


async def test_one_statement_for_a_long_term(database: Database) -> None:
    said: list[str] = []
    event.listen(database.engine.sync_engine, "before_cursor_execute", lambda *args: said.append(args[2]))
    async with database.sessions() as session:
        await add_working_days(session, THURSDAY, 250)
    assert sum("calendar_days" in statement for statement in said) == 1
